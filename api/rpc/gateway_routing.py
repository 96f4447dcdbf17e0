"""Routing policies and choices over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.routing.v1 import routing_pb2 as pb
from api.views.gateway_routing import (
    CreateRoutingPolicy,
    GatewayChoiceView,
    PolicyRole,
    RoutingComparison,
    RoutingPolicyPage,
    RoutingPolicyView,
    SharePercent,
    gateway_choice_view,
    routing_comparison,
    routing_policy_page,
    routing_policy_view,
)
from core.ids import parse
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from inference.gateway_routing.choices import GatewayChoices, PaymentToSend
from inference.gateway_routing.evaluations import RoutingEvaluations
from inference.gateway_routing.offline import OfflineEstimate
from inference.gateway_routing.policies import CHALLENGER_PERCENT, RoutingPolicies
from inference.gateway_routing.policy import Status
from inference.guardrails import Part
from payments.facts import Instant
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["RoutingService"]
Id = Annotated[str, msgspec.Meta(max_length=64)]


class _PoliciesQuery(msgspec.Struct, frozen=True, kw_only=True):
    status: Status | None = None
    after: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _Activation(msgspec.Struct, frozen=True, kw_only=True):
    policy_id: Id = ""
    role: PolicyRole = "champion"
    share_percent: SharePercent = CHALLENGER_PERCENT
    fault_rise_max: Part = 0.02


class _EvaluationQuery(msgspec.Struct, frozen=True, kw_only=True):
    policy_id: Id = ""
    started_from: Instant | None = None
    started_to: Instant | None = None


CREATE = Codec(CreateRoutingPolicy, pb.CreateRoutingPolicyRequest)
POLICY = Codec(RoutingPolicyView, pb.RoutingPolicy)
QUERY = Codec(_PoliciesQuery, pb.ListRoutingPoliciesRequest)
PAGE = Codec(RoutingPolicyPage, pb.ListRoutingPoliciesResponse)
ACTIVATION = Codec(_Activation, pb.ActivateRoutingPolicyRequest)
COMPARISON = Codec(RoutingComparison, pb.RoutingComparison)
EVALUATION = Codec(_EvaluationQuery, pb.GetRoutingEvaluationRequest)
ESTIMATE = Codec(OfflineEstimate, pb.OfflineEstimate)
PAYMENT = Codec(PaymentToSend, pb.ChooseGatewayRequest)
CHOICE = Codec(GatewayChoiceView, pb.GatewayChoice)


@method(SERVICE, "CreateRoutingPolicy", keyed=Keyed.OPTIONAL)
async def create_routing_policy(
    caller: Principal, routing_policies: RoutingPolicies, request: pb.CreateRoutingPolicyRequest
) -> pb.RoutingPolicy:
    wanted = CREATE.struct(request)
    return POLICY.message(
        routing_policy_view(await routing_policies.create(caller, wanted.name, wanted.spec))
    )


@method(SERVICE, "ListRoutingPolicies")
async def list_routing_policies(
    caller: Principal, routing_policies: RoutingPolicies, request: pb.ListRoutingPoliciesRequest
) -> pb.ListRoutingPoliciesResponse:
    query = QUERY.struct(request)
    cursor = None if query.after is None else parse("rtp", query.after)
    page = await routing_policies.list(caller, query.status, cursor, query.limit)
    return PAGE.message(routing_policy_page(page))


@method(SERVICE, "GetRoutingPolicy")
async def get_routing_policy(
    caller: Principal, routing_policies: RoutingPolicies, request: pb.GetRoutingPolicyRequest
) -> pb.RoutingPolicy:
    found = await routing_policies.get(caller, parse("rtp", request.policy_id))
    return POLICY.message(routing_policy_view(found))


@method(SERVICE, "ActivateRoutingPolicy", keyed=Keyed.OPTIONAL)
async def activate_routing_policy(
    caller: Principal, routing_policies: RoutingPolicies, request: pb.ActivateRoutingPolicyRequest
) -> pb.RoutingPolicy:
    asked = ACTIVATION.struct(request)
    served = await routing_policies.activate(
        caller,
        parse("rtp", asked.policy_id),
        challenger=asked.role == "challenger",
        share_percent=asked.share_percent,
        fault_rise_max=asked.fault_rise_max,
    )
    return POLICY.message(routing_policy_view(served))


@method(SERVICE, "EndRoutingPolicy", keyed=Keyed.OPTIONAL)
async def end_routing_policy(
    caller: Principal, routing_policies: RoutingPolicies, request: pb.EndRoutingPolicyRequest
) -> pb.RoutingPolicy:
    ended = await routing_policies.end(caller, parse("rtp", request.policy_id))
    return POLICY.message(routing_policy_view(ended))


@method(SERVICE, "GetRoutingComparison")
async def get_routing_comparison(
    caller: Principal, routing_policies: RoutingPolicies, request: pb.GetRoutingComparisonRequest
) -> pb.RoutingComparison:
    found = await routing_policies.compare(caller, parse("rtp", request.policy_id))
    return COMPARISON.message(routing_comparison(found))


@method(SERVICE, "GetRoutingEvaluation")
async def get_routing_evaluation(
    caller: Principal, routing_evaluations: RoutingEvaluations, request: pb.GetRoutingEvaluationRequest
) -> pb.OfflineEstimate:
    asked = EVALUATION.struct(request)
    found = await routing_evaluations.evaluate(
        caller, parse("rtp", asked.policy_id), asked.started_from, asked.started_to
    )
    return ESTIMATE.message(found)


@method(SERVICE, "ChooseGateway", keyed=Keyed.OPTIONAL)
async def choose_gateway(
    caller: Principal, gateway_choices: GatewayChoices, request: pb.ChooseGatewayRequest
) -> pb.GatewayChoice:
    return CHOICE.message(gateway_choice_view(await gateway_choices.choose(caller, PAYMENT.struct(request))))


@method(SERVICE, "GetGatewayChoice")
async def get_gateway_choice(
    caller: Principal, gateway_choices: GatewayChoices, request: pb.GetGatewayChoiceRequest
) -> pb.GatewayChoice:
    return CHOICE.message(
        gateway_choice_view(await gateway_choices.get(caller, parse("gch", request.choice_id)))
    )


METHODS = [
    create_routing_policy,
    list_routing_policies,
    get_routing_policy,
    activate_routing_policy,
    end_routing_policy,
    get_routing_comparison,
    get_routing_evaluation,
    choose_gateway,
    get_gateway_choice,
]
