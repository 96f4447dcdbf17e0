"""A version is exactly the bytes that its digest names, and nothing that could run."""

import hashlib
from pathlib import Path

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from core.errors import PlatformError
from inference import artefacts
from inference.artefacts import ArtefactInvalid
from inference.explanations.tables import PathTablesRefused
from inference.manifest import Manifest
from inference.runtimes.port import Outputs
from tests.inference.versions import small_rows, small_version
from training.package import write_folder


def remade(**changes: object) -> dict[str, bytes]:
    """The small version with another manifest, its hashes right again."""
    files = dict(small_version().files)
    manifest = msgspec.json.decode(files[artefacts.MANIFEST], type=Manifest)
    hashes = {name: hashlib.sha256(files[name]).hexdigest() for name in artefacts.FILES}
    manifest = msgspec.structs.replace(manifest, **{"files": hashes, **changes})
    files[artefacts.MANIFEST] = msgspec.json.encode(manifest)
    return files


def test_a_version_loads_scores_and_explains(tmp_path: Path) -> None:
    """From a folder or from bytes: base value and contributions add up to the margin, which gives the probability."""
    write_folder(small_version(), tmp_path)
    version = artefacts.load(tmp_path)
    assert version.digest == artefacts.load(small_version().files).digest == small_version().digest
    rows = small_rows()[:200]
    scores = version.score(rows)
    parts = version.explain(rows)
    np.testing.assert_allclose(version.base_value + parts.sum(axis=1), scores.margin, atol=1e-5, rtol=0)
    np.testing.assert_allclose(scores.probability, 1 / (1 + np.exp(-scores.margin)), atol=1e-15)


@pytest.mark.parametrize("name", [artefacts.MANIFEST, *artefacts.FILES])
def test_one_flipped_bit_anywhere_is_refused(name: str) -> None:
    """Every byte of every file is committed to: a changed one is refused, or, in the manifest, is another version."""
    files = dict(small_version().files)
    data = bytearray(files[name])
    data[len(data) // 2] ^= 1
    files[name] = bytes(data)
    try:
        loaded = artefacts.load(files)
    except PlatformError:
        return
    assert name == artefacts.MANIFEST
    assert loaded.digest != small_version().digest


def test_a_missing_or_extra_file_is_refused() -> None:
    """Exactly the five files: what is not hashed has no place."""
    files = dict(small_version().files)
    with pytest.raises(ArtefactInvalid, match="exactly these files"):
        artefacts.load({**files, "code.py": b""})
    del files[artefacts.PATHS]
    with pytest.raises(ArtefactInvalid, match="exactly these files"):
        artefacts.load(files)


def test_a_manifest_that_contradicts_its_files_is_refused() -> None:
    """Other columns, a feature named twice, an unknown use case or feature set: refused though the hashes are right."""
    manifest = msgspec.json.decode(small_version().files[artefacts.MANIFEST], type=Manifest)
    first = manifest.columns[0]
    for changes in (
        {"columns": manifest.columns[1:]},
        {"features": manifest.features[1:], "columns": manifest.columns[1:]},
        {"features": ("income",) * 5, "columns": (first,) * 5},
        {"inputs": "facts", "feature_set": "payment/1"},
        {"inputs": "facts", "feature_set": "no/1"},
        {"use_case": "no-such", "inputs": "facts", "feature_set": "credit/1"},
    ):
        with pytest.raises(PlatformError):
            artefacts.load(remade(**changes))
    assert artefacts.load(remade()).features == manifest.features


def test_a_pickle_in_the_tables_is_never_opened(tmp_path: Path) -> None:
    """Object arrays are refused: loading a version runs no code."""
    path = tmp_path / "x.npz"
    np.savez(path, row_start=np.array([{"a": 1}], dtype=object))
    files = dict(small_version().files)
    files[artefacts.PATHS] = path.read_bytes()
    manifest = msgspec.json.decode(files[artefacts.MANIFEST], type=Manifest)
    hashes = {**manifest.files, artefacts.PATHS: hashlib.sha256(files[artefacts.PATHS]).hexdigest()}
    files[artefacts.MANIFEST] = msgspec.json.encode(msgspec.structs.replace(manifest, files=hashes))
    with pytest.raises(PathTablesRefused):
        artefacts.load(files)


class CountingRuntime:
    """Remembers the batches that it was given."""

    heads: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.batches: list[int] = []

    def open(self, graph: bytes, feature_count: int) -> "CountingRuntime":
        return self

    def margins(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        self.batches.append(len(matrix))
        return np.zeros(len(matrix))

    def outputs(self, matrix: NDArray[np.float32]) -> Outputs:
        return Outputs(self.margins(matrix), {})


def test_a_version_that_depends_on_its_batch_is_run_row_by_row() -> None:
    """Without the mark of batch invariance a row scores the same in any company, at the price of one run a row."""
    together, alone = CountingRuntime(), CountingRuntime()
    artefacts.load(remade(batch_invariant=True), runtime=together).score(small_rows()[:5])
    artefacts.load(remade(batch_invariant=False), runtime=alone).score(small_rows()[:5])
    assert together.batches == [5]
    assert alone.batches == [1, 1, 1, 1, 1]


def test_confidence_is_that_of_the_scores_own_bin() -> None:
    """Each probability falls in one bin; the interval is that of the bin's observed rate, and reaches to the probability; bins
    cover 0 to 1."""
    version = artefacts.load(small_version().files)
    bins = version.manifest.calibration.bins
    assert bins[-1].upto == 1.0
    lower = 0.0
    for each in bins:
        for probability in ((lower + each.upto) / 2, each.upto):
            found = version.confidence(probability)
            assert found.support == each.support
            assert (found.low, found.high) == (min(each.low, probability), max(each.high, probability))
            assert found.low <= each.positives / each.support <= found.high
        lower = each.upto
    assert sum(each.support for each in bins) == len(small_rows())


def test_probabilities_never_overflow() -> None:
    """Margins of any size give a probability between 0 and 1, without a warning."""
    margins = np.array([-1e308, -800.0, -1.0, 0.0, 1.0, 800.0, 1e308])
    probability = artefacts.probability_of(margins)
    assert probability[3] == 0.5
    assert ((probability >= 0) & (probability <= 1)).all()
    assert (np.diff(probability) >= 0).all()
