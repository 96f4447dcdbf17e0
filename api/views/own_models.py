"""Models that a tenant made elsewhere, as both faces show them."""

from datetime import datetime

import msgspec

from api.views.model_versions import FileBytes, UseCaseName, VersionName
from core.ids import public
from inference.uploads.own_models import OwnModel


class UploadOwnModel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A model as scikit-learn, LightGBM, XGBoost or PyTorch exported it, and two files that say how to read it.

    name: what you call it, for people.
    graph: the ONNX file.
    manifest: JSON with the columns in order and the output that is the probability.
    sample: JSON with 20 to 1,000 rows and what the model itself answers for each.
    """

    use_case: UseCaseName
    name: VersionName
    graph: FileBytes
    manifest: FileBytes
    sample: FileBytes


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
