"""Deployments over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.inference.v1 import deployment_pb2
from api.rpc.stubs.countermark.inference.v1 import inference_pb2 as pb
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
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from inference.deployments import Deployments
from inference.experiments import Experiments
from inference.routing import Role
from tenants.principals import Principal

MODELS = pb.DESCRIPTOR.services_by_name["ModelService"]
SERVICE = deployment_pb2.DESCRIPTOR.services_by_name["DeploymentService"]

Slug = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class _Query(msgspec.Struct, frozen=True, kw_only=True):
    use_case: Slug | None = None
    role: Role | None = None
    segment: Slug | None = None
    after: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


DEPLOY = Codec(DeployVersion, pb.DeployModelVersionRequest)
DEPLOYMENT = Codec(DeploymentView, pb.Deployment)
QUERY = Codec(_Query, pb.ListDeploymentsRequest)
DEPLOYMENTS = Codec(DeploymentPage, pb.ListDeploymentsResponse)
COMPARISON = Codec(ComparisonView, deployment_pb2.DeploymentComparison)


@method(MODELS, "DeployModelVersion", keyed=Keyed.OPTIONAL)
async def deploy_model_version(
    request: pb.DeployModelVersionRequest, caller: Principal, deployments: Deployments
) -> pb.Deployment:
    wanted = DEPLOY.struct(request)
    version_id = parse("ver", wanted.version_id)
    made = await deployments.deploy(caller, wanted.use_case, version_id, deploy_of(wanted))
    return DEPLOYMENT.message(deployment_view(made))


@method(MODELS, "ListDeployments")
async def list_deployments(
    request: pb.ListDeploymentsRequest, caller: Principal, deployments: Deployments
) -> pb.ListDeploymentsResponse:
    query = QUERY.struct(request)
    after = None if query.after is None else parse("dep", query.after)
    page = await deployments.list(
        caller, query.use_case, after, query.limit, role=query.role, segment=query.segment
    )
    return DEPLOYMENTS.message(deployment_page(page))


@method(SERVICE, "GetDeployment")
async def get_deployment(
    request: deployment_pb2.GetDeploymentRequest, caller: Principal, deployments: Deployments
) -> pb.Deployment:
    found = await deployments.get(caller, parse("dep", request.deployment_id))
    return DEPLOYMENT.message(deployment_view(found))


@method(SERVICE, "GetDeploymentComparison")
async def get_deployment_comparison(
    request: deployment_pb2.GetDeploymentComparisonRequest, caller: Principal, experiments: Experiments
) -> deployment_pb2.DeploymentComparison:
    found = await experiments.compare(caller, parse("dep", request.deployment_id))
    return COMPARISON.message(comparison_view(found))


@method(SERVICE, "PromoteDeployment", keyed=Keyed.OPTIONAL)
async def promote_deployment(
    request: deployment_pb2.PromoteDeploymentRequest, caller: Principal, deployments: Deployments
) -> pb.Deployment:
    made = await deployments.promote(caller, parse("dep", request.deployment_id))
    return DEPLOYMENT.message(deployment_view(made))


@method(SERVICE, "RollbackDeployment", keyed=Keyed.OPTIONAL)
async def rollback_deployment(
    request: deployment_pb2.RollbackDeploymentRequest, caller: Principal, deployments: Deployments
) -> pb.Deployment:
    made = await deployments.rollback(caller, parse("dep", request.deployment_id))
    return DEPLOYMENT.message(deployment_view(made))


@method(SERVICE, "EndDeployment", keyed=Keyed.OPTIONAL)
async def end_deployment(
    request: deployment_pb2.EndDeploymentRequest, caller: Principal, deployments: Deployments
) -> pb.Deployment:
    ended = await deployments.end(caller, parse("dep", request.deployment_id))
    return DEPLOYMENT.message(deployment_view(ended))


METHODS = [
    deploy_model_version,
    list_deployments,
    get_deployment,
    get_deployment_comparison,
    promote_deployment,
    rollback_deployment,
    end_deployment,
]
