"""Deployments: which version serves which traffic, compared, promoted, rolled back, ended."""

from typing import Annotated

import msgspec

from api.rest.operations import Keyed, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.deployments import (
    ComparisonView,
    DeploymentPage,
    DeploymentView,
    DeployVersion,
    comparison_view,
    deploy_of,
    deployment_page,
    deployment_view,
)
from core.ids import parse
from inference.deployments import Deployments
from inference.experiments import Experiments
from inference.routing import Role
from tenants.principals import Principal

Slug = Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None


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
    """Lets a version decide, decide for a share, or score in the shadow. It is opened and run first, so no request waits."""
    made = await deployments.deploy(caller, data.use_case, parse("ver", data.version_id), deploy_of(data))
    return deployment_view(made)


@get("/deployments", operation_id="listDeployments", summary="List deployments", tag="models")
async def list_deployments(
    caller: Principal,
    deployments: Deployments,
    use_case: Slug = None,
    role: Role | None = None,
    segment: Slug = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> DeploymentPage:
    """Newest first; those without `retired_at` serve now."""
    cursor = None if after is None else parse("dep", after)
    page = await deployments.list(caller, use_case, cursor, limit, role=role, segment=segment)
    return deployment_page(page)


@get(
    "/deployments/{deployment_id:str}", operation_id="getDeployment", summary="Get a deployment", tag="models"
)
async def get_deployment(caller: Principal, deployment_id: str, deployments: Deployments) -> DeploymentView:
    return deployment_view(await deployments.get(caller, parse("dep", deployment_id)))


@get(
    "/deployments/{deployment_id:str}/comparison",
    operation_id="getDeploymentComparison",
    summary="Compare with the champion",
    tag="models",
    responses={422: "It is a champion: there is nothing to compare it with."},
)
async def get_deployment_comparison(
    caller: Principal, deployment_id: str, experiments: Experiments
) -> ComparisonView:
    """What a challenger or a shadow and its champion did so far, with a test that may be looked at at any time."""
    return comparison_view(await experiments.compare(caller, parse("dep", deployment_id)))


@post(
    "/deployments/{deployment_id:str}/promote",
    operation_id="promoteDeployment",
    summary="Promote to champion",
    tag="models",
    keyed=Keyed.OPTIONAL,
)
async def promote_deployment(
    caller: Principal, deployment_id: str, deployments: Deployments
) -> DeploymentView:
    """Makes a challenger or a shadow the champion of its segment, and answers the new champion."""
    return deployment_view(await deployments.promote(caller, parse("dep", deployment_id)))


@post(
    "/deployments/{deployment_id:str}/rollback",
    operation_id="rollbackDeployment",
    summary="Roll a champion back",
    tag="models",
    keyed=Keyed.OPTIONAL,
)
async def rollback_deployment(
    caller: Principal, deployment_id: str, deployments: Deployments
) -> DeploymentView:
    """Puts the champion before this one back in its place, and answers what decides now."""
    return deployment_view(await deployments.rollback(caller, parse("dep", deployment_id)))


@post(
    "/deployments/{deployment_id:str}/end",
    operation_id="endDeployment",
    summary="End a deployment",
    tag="models",
    keyed=Keyed.OPTIONAL,
)
async def end_deployment(caller: Principal, deployment_id: str, deployments: Deployments) -> DeploymentView:
    """Ends a challenger, a shadow, or the champion of a segment, which then goes with everybody."""
    return deployment_view(await deployments.end(caller, parse("dep", deployment_id)))


HANDLERS = [
    deploy_model_version,
    list_deployments,
    get_deployment,
    get_deployment_comparison,
    promote_deployment,
    rollback_deployment,
    end_deployment,
]
