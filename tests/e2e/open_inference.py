"""A tenant's own version behind `/v2`, and what it says offline."""

import dataclasses

import numpy as np
from numpy.typing import NDArray

from api.views.model_versions import fields_of
from inference import artefacts
from inference.artefacts import LoadedVersion
from tests.inference.versions import COLUMNS, small_rows, small_version
from tests.product import Party, Product

USE_CASE = "credit-score"
NAMES = [column.name for column in COLUMNS]


@dataclasses.dataclass(frozen=True)
class Served:
    """offline: the same version, loaded here. rows: float32[n, 5] to ask about."""

    version_id: str
    name: str
    offline: LoadedVersion
    rows: NDArray[np.float32]


async def serve_version(product: Product, party: Party, name: str = "bare loans") -> Served:
    """Register and deploy the small version of `credit-score` for a tenant's sandbox."""
    files = dict(small_version().files)
    fields = fields_of(files)
    uploaded = await product.rest.post(
        "/api/v1/model-versions", headers=party.headers, json={"use_case": USE_CASE, "name": name, **fields}
    )
    assert uploaded.status_code == 201, uploaded.text
    version_id = uploaded.json()["id"]
    deployed = await product.rest.post(
        "/api/v1/deployments", headers=party.headers, json={"use_case": USE_CASE, "version_id": version_id}
    )
    assert deployed.status_code == 201, deployed.text
    rows = np.array(small_rows()[:50], np.float32)
    return Served(version_id, name, artefacts.load(files), rows)


def whole(rows: NDArray[np.float32]) -> dict[str, object]:
    """One tensor of all features as JSON has it, null where a value is missing."""
    flat = [None if np.isnan(value) else float(value) for value in rows.ravel()]
    return {"name": "features", "shape": list(rows.shape), "datatype": "FP32", "data": flat}
