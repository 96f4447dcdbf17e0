"""Which gateway takes a payment: policies, choices, comparisons, offline evaluation."""

from api.rest.operations import Keyed, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.gateway_routing import (
    ActivateRoutingPolicy,
    CreateRoutingPolicy,
    GatewayChoiceView,
    RoutingComparison,
    RoutingPolicyPage,
    RoutingPolicyView,
    gateway_choice_view,
    routing_comparison,
    routing_policy_page,
    routing_policy_view,
)
from core.ids import parse
from inference.gateway_routing.choices import GatewayChoices, PaymentToSend
from inference.gateway_routing.evaluations import RoutingEvaluations
from inference.gateway_routing.offline import OfflineEstimate
from inference.gateway_routing.policies import RoutingPolicies
from inference.gateway_routing.policy import Status
from payments.facts import Instant
from tenants.principals import Principal

_PAYMENT = {
    "payment_id": "order-20417",
    "method": "upi",
    "bank": "hdfc",
    "amount_minor": 129_900,
    "currency": "INR",
}
_POLICY = {
    "name": "learned, cards of one bank pinned",
    "spec": {
        "gateways": [
            {"gateway": "gw-alpha", "fee_bps": 200, "min_share_percent": 10},
            {"gateway": "gw-bravo", "fee_bps": 195},
        ],
        "rules": [{"methods": ["card"], "banks": ["hdfc"], "use": ["gw-bravo"]}],
    },
}


@post(
    "/routing-policies",
    operation_id="createRoutingPolicy",
    summary="Create a routing policy",
    tag="routing",
    status=201,
    keyed=Keyed.OPTIONAL,
    example=_POLICY,
)
async def create_routing_policy(
    caller: Principal, routing_policies: RoutingPolicies, data: CreateRoutingPolicy
) -> RoutingPolicyView:
    """Kept as a draft: it never changes, and chooses nothing before it is activated."""
    return routing_policy_view(await routing_policies.create(caller, data.name, data.spec))


@get(
    "/routing-policies",
    operation_id="listRoutingPolicies",
    summary="List routing policies",
    tag="routing",
)
async def list_routing_policies(
    caller: Principal,
    routing_policies: RoutingPolicies,
    status: Status | None = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> RoutingPolicyPage:
    """Newest first."""
    cursor = None if after is None else parse("rtp", after)
    return routing_policy_page(await routing_policies.list(caller, status, cursor, limit))


@get(
    "/routing-policies/{policy_id:str}",
    operation_id="getRoutingPolicy",
    summary="Get a routing policy",
    tag="routing",
)
async def get_routing_policy(
    caller: Principal, routing_policies: RoutingPolicies, policy_id: str
) -> RoutingPolicyView:
    return routing_policy_view(await routing_policies.get(caller, parse("rtp", policy_id)))


@post(
    "/routing-policies/{policy_id:str}/activate",
    operation_id="activateRoutingPolicy",
    summary="Let a routing policy choose",
    tag="routing",
    keyed=Keyed.OPTIONAL,
    example={"role": "champion"},
)
async def activate_routing_policy(
    caller: Principal, routing_policies: RoutingPolicies, policy_id: str, data: ActivateRoutingPolicy
) -> RoutingPolicyView:
    """As champion for everybody, in the place of the one before; or as challenger for a share beside it."""
    served = await routing_policies.activate(
        caller,
        parse("rtp", policy_id),
        challenger=data.role == "challenger",
        share_percent=data.share_percent,
        fault_rise_max=data.fault_rise_max,
    )
    return routing_policy_view(served)


@post(
    "/routing-policies/{policy_id:str}/end",
    operation_id="endRoutingPolicy",
    summary="End a routing policy",
    tag="routing",
    keyed=Keyed.OPTIONAL,
)
async def end_routing_policy(
    caller: Principal, routing_policies: RoutingPolicies, policy_id: str
) -> RoutingPolicyView:
    """Ends a challenger, or the champion and with it its challenger: then nothing chooses."""
    return routing_policy_view(await routing_policies.end(caller, parse("rtp", policy_id)))


@get(
    "/routing-policies/{policy_id:str}/comparison",
    operation_id="getRoutingComparison",
    summary="Compare with the champion",
    tag="routing",
    responses={422: "It was never tried beside another: there is nothing to compare it with."},
)
async def get_routing_comparison(
    caller: Principal, routing_policies: RoutingPolicies, policy_id: str
) -> RoutingComparison:
    """What a challenger and its champion did so far, with a test that may be looked at at any time."""
    return routing_comparison(await routing_policies.compare(caller, parse("rtp", policy_id)))


@get(
    "/routing-policies/{policy_id:str}/evaluation",
    operation_id="getRoutingEvaluation",
    summary="Evaluate on your attempts",
    tag="routing",
    responses={422: "The policy's rules leave no gateway for some of the payments."},
)
async def get_routing_evaluation(
    caller: Principal,
    routing_evaluations: RoutingEvaluations,
    policy_id: str,
    *,
    started_from: Instant | None = None,
    started_to: Instant | None = None,
) -> OfflineEstimate:
    """What the policy's success rate would have been on attempts that were recorded, with its interval; or why nobody can say.
    Of the last four weeks when not told, 92 days and the latest 50,000 attempts at most.
    """
    return await routing_evaluations.evaluate(caller, parse("rtp", policy_id), started_from, started_to)


@post(
    "/gateway-choices",
    operation_id="chooseGateway",
    summary="Choose a gateway",
    tag="routing",
    status=201,
    keyed=Keyed.OPTIONAL,
    example=_PAYMENT,
    responses={422: "No policy serves, or its rules and the gateways that were tried leave none."},
)
async def choose_gateway(
    caller: Principal, gateway_choices: GatewayChoices, data: PaymentToSend
) -> GatewayChoiceView:
    """Asked again about the same try of a payment, the same is answered. Record the attempt with the choice's id."""
    return gateway_choice_view(await gateway_choices.choose(caller, data))


@get(
    "/gateway-choices/{choice_id:str}",
    operation_id="getGatewayChoice",
    summary="Get a choice",
    tag="routing",
)
async def get_gateway_choice(
    caller: Principal, gateway_choices: GatewayChoices, choice_id: str
) -> GatewayChoiceView:
    return gateway_choice_view(await gateway_choices.get(caller, parse("gch", choice_id)))


HANDLERS = [
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
