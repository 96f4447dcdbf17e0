"""Payments: recorded one by one and in bulk, fetched and listed."""

from api.rest.operations import Keyed, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.services import Limits
from api.views.payments import (
    TransactionBatch,
    TransactionPage,
    TransactionResults,
    TransactionView,
    transaction_page,
    transaction_results,
    transaction_view,
)
from core.ids import parse
from payments.facts import Instant, Reference, Transaction
from payments.transactions import Payments, TransactionFilter
from tenants.principals import Principal

_PAYMENT = {
    "id": "order-20417",
    "customer_id": "C000017",
    "amount_minor": 25_075,
    "currency": "INR",
    "occurred_at": "2026-11-20T18:43:26+05:30",
    "direction": "debit",
    "method": "upi",
    "channel": "app",
    "merchant_id": "mer-food-083",
    "category": "food",
    "description": "FOOD DELHI 083",
    "device_id": "dev-83d1c0a7f2",
    "country": "IN",
}
_STORED = {
    "id": "txn_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "transaction": _PAYMENT,
    "occurred_at": "2026-11-20T13:13:26Z",
    "recorded_at": "2026-11-20T13:13:27.120450Z",
    "duplicate_of": None,
    "predicted_category": None,
    "predicted_source": None,
}
_RESULTS = {
    "data": [
        {
            "id": "txn_01kc1x5w3ceyp8s1r7t3v5w9ya",
            "own_id": "order-20417",
            "status": "recorded",
            "duplicate_of": None,
        }
    ]
}


@post(
    "/transactions",
    operation_id="createTransaction",
    summary="Record a transaction",
    tag="transactions",
    status=201,
    keyed=Keyed.OPTIONAL,
    example=_PAYMENT,
    answer_example=_STORED,
)
async def create_transaction(caller: Principal, payments: Payments, data: Transaction) -> TransactionView:
    """Counts it in the customer's state at the time it happened. With an `id` of your own, sending it again changes nothing
    and answers the same; without one, a payment that looks like another is kept and flagged by `duplicate_of`.
    """
    return transaction_view(await payments.ingest(caller, data))


@post(
    "/transactions/bulk",
    operation_id="createTransactions",
    summary="Record up to 1,000 transactions",
    tag="transactions",
    bulk=True,
    keyed=Keyed.OPTIONAL,
    example={"items": [_PAYMENT]},
    answer_example=_RESULTS,
)
async def create_transactions(
    caller: Principal, payments: Payments, limits: Limits, data: TransactionBatch
) -> TransactionResults:
    """In one commit: one bad item, which the problem names as `items[3].currency`, and nothing is recorded."""
    with limits.units(caller, "createTransactions", len(data.items)):
        return transaction_results(await payments.ingest_many(caller, data.items))


@get(
    "/transactions/{transaction_id:str}",
    operation_id="getTransaction",
    summary="Get a transaction",
    tag="transactions",
    answer_example=_STORED,
)
async def get_transaction(caller: Principal, payments: Payments, transaction_id: str) -> TransactionView:
    return transaction_view(await payments.get(caller, parse("txn", transaction_id)))


@get(
    "/transactions",
    operation_id="listTransactions",
    summary="List transactions",
    tag="transactions",
    answer_example={"data": [_STORED], "has_more": False, "next_after": None},
)
async def list_transactions(
    caller: Principal,
    payments: Payments,
    *,
    customer_id: Reference | None = None,
    own_id: Reference | None = None,
    occurred_from: Instant | None = None,
    occurred_to: Instant | None = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> TransactionPage:
    """Newest first by the time they happened. `occurred_from` is included, `occurred_to` is not."""
    wanted = TransactionFilter(customer_id, own_id, occurred_from, occurred_to)
    cursor = None if after is None else parse("txn", after)
    return transaction_page(await payments.list(caller, wanted, after=cursor, limit=limit))


HANDLERS = [create_transaction, create_transactions, get_transaction, list_transactions]
