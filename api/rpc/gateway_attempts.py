"""Attempts at gateways over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.payments.v1 import attempt_pb2 as pb
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
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from payments.attempts.attempts import AttemptFilter, GatewayAttempts
from payments.attempts.facts import AttemptFact, Result
from payments.attempts.pattern_figures import Counted
from payments.attempts.patterns import FailurePatterns
from payments.facts import Gateway, Instant, Reference
from tenants.permissions import Permission
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["GatewayAttemptService"]


class _AttemptsQuery(msgspec.Struct, frozen=True, kw_only=True):
    gateway: Gateway | None = None
    result: Result | None = None
    payment_id: Reference | None = None
    started_from: Instant | None = None
    started_to: Instant | None = None
    after: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _PatternsQuery(msgspec.Struct, frozen=True, kw_only=True):
    started_from: Instant | None = None
    started_to: Instant | None = None
    counted: Counted = "failed"


FACT = Codec(AttemptFact, pb.CreateGatewayAttemptRequest)
BATCH = Codec(AttemptBatch, pb.CreateGatewayAttemptsRequest)
ATTEMPT = Codec(AttemptView, pb.StoredGatewayAttempt)
RESULTS = Codec(AttemptResults, pb.CreateGatewayAttemptsResponse)
QUERY = Codec(_AttemptsQuery, pb.ListGatewayAttemptsRequest)
PAGE = Codec(AttemptPage, pb.ListGatewayAttemptsResponse)
PATTERNS = Codec(_PatternsQuery, pb.GetFailurePatternsRequest)
REPORT = Codec(FailurePatternReport, pb.GetFailurePatternsResponse)
CODES = Codec(FailureCodeList, pb.ListFailureCodesResponse)


@method(SERVICE, "CreateGatewayAttempt", keyed=Keyed.OPTIONAL)
async def create_gateway_attempt(
    caller: Principal, gateway_attempts: GatewayAttempts, request: pb.CreateGatewayAttemptRequest
) -> pb.StoredGatewayAttempt:
    return ATTEMPT.message(attempt_view(await gateway_attempts.record(caller, FACT.struct(request))))


@method(SERVICE, "CreateGatewayAttempts", bulk=True, keyed=Keyed.OPTIONAL)
async def create_gateway_attempts(
    caller: Principal,
    gateway_attempts: GatewayAttempts,
    limits: Limits,
    request: pb.CreateGatewayAttemptsRequest,
) -> pb.CreateGatewayAttemptsResponse:
    items = BATCH.struct(request).items
    with limits.units(caller, "createGatewayAttempts", len(items)):
        recorded = await gateway_attempts.record_many(caller, items)
    return RESULTS.message(attempt_results(recorded))


@method(SERVICE, "GetGatewayAttempt")
async def get_gateway_attempt(
    caller: Principal, gateway_attempts: GatewayAttempts, request: pb.GetGatewayAttemptRequest
) -> pb.StoredGatewayAttempt:
    found = await gateway_attempts.get(caller, parse("gat", request.attempt_id))
    return ATTEMPT.message(attempt_view(found))


@method(SERVICE, "ListGatewayAttempts")
async def list_gateway_attempts(
    caller: Principal, gateway_attempts: GatewayAttempts, request: pb.ListGatewayAttemptsRequest
) -> pb.ListGatewayAttemptsResponse:
    query = QUERY.struct(request)
    wanted = AttemptFilter(
        query.gateway, query.result, query.payment_id, query.started_from, query.started_to
    )
    cursor = None if query.after is None else parse("gat", query.after)
    page = await gateway_attempts.list(caller, wanted, after=cursor, limit=query.limit)
    return PAGE.message(attempt_page(page))


@method(SERVICE, "GetFailurePatterns")
async def get_failure_patterns(
    caller: Principal, failure_patterns: FailurePatterns, request: pb.GetFailurePatternsRequest
) -> pb.GetFailurePatternsResponse:
    query = PATTERNS.struct(request)
    report = await failure_patterns.report(caller, query.started_from, query.started_to, query.counted)
    return REPORT.message(pattern_report(report))


@method(SERVICE, "ListFailureCodes")
async def list_failure_codes(
    caller: Principal, request: pb.ListFailureCodesRequest
) -> pb.ListFailureCodesResponse:
    caller.require(Permission.PAYMENTS_READ)
    return CODES.message(failure_code_list())


METHODS = [
    create_gateway_attempt,
    create_gateway_attempts,
    get_gateway_attempt,
    list_gateway_attempts,
    get_failure_patterns,
    list_failure_codes,
]
