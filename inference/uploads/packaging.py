"""A model made elsewhere as a version: its graph and sample, and a manifest that commits to both."""

import hashlib
import importlib.metadata

import msgspec
import numpy as np

from inference.manifest import Calibration, ConfidenceBin, Manifest, Provenance
from inference.uploads.declaration import Declaration
from inference.uploads.scoring import UploadedScorer
from inference.uploads.trial import Verdict

GRAPH, SAMPLE = "score.onnx", "sample.json"
FILES = (GRAPH, SAMPLE)
# Nothing is known of how often the model is right: the 90 % interval of Jeffreys' prior, the arcsine law, sin²(πq/2).
_UNKNOWN = ConfidenceBin(upto=1.0, support=0, positives=0, low=0.0061558, high=0.9938442)
_LEVEL = 0.9


def package(
    use_case: str, declaration: Declaration, verdict: Verdict, graph_sha256: str, sample: bytes
) -> bytes:
    """Return the manifest, which commits to the graph and the sample. The same upload gives the same bytes."""
    margins = np.frombuffer(verdict.margins, np.float64)
    sample_sha256 = hashlib.sha256(sample).hexdigest()
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
            data_sha256=sample_sha256,
            row_count=len(margins),
            seed=0,
            libraries={"onnxruntime": importlib.metadata.version("onnxruntime")},
        ),
        files={GRAPH: graph_sha256, SAMPLE: sample_sha256},
        reading=declaration.reading,
    )
    written = msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=1)
    return written + b"\n"


def open_scorer(manifest: Manifest, graph: bytes) -> UploadedScorer:
    """Make the graph of a version that passed its trial ready to score, the very bytes of that trial: reading the nodes of many
    trees again would take seconds of the process that decides. Raises: ModelRefused."""
    if manifest.reading is None:
        raise ValueError("a version of countermark train has no reading")
    return UploadedScorer(graph, manifest.features, manifest.reading)
