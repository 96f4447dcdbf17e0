"""Attempts at gateways: recorded with their results, fetched, listed; and what their failures have in common."""

from api.rest.operations import Keyed, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.services import Limits
from api.views.gateway_attempts import (
    AttemptBatch,
    AttemptPage,
    AttemptResults,
    AttemptView,
    FailureCodeList,
    FailurePatternReport,
    attempt_page,
    attempt_results,
    attempt_view,
    failure_code_list,
    pattern_report,
)
from core.ids import parse
from payments.attempts.attempts import AttemptFilter, GatewayAttempts
from payments.attempts.facts import AttemptFact, Result
from payments.attempts.pattern_figures import Counted
from payments.attempts.patterns import FailurePatterns
from payments.facts import Gateway, Instant, Reference
from tenants.permissions import Permission
from tenants.principals import Principal

_ATTEMPT = {
    "id": "order-20417-try-1",
    "payment_id": "order-20417",
    "gateway": "gw-alpha",
    "method": "upi",
    "bank": "hdfc",
    "amount_minor": 129_900,
    "currency": "INR",
    "started_at": "2026-11-20T13:13:26Z",
    "result": "failed",
    "error_code": "gateway_timeout",
    "cost_minor": 0,
    "latency_ms": 30_000,
}


@post(
    "/gateway-attempts",
    operation_id="createGatewayAttempt",
    summary="Record an attempt at a gateway",
    tag="gateway-attempts",
    status=201,
    keyed=Keyed.OPTIONAL,
    example=_ATTEMPT,
)
async def create_gateway_attempt(
    caller: Principal, gateway_attempts: GatewayAttempts, data: AttemptFact
) -> AttemptView:
    """Sent again it changes nothing; an attempt that was `pending` gets its result by being sent again with it."""
    return attempt_view(await gateway_attempts.record(caller, data))


@post(
    "/gateway-attempts/bulk",
    operation_id="createGatewayAttempts",
    summary="Record up to 1,000 attempts and results",
    tag="gateway-attempts",
    bulk=True,
    keyed=Keyed.OPTIONAL,
    example={"items": [_ATTEMPT]},
)
async def create_gateway_attempts(
    caller: Principal, gateway_attempts: GatewayAttempts, limits: Limits, data: AttemptBatch
) -> AttemptResults:
    """In one commit: one bad item, which the problem names as `items[3].currency`, and nothing is recorded."""
    with limits.units(caller, "createGatewayAttempts", len(data.items)):
        return attempt_results(await gateway_attempts.record_many(caller, data.items))


@get(
    "/gateway-attempts/{attempt_id:str}",
    operation_id="getGatewayAttempt",
    summary="Get an attempt",
    tag="gateway-attempts",
)
async def get_gateway_attempt(
    caller: Principal, gateway_attempts: GatewayAttempts, attempt_id: str
) -> AttemptView:
    return attempt_view(await gateway_attempts.get(caller, parse("gat", attempt_id)))


@get(
    "/gateway-attempts",
    operation_id="listGatewayAttempts",
    summary="List attempts",
    tag="gateway-attempts",
)
async def list_gateway_attempts(
    caller: Principal,
    gateway_attempts: GatewayAttempts,
    *,
    gateway: Gateway | None = None,
    result: Result | None = None,
    payment_id: Reference | None = None,
    started_from: Instant | None = None,
    started_to: Instant | None = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> AttemptPage:
    """Newest first by their start. `started_from` is included, `started_to` is not."""
    wanted = AttemptFilter(gateway, result, payment_id, started_from, started_to)
    cursor = None if after is None else parse("gat", after)
    return attempt_page(await gateway_attempts.list(caller, wanted, after=cursor, limit=limit))


@get(
    "/failure-patterns",
    operation_id="getFailurePatterns",
    summary="Report failure patterns",
    tag="gateway-attempts",
)
async def get_failure_patterns(
    caller: Principal,
    failure_patterns: FailurePatterns,
    *,
    started_from: Instant | None = None,
    started_to: Instant | None = None,
    counted: Counted = "failed",
) -> FailurePatternReport:
    """What fails more than the rest by gateway, method, bank, hour of the day (UTC) and error code, with intervals; when rates
    changed; and incidents. Of the last seven days when not told, 31 days at most.
    """
    return pattern_report(await failure_patterns.report(caller, started_from, started_to, counted))


@get(
    "/failure-codes",
    operation_id="listFailureCodes",
    summary="List failure codes",
    tag="gateway-attempts",
)
async def list_failure_codes(caller: Principal) -> FailureCodeList:
    """The codes that are known and whose fault each is; of a code of your own say the `cause` with the attempt."""
    caller.require(Permission.PAYMENTS_READ)
    return failure_code_list()


HANDLERS = [
    create_gateway_attempt,
    create_gateway_attempts,
    get_gateway_attempt,
    list_gateway_attempts,
    get_failure_patterns,
    list_failure_codes,
]
