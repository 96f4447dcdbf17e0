"""Models that a tenant made elsewhere, as both faces show them."""

from datetime import datetime

import msgspec

from api.views.model_versions import FileBytes, UseCaseName, VersionName
from core.errors import FieldError, InvalidRequest
from core.ids import public
from inference.uploads.own_models import OwnModel, ReceivedGraph, Sha256


class UploadOwnModel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A model as scikit-learn, LightGBM, XGBoost or PyTorch exported it, and two files that say how to read it.

    name: what you call it, for people.
    graph: the ONNX file, of at most 5 MB with the others; graph_sha256: instead of it, that of one that `uploadModelGraph` received.
    manifest: JSON with the columns in order and the output that is the probability.
    sample: JSON with 20 to 1,000 rows and what the model itself answers for each.
    """

    use_case: UseCaseName
    name: VersionName
    graph: bytes = b""
    manifest: FileBytes
    sample: FileBytes
    graph_sha256: Sha256 | None = None


class ModelGraphView(msgspec.Struct, frozen=True, kw_only=True):
    """An ONNX file that was received. sha256: names it in `uploadOwnModel`. expires_at: when it is deleted, if no version was made
    of it; a version has a copy of its own."""

    sha256: str
    size_bytes: int
    expires_at: datetime


class OwnModelView(msgspec.Struct, frozen=True, kw_only=True):
    """The version that was kept, ready to be deployed, and what its trial found.

    digest: SHA-256 over its artefact, in hexadecimal; the same stands in decisions and ledger entries.
    difference_max: the largest difference between what the sample expects and what came here, in probability.
    batch_invariant: whether a row scores the same bits in any company; without that rows run one by one.
    missing_taken: whether a row of nothing but missing values has a score. cost_us: microseconds that one row takes.
    memory_bytes: what loading it and running a thousand rows took.
    """

    id: str
    use_case: str
    name: str
    digest: str
    features: list[str]
    created_at: datetime | None
    created_by: str
    difference_max: float
    batch_invariant: bool
    missing_taken: bool
    cost_us: int
    memory_bytes: int


def model_graph_view(graph: ReceivedGraph) -> ModelGraphView:
    return ModelGraphView(sha256=graph.sha256, size_bytes=graph.size_bytes, expires_at=graph.expires_at)


def graph_of(data: UploadOwnModel) -> bytes | str:
    """Raises: InvalidRequest unless there is exactly one of the two."""
    if bool(data.graph) == (data.graph_sha256 is not None):
        refused = FieldError("graph", "Either it or `graph_sha256` is needed.", "Send one of them.")
        raise InvalidRequest("The request was refused.", fields=[refused])
    return data.graph if data.graph_sha256 is None else data.graph_sha256


def own_model_view(model: OwnModel) -> OwnModelView:
    version = model.version
    return OwnModelView(
        id=public("ver", version.id),
        use_case=version.use_case,
        name=version.name,
        digest=version.digest.hex(),
        features=version.features,
        created_at=version.created_at,
        created_by=version.created_by,
        difference_max=model.difference_max,
        batch_invariant=model.batch_invariant,
        missing_taken=model.missing_taken,
        cost_us=model.cost_us,
        memory_bytes=model.memory_bytes,
    )
