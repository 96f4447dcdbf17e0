"""Versions of models over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.inference.v1 import inference_pb2 as pb
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
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from inference.registry import Registry
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["ModelService"]


class _Query(msgspec.Struct, frozen=True, kw_only=True):
    use_case: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None
    after: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


UPLOAD = Codec(UploadVersion, pb.UploadModelVersionRequest)
VERSION = Codec(VersionView, pb.ModelVersion)
VERSION_QUERY = Codec(_Query, pb.ListModelVersionsRequest)
VERSIONS = Codec(VersionPage, pb.ListModelVersionsResponse)


@method(SERVICE, "UploadModelVersion", keyed=Keyed.OPTIONAL, bulk=True)
async def upload_model_version(
    request: pb.UploadModelVersionRequest, caller: Principal, registry: Registry
) -> pb.ModelVersion:
    upload = UPLOAD.struct(request)
    kept = await registry.upload(
        caller, upload.use_case, upload.name, files_of(upload), upload.runtime, parent_id=parent_of(upload)
    )
    return VERSION.message(version_view(kept))


@method(SERVICE, "GetModelVersion")
async def get_model_version(
    request: pb.GetModelVersionRequest, caller: Principal, registry: Registry
) -> pb.ModelVersion:
    found = await registry.get(caller, parse("ver", request.version_id))
    return VERSION.message(version_view(found))


@method(SERVICE, "ListModelVersions")
async def list_model_versions(
    request: pb.ListModelVersionsRequest, caller: Principal, registry: Registry
) -> pb.ListModelVersionsResponse:
    query = VERSION_QUERY.struct(request)
    after = None if query.after is None else parse("ver", query.after)
    return VERSIONS.message(version_page(await registry.list(caller, query.use_case, after, query.limit)))


METHODS = [
    upload_model_version,
    get_model_version,
    list_model_versions,
]
