"""Commission statements over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.commissions.v1 import statements_pb2 as pb
from api.views.commission_statements import (
    CommissionStatementPage,
    CommissionStatementView,
    DisputeStatement,
    SettleStatement,
    statement_page,
    statement_view,
)
from core.ids import parse
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from payments.agreements.statement_facts import NewCommissionStatement, StatementStatus
from payments.agreements.statements import CommissionStatements
from payments.facts import Instant, Reference
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["CommissionStatementService"]


class _StatementsQuery(msgspec.Struct, frozen=True, kw_only=True):
    partner_id: Reference | None = None
    period_from: Instant | None = None
    period_to: Instant | None = None
    status: StatementStatus | None = None
    after: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _Dispute(DisputeStatement, frozen=True, kw_only=True):
    """A dispute, with the statement that REST has in its path."""

    statement_id: str = ""


class _Settlement(SettleStatement, frozen=True, kw_only=True):
    """A settlement, with the statement that REST has in its path."""

    statement_id: str = ""


NEW = Codec(NewCommissionStatement, pb.CreateCommissionStatementRequest)
CREATED = Codec(CommissionStatementView, pb.CreateCommissionStatementResponse)
QUERY = Codec(_StatementsQuery, pb.ListCommissionStatementsRequest)
PAGE = Codec(CommissionStatementPage, pb.ListCommissionStatementsResponse)
FOUND = Codec(CommissionStatementView, pb.GetCommissionStatementResponse)
DISPUTE = Codec(_Dispute, pb.DisputeCommissionStatementRequest)
DISPUTED = Codec(CommissionStatementView, pb.DisputeCommissionStatementResponse)
SETTLEMENT = Codec(_Settlement, pb.SettleCommissionStatementRequest)
SETTLED = Codec(CommissionStatementView, pb.SettleCommissionStatementResponse)


@method(SERVICE, "CreateCommissionStatement", keyed=Keyed.OPTIONAL)
async def create_commission_statement(
    caller: Principal,
    commission_statements: CommissionStatements,
    request: pb.CreateCommissionStatementRequest,
) -> pb.CreateCommissionStatementResponse:
    return CREATED.message(statement_view(await commission_statements.create(caller, NEW.struct(request))))


@method(SERVICE, "ListCommissionStatements")
async def list_commission_statements(
    caller: Principal,
    commission_statements: CommissionStatements,
    request: pb.ListCommissionStatementsRequest,
) -> pb.ListCommissionStatementsResponse:
    asked = QUERY.struct(request)
    page = await commission_statements.list(
        caller,
        partner_id=asked.partner_id,
        period=(asked.period_from, asked.period_to),
        status=asked.status,
        after=None if asked.after is None else parse("cos", asked.after),
        limit=asked.limit,
    )
    return PAGE.message(statement_page(page))


@method(SERVICE, "GetCommissionStatement")
async def get_commission_statement(
    caller: Principal, commission_statements: CommissionStatements, request: pb.GetCommissionStatementRequest
) -> pb.GetCommissionStatementResponse:
    found = await commission_statements.get(caller, parse("cos", request.statement_id))
    return FOUND.message(statement_view(found))


@method(SERVICE, "DisputeCommissionStatement", keyed=Keyed.OPTIONAL)
async def dispute_commission_statement(
    caller: Principal,
    commission_statements: CommissionStatements,
    request: pb.DisputeCommissionStatementRequest,
) -> pb.DisputeCommissionStatementResponse:
    said = DISPUTE.struct(request)
    statement_id = parse("cos", said.statement_id)
    found = await commission_statements.dispute(caller, statement_id, said.reason, said.note)
    return DISPUTED.message(statement_view(found))


@method(SERVICE, "SettleCommissionStatement", keyed=Keyed.OPTIONAL)
async def settle_commission_statement(
    caller: Principal,
    commission_statements: CommissionStatements,
    request: pb.SettleCommissionStatementRequest,
) -> pb.SettleCommissionStatementResponse:
    said = SETTLEMENT.struct(request)
    statement_id = parse("cos", said.statement_id)
    found = await commission_statements.settle(caller, statement_id, said.reason, said.note)
    return SETTLED.message(statement_view(found))


METHODS = [
    create_commission_statement,
    list_commission_statements,
    get_commission_statement,
    dispute_commission_statement,
    settle_commission_statement,
]
