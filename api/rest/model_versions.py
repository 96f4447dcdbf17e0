"""Versions of models: uploaded, listed, deployed."""

from typing import Annotated

import msgspec

from api.rest.operations import Keyed, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.model_versions import (
    DeploymentPage,
    DeploymentView,
    DeployVersion,
    UploadVersion,
    VersionPage,
    VersionView,
    deployment_page,
    deployment_view,
    files_of,
    version_page,
    version_view,
)
from core.ids import parse
from inference.deployments import Deployments
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
    keyed=Keyed.OPTIONAL,
)
async def upload_model_version(caller: Principal, data: UploadVersion, registry: Registry) -> VersionView:
    """Keeps a version that `countermark train` made, every byte checked. The same bytes again are the same version."""
    return version_view(await registry.upload(caller, data.use_case, data.name, files_of(data)))


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


@post(
    "/deployments",
    operation_id="deployModelVersion",
    summary="Deploy a version",
    tag="models",
    status=201,
    keyed=Keyed.OPTIONAL,
)
async def deploy_model_version(
    caller: Principal, data: DeployVersion, deployments: Deployments
) -> DeploymentView:
    """Lets a version answer its use case from now on. To roll back, deploy the version before."""
    return deployment_view(await deployments.deploy(caller, data.use_case, parse("ver", data.version_id)))


@get("/deployments", operation_id="listDeployments", summary="List deployments", tag="models")
async def list_deployments(
    caller: Principal,
    deployments: Deployments,
    use_case: Slug = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> DeploymentPage:
    """Newest first; the one without `retired_at` answers now."""
    cursor = None if after is None else parse("dep", after)
    return deployment_page(await deployments.list(caller, use_case, cursor, limit))


HANDLERS = [
    upload_model_version,
    get_model_version,
    list_model_versions,
    deploy_model_version,
    list_deployments,
]
