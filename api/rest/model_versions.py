"""Versions of models: uploaded and listed."""

from typing import Annotated

import msgspec

from api.rest.operations import Keyed, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.model_versions import (
    UploadVersion,
    VersionPage,
    VersionView,
    files_of,
    parent_of,
    version_page,
    version_view,
)
from core.ids import parse
from inference.registry import Registry
from tenants.principals import Principal

Slug = Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None


@post(
    "/model-versions",
    operation_id="uploadModelVersion",
    summary="Upload a version",
    tag="models",
    status=201,
    bulk=True,
    multipart=True,
    keyed=Keyed.OPTIONAL,
)
async def upload_model_version(caller: Principal, data: UploadVersion, registry: Registry) -> VersionView:
    """Keeps a version that `countermark train` made, every byte checked. The same bytes again are the same version.

    As JSON the files are base64; as a form they are sent as they are: `-F manifest=@manifest.json -F graph=@score.onnx …`.
    """
    kept = await registry.upload(
        caller, data.use_case, data.name, files_of(data), data.runtime, parent_id=parent_of(data)
    )
    return version_view(kept)


@get(
    "/model-versions/{version_id:str}", operation_id="getModelVersion", summary="Get a version", tag="models"
)
async def get_model_version(caller: Principal, version_id: str, registry: Registry) -> VersionView:
    return version_view(await registry.get(caller, parse("ver", version_id)))


@get("/model-versions", operation_id="listModelVersions", summary="List versions", tag="models")
async def list_model_versions(
    caller: Principal,
    registry: Registry,
    use_case: Slug = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> VersionPage:
    """The starters first, then the environment's own versions, newest first."""
    cursor = None if after is None else parse("ver", after)
    return version_page(await registry.list(caller, use_case, cursor, limit))


HANDLERS = [
    upload_model_version,
    get_model_version,
    list_model_versions,
]
