"""A version as files: a manifest, the ONNX graph, the path tables and the model card. Data, never code.

The manifest holds the SHA-256 of every other file, so the digest of the manifest commits to every byte; that digest is
what a decision and its ledger entry name.
"""

import copy
import dataclasses
import hashlib
import math
from bisect import bisect_left
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference import catalogue, evidence, linear_classes, onnx_guard
from inference.answering.kinds import CLASSES, HEADS
from inference.certainty import Confidence, between
from inference.computed_here import ArtefactInvalid, require_computed
from inference.dated import problem_of_dates
from inference.evidence import Evidence, Scale
from inference.evidence_shares import follows
from inference.explanations import tables
from inference.explanations.compiled import Kernel
from inference.explanations.explainers import Explainer, explainer_for
from inference.explanations.tables import PathTables
from inference.head_widths import problem_of_regions, widths_of
from inference.linear_classes import Linear
from inference.manifest import Manifest
from inference.pasts.questions import problem_of_past
from inference.runtimes.ort import OnnxRuntime
from inference.runtimes.port import ModelRuntime, Outputs, RuntimeUnavailable, Scorer, joined
from inference.runtimes.remote import AwaitedScorer
from inference.uploads import packaging
from inference.uploads.declaration import matrix_of, read_sample
from inference.uploads.packaging import open_scorer

__all__ = [
    "ArtefactInvalid",
    "Confidence",
    "LoadedVersion",
    "Scores",
    "digest_of",
    "load",
    "read_folder",
    "verify",
]
SAMPLE = packaging.SAMPLE
MANIFEST, GRAPH, PATHS, CARD, CARD_TEXT = "manifest.json", "score.onnx", "paths.npz", "card.json", "card.md"
FILES = (GRAPH, PATHS, CARD, CARD_TEXT)
_EDGES_MAX = 64
_PROBES = 16
Edges: TypeAlias = Callable[[int], NDArray[np.float32]]
_DIGEST_LABEL = b"countermark/version/1\x00"


@dataclasses.dataclass(frozen=True, slots=True)
class Scores:
    """margin, probability: float64[n]. The margin is calibrated log odds; probability = 1 / (1 + exp(-margin)).

    heads: what else the version gives, float32[n, k] by name.
    """

    margin: NDArray[np.float64]
    probability: NDArray[np.float64]
    heads: Mapping[str, NDArray[np.float32]] = dataclasses.field(default_factory=dict)


