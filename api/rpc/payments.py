"""Payments, sign-ins and customers' states over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.payments.v1 import payments_pb2 as pb
from api.rpc.stubs.countermark.payments.v1 import transaction_pb2
from api.services import Limits
from api.views.payments import (
    CustomerStateView,
    LoginBatch,
    LoginResult,
    LoginResults,
    TransactionBatch,
    TransactionPage,
    TransactionResults,
    TransactionView,
    customer_state_view,
    login_result,
    login_results,
    transaction_page,
    transaction_results,
    transaction_view,
)
from core.ids import parse
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from payments.facts import Currency, Instant, LoginEvent, Reference, Transaction
from payments.logins import Logins
from payments.transactions import Payments, TransactionFilter
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["PaymentsService"]


class _TransactionsQuery(msgspec.Struct, frozen=True, kw_only=True):
    customer_id: Reference | None = None
    own_id: Reference | None = None
    occurred_from: Instant | None = None
    occurred_to: Instant | None = None
    after: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _CustomerQuery(msgspec.Struct, frozen=True, kw_only=True):
    customer_id: Reference
    currency: Currency | None = None


TRANSACTION = Codec(Transaction, transaction_pb2.Transaction)
LOGIN = Codec(LoginEvent, pb.LoginEvent)
CREATE_MANY = Codec(TransactionBatch, pb.CreateTransactionsRequest)
CREATED = Codec(TransactionView, pb.CreateTransactionResponse)
CREATED_MANY = Codec(TransactionResults, pb.CreateTransactionsResponse)
FOUND = Codec(TransactionView, pb.GetTransactionResponse)
QUERY = Codec(_TransactionsQuery, pb.ListTransactionsRequest)
PAGE = Codec(TransactionPage, pb.ListTransactionsResponse)
CREATE_LOGINS = Codec(LoginBatch, pb.CreateLoginsRequest)
CREATED_LOGIN = Codec(LoginResult, pb.CreateLoginResponse)
CREATED_LOGINS = Codec(LoginResults, pb.CreateLoginsResponse)
CUSTOMER = Codec(_CustomerQuery, pb.GetCustomerStateRequest)
STATE = Codec(CustomerStateView, pb.GetCustomerStateResponse)


@method(SERVICE, "CreateTransaction", keyed=Keyed.OPTIONAL)
async def create_transaction(
    caller: Principal, payments: Payments, request: pb.CreateTransactionRequest
) -> pb.CreateTransactionResponse:
    stored = await payments.ingest(caller, TRANSACTION.struct(request.transaction))
    return CREATED.message(transaction_view(stored))


@method(SERVICE, "CreateTransactions", bulk=True, keyed=Keyed.OPTIONAL)
async def create_transactions(
    caller: Principal, payments: Payments, limits: Limits, request: pb.CreateTransactionsRequest
) -> pb.CreateTransactionsResponse:
    items = CREATE_MANY.struct(request).items
    with limits.units(caller, "createTransactions", len(items)):
        ingested = await payments.ingest_many(caller, items)
    return CREATED_MANY.message(transaction_results(ingested))


@method(SERVICE, "GetTransaction")
async def get_transaction(
    caller: Principal, payments: Payments, request: pb.GetTransactionRequest
) -> pb.GetTransactionResponse:
    stored = await payments.get(caller, parse("txn", request.transaction_id))
    return FOUND.message(transaction_view(stored))


@method(SERVICE, "ListTransactions")
async def list_transactions(
    caller: Principal, payments: Payments, request: pb.ListTransactionsRequest
) -> pb.ListTransactionsResponse:
    query = QUERY.struct(request)
    wanted = TransactionFilter(query.customer_id, query.own_id, query.occurred_from, query.occurred_to)
    cursor = None if query.after is None else parse("txn", query.after)
    return PAGE.message(
        transaction_page(await payments.list(caller, wanted, after=cursor, limit=query.limit))
    )


@method(SERVICE, "CreateLogin", keyed=Keyed.OPTIONAL)
async def create_login(
    caller: Principal, logins: Logins, request: pb.CreateLoginRequest
) -> pb.CreateLoginResponse:
    return CREATED_LOGIN.message(login_result(await logins.record(caller, LOGIN.struct(request.login))))


@method(SERVICE, "CreateLogins", bulk=True, keyed=Keyed.OPTIONAL)
async def create_logins(
    caller: Principal, logins: Logins, limits: Limits, request: pb.CreateLoginsRequest
) -> pb.CreateLoginsResponse:
    items = CREATE_LOGINS.struct(request).items
    with limits.units(caller, "createLogins", len(items)):
        recorded = await logins.record_many(caller, items)
    return CREATED_LOGINS.message(login_results(recorded))


@method(SERVICE, "GetCustomerState")
async def get_customer_state(
    caller: Principal, payments: Payments, request: pb.GetCustomerStateRequest
) -> pb.GetCustomerStateResponse:
    asked = CUSTOMER.struct(request)
    state = await payments.customer_state(caller, asked.customer_id, asked.currency)
    return STATE.message(customer_state_view(asked.customer_id, state))


METHODS = [
    create_transaction,
    create_transactions,
    get_transaction,
    list_transactions,
    create_login,
    create_logins,
    get_customer_state,
]
