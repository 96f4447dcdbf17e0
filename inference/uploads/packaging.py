"""A model made elsewhere as a version: its graph and sample, and a manifest that commits to both."""

import hashlib
import importlib.metadata

import msgspec
import numpy as np

from inference.manifest import Calibration, ConfidenceBin, Manifest, Provenance
from inference.uploads.declaration import Declaration
from inference.uploads.guard import check_model
from inference.uploads.scoring import UploadedScorer
from inference.uploads.trial import Verdict

GRAPH, SAMPLE = "score.onnx", "sample.json"
FILES = (GRAPH, SAMPLE)
# Nothing is known of how often the model is right: the 90 % interval of Jeffreys' prior, the arcsine law, sin²(πq/2).
_UNKNOWN = ConfidenceBin(upto=1.0, support=0, positives=0, low=0.0061558, high=0.9938442)
_LEVEL = 0.9


def package(
    use_case: str, declaration: Declaration, verdict: Verdict, graph: bytes, sample: bytes
) -> tuple[bytes, dict[str, bytes]]:
    """Return the manifest and the files it commits to. The same upload gives the same bytes."""
    margins = np.frombuffer(verdict.margins, np.float64)
    files = {GRAPH: graph, SAMPLE: sample}
    manifest = Manifest(
        format=1,
        use_case=use_case,
        inputs="columns",
        feature_set="",
        features=tuple(column.name for column in declaration.columns),
        columns=declaration.columns,
        link="logistic",
        base_value=float(margins.mean()),
        batch_invariant=verdict.batch_invariant,
        calibration=Calibration(slope=1.0, intercept=0.0, level=_LEVEL, bins=(_UNKNOWN,)),
        provenance=Provenance(
            command="uploaded",
            data_sha256=hashlib.sha256(sample).hexdigest(),
            row_count=len(margins),
            seed=0,
            libraries={"onnxruntime": importlib.metadata.version("onnxruntime")},
        ),
        files={name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        reading=declaration.reading,
    )
    written = msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=1)
    return written + b"\n", files


def open_scorer(manifest: Manifest, graph: bytes) -> UploadedScorer:
    """Make the graph of a version that passed its trial ready to score. Raises: ModelRefused."""
    if manifest.reading is None:
        raise ValueError("a version of countermark train has no reading")
    form = check_model(graph, manifest.features, manifest.reading.output)
    return UploadedScorer(graph, form, manifest.reading)