class LoadedVersion:
    """A verified version, ready to score and to explain. Safe to share between threads.

    evidence: of one that tells classes, what makes features of its columns; None of others.
    linear: of one that tells classes by the features of facts, the sums that its graph makes of them; None of others.
    remote: what scores it elsewhere, or None; `score` runs the registered graph here in any case.
    """

    def __init__(
        self,
        manifest: Manifest,
        digest: bytes,
        scorer: Scorer,
        explainer: Explainer,
        probe: NDArray[np.float32] | None = None,
        edges: Edges | None = None,
    ) -> None:
        """probe: float32[n_features], a row that certainly has a score; without one, that is a row of nothing.

        edges: the values between which the model may tell rows apart, by feature.
        """
        self._edges_of = edges or (lambda _feature: np.empty(0, np.float32))
        self.probe = np.full(len(manifest.features), np.nan, np.float32) if probe is None else probe
        self.manifest = manifest
        self.digest = digest
        self.features = manifest.features
        self.base_value = manifest.base_value
        self.batch_invariant = manifest.batch_invariant
        self.explained_later = manifest.reading is not None
        self.remote: AwaitedScorer | None = None
        self.evidence: Evidence | None = None
        self.linear: Linear | None = None
        self.scorer = scorer
        self._explainer = explainer
        self._edges = [each.upto for each in manifest.calibration.bins[:-1]]
        self._curve = manifest.calibration.curve
        self._places = [each.at for each in self._curve]
        level = manifest.calibration.level
        self._confidences = [
            Confidence(low=each.low, high=each.high, level=level, support=each.support)
            for each in manifest.calibration.bins
        ]

    def score(self, matrix: NDArray[np.float32]) -> Scores:
        """matrix: float32[n, len(features)], C order, NaN where missing.

        A version that is not batch-invariant is run row by row, so that a row scores the same in any company.
        Raises: RuntimeUnavailable.
        """
        if self.batch_invariant or len(matrix) <= 1:
            found = self.scorer.outputs(matrix)
        else:
            found = joined([self.scorer.outputs(matrix[i : i + 1]) for i in range(len(matrix))])
        return scores_of(found)

    def run_by(self, scorer: Scorer) -> "LoadedVersion":
        """Return the same version with something around its scorer."""
        changed = copy.copy(self)
        changed.scorer = scorer
        return changed

    def served_by(self, remote: AwaitedScorer) -> "LoadedVersion":
        """Return the same version, whose questions are scored elsewhere."""
        moved = copy.copy(self)
        moved.remote = remote
        return moved

    def widths(self) -> dict[str, int]:
        """Count the columns of each output: the margin's one, and each head's."""
        if not self.scorer.heads:
            return {"margin": 1}
        return {"margin": 1} | widths_of(self.manifest, self.scorer)

    def explain(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """float64[n, len(features)]: with `base_value` a row's contributions add up to its margin (within 1e-5).

        Zeros where `explained_later`: a model made elsewhere is explained in the background.
        """
        return self._explainer.contributions(matrix)

    def edges(self, feature: int) -> NDArray[np.float32]:
        """The thresholds of a feature, ascending and distinct: a tree asks whether a value is above one.

        Of a model made elsewhere they are the values in its sample.
        """
        return self._edges_of(feature)

    def confidence(self, probability: float) -> Confidence:
        """How sure a probability is. It is inside its own interval, whatever was seen of those that it is counted among."""
        found = self._confidences[bisect_left(self._edges, probability)]
        if self._curve:
            found = between(self._curve, self._places, probability, found.level)
        if found.low <= probability <= found.high:
            return found
        low, high = min(found.low, probability), max(found.high, probability)
        return msgspec.structs.replace(found, low=low, high=high)


class _Later:
    """Stands where the explainer of a model made elsewhere should be: that takes thousands of runs, and time."""

    def contributions(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        return np.zeros(matrix.shape)


class _Gone:
    """Stands where a version's scorer and explainer should be, when its files are not to be had."""

    heads: tuple[str, ...] = ()

    def outputs(self, matrix: NDArray[np.float32]) -> Outputs:
        return Outputs(self.margins(matrix), {})

    def margins(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        raise RuntimeUnavailable(
            "The files of this version are not to be had.", internal=f"{len(matrix)} rows"
        )

    def contributions(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        raise RuntimeUnavailable(
            "The files of this version are not to be had.", internal=f"{len(matrix)} rows"
        )


def without_files(manifest: bytes, digest: bytes) -> LoadedVersion:
    """A version that is known but cannot score: decisions about it are degraded ones, not errors."""
    return LoadedVersion(msgspec.json.decode(manifest, type=Manifest), digest, _Gone(), _Gone())


def scores_of(outputs: Outputs) -> Scores:
    return Scores(outputs.margin, probability_of(outputs.margin), outputs.heads)


def probability_of(margin: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logistic function in float64, one element at a time: vectorised `exp` may differ by processor in the last bit."""
    return np.array([1.0 / (1.0 + math.exp(-m)) if m > -700.0 else 0.0 for m in margin.tolist()])


def digest_of(manifest: bytes) -> bytes:
    """32 bytes that commit to the whole version."""
    return hashlib.sha256(_DIGEST_LABEL + manifest).digest()


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a version by name; other files of the folder are not part of it.

    Raises: ArtefactInvalid when one is absent or too large.
    """
    files: dict[str, bytes] = {}
    wanted = [MANIFEST]
    for name in wanted:
        path = folder / name
        if not path.is_file():
            raise ArtefactInvalid(f"`{name}` is absent.", internal=str(path))
        if path.stat().st_size > onnx_guard.BYTES_MAX:
            raise ArtefactInvalid(
                f"`{name}` is larger than {onnx_guard.BYTES_MAX:,} bytes.", internal=str(path)
            )
        files[name] = path.read_bytes()
        if name == MANIFEST:
            wanted.extend(files_of(manifest_of(files[name])))
    return files


def load(
    source: Path | Mapping[str, bytes],
    *,
    kernel: Kernel | None = None,
    runtime: ModelRuntime | None = None,
    kept: bool = False,
) -> LoadedVersion:
    """Verify every byte and make the version ready. Takes 20-60 ms of CPU for 100 trees: not on the event loop.

    kernel: from `find_kernel`; without it explanations use numpy, with the same bits. kept: of one that was registered
    before, maybe by a release that computed other features.
    Raises: ArtefactInvalid, GraphRefused, PathTablesRefused.
    """
    files = read_folder(source) if isinstance(source, Path) else source
    manifest = verify(files, kept=kept)
    if manifest.reading is not None:
        uploaded = open_scorer(manifest, files[GRAPH])
        matrix = matrix_of(manifest.columns, read_sample(files[SAMPLE]))
        digest = digest_of(files[MANIFEST])
        return LoadedVersion(manifest, digest, uploaded, _Later(), matrix[0], _seen_in(matrix))
    paths = tables.read(files[PATHS])
    if paths.feature_count != len(manifest.features):
        raise ArtefactInvalid("The path tables are of another number of features than the manifest names.")
    scorer = (runtime or OnnxRuntime()).open(files[GRAPH], len(manifest.features))
    _check_heads(manifest, scorer)
    loaded = LoadedVersion(
        manifest, digest_of(files[MANIFEST]), scorer, explainer_for(paths, kernel), edges=_cuts_of(paths)
    )
    if evidence.FILE in files and manifest.inputs == "facts":
        loaded.linear = linear_classes.read(
            files[evidence.FILE], len(manifest.features), len(manifest.classes)
        )
        _check_linear(loaded, loaded.linear)
    elif evidence.FILE in files:
        loaded.evidence = evidence.read(files[evidence.FILE], manifest.columns, len(manifest.classes))
        if loaded.evidence.table.shape[1] != len(manifest.features):
            raise ArtefactInvalid(
                f"The table of `{evidence.FILE}` is of other classes than the features are."
            )
        _check_scale(loaded, loaded.evidence.scale)
    return loaded


def _check_linear(version: LoadedVersion, linear: Linear) -> None:
    """Reasons must be about the sums that the graph makes: else they would be about something else."""
    rows = linear_classes.probes(linear, _PROBES)
    if not linear_classes.follows(linear, version.manifest.calibration, rows, version.score(rows).margin):
        raise ArtefactInvalid(f"The graph makes other sums of features than `{evidence.FILE}` says.")


def _check_scale(version: LoadedVersion, scale: Scale | None) -> None:
    """What the reasons of a class rest on must be what the graph does: else they would be about something else."""
    if scale is None:
        return
    classes = len(scale.bias)
    probes = np.random.default_rng(0).normal(0, 2 / scale.cooling, (_PROBES, classes)).astype(np.float32)
    rows = np.vstack([np.zeros((1, classes), np.float32), probes])
    found = version.score(rows)
    shares, margins = found.heads[CLASSES].astype(np.float64), found.margin
    if not follows(scale, version.manifest.calibration, rows.astype(np.float64), shares, margins):
        raise ArtefactInvalid(f"The graph makes other shares of evidence than `{evidence.FILE}` says.")


def _cuts_of(paths: PathTables) -> Edges:
    thresholds, features = paths.cut_threshold, paths.cut_feature

    def edges(feature: int) -> NDArray[np.float32]:
        known: NDArray[np.float32] = np.unique(thresholds[features == feature])
        finite: NDArray[np.float32] = known[np.isfinite(known)]
        return finite

    return edges


def _seen_in(matrix: NDArray[np.float32]) -> Edges:
    """At most 64 values of each column, evenly spread among those of the sample."""

    def edges(feature: int) -> NDArray[np.float32]:
        found = np.unique(matrix[:, feature])
        found = found[np.isfinite(found)]
        spread = np.linspace(0, len(found) - 1, min(len(found), _EDGES_MAX)).astype(np.intp)
        chosen: NDArray[np.float32] = found[np.unique(spread)]
        return chosen

    return edges


def _check_heads(manifest: Manifest, scorer: Scorer) -> None:
    """A version of facts gives what the use case's answer is made of; one of a tenant's own columns may give less."""
    use_case = catalogue.get(manifest.use_case)
    if manifest.task not in use_case.kind.tasks:
        raise ArtefactInvalid(
            f"The answer of {use_case.name} has no place for what this version tells: {manifest.task}."
        )
    if manifest.inputs == "columns" and manifest.task in HEADS:
        if widths_of(manifest, scorer) != dict.fromkeys(HEADS[manifest.task], len(manifest.classes) or 1):
            raise ArtefactInvalid(f"The graph's heads are not those of a version of {manifest.task}.")
        return
    declared = tuple(sorted(head.name for head in use_case.heads))
    if scorer.heads != declared and (manifest.inputs == "facts" or scorer.heads):
        raise ArtefactInvalid(
            f"The graph's heads are not those of the use case: {', '.join(declared) or 'none'}."
        )
    problem = problem_of_regions(manifest, scorer)
    if problem is not None:
        raise ArtefactInvalid(problem)


def manifest_of(data: bytes) -> Manifest:
    """Raises: ArtefactInvalid."""
    try:
        return msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        raise ArtefactInvalid(f"`{MANIFEST}` is not valid: {error}.") from error


def files_of(manifest: Manifest) -> tuple[str, ...]:
    """The files that a version has besides its manifest."""
    if manifest.reading is not None:
        return packaging.FILES
    return (*FILES, evidence.FILE) if manifest.task == "classes" else FILES


def verify(files: Mapping[str, bytes], *, kept: bool = False) -> Manifest:
    """Check that these are exactly the bytes that the manifest commits to, and that it is consistent in itself.

    kept: see `load`.
    """
    manifest = manifest_of(files.get(MANIFEST, b""))
    names = files_of(manifest)
    if set(files) != {MANIFEST, *names}:
        raise ArtefactInvalid(f"A version is exactly these files: {', '.join((MANIFEST, *names))}.")
    if set(manifest.files) != set(names):
        raise ArtefactInvalid(f"`{MANIFEST}` does not hash exactly {', '.join(names)}.")
    for name, expected in manifest.files.items():
        if hashlib.sha256(files[name]).hexdigest() != expected:
            raise ArtefactInvalid(f"`{name}` is not the file that the manifest names: its SHA-256 differs.")
    if manifest.inputs == "columns":
        of_columns = tuple(column.name for column in manifest.columns)
        told = manifest.task == "classes" and len(manifest.features) > len(manifest.classes)
        if manifest.features != (
            evidence.names_of(manifest.classes, unnamed=told) if manifest.task == "classes" else of_columns
        ):
            raise ArtefactInvalid(
                "The manifest's features are not those of its columns or classes, in order."
            )
    elif not kept:
        require_computed(manifest)
    if manifest.task != "classes" and any(column.kind == "text" for column in manifest.columns):
        raise ArtefactInvalid("Only versions that tell classes read texts.")
    problem = problem_of_past(manifest) or problem_of_dates(manifest.columns)
    if problem is not None:
        raise ArtefactInvalid(problem)
    if len(set(manifest.features)) != len(manifest.features):
        raise ArtefactInvalid("A feature is named twice.")
    return manifest
