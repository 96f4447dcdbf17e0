"""Payouts: recorded, moved by events, shown to their payees, and what is unusual about them."""

from api.rest.operations import Keyed, get, post, put
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.services import Limits
from api.views.payouts import (
    PayoutAnomalyPage,
    PayoutBatch,
    PayoutDocuments,
    PayoutEventBatch,
    PayoutEventResult,
    PayoutEventResults,
    PayoutPage,
    PayoutResults,
    PayoutStatusView,
    PayoutView,
    payout_anomaly_page,
    payout_event_result,
    payout_event_results,
    payout_page,
    payout_results,
    payout_status_view,
    payout_view,
)
from core.ids import parse
from payments.facts import Reference
from payments.payouts.facts import NewPayout, PayoutEvent, Stage
from payments.payouts.judging import Kind
from payments.payouts.payouts import Payouts
from payments.payouts.statuses import PayoutStatuses
from tenants.principals import Principal

_PAYOUT = {
    "id": "settlement-2041",
    "payee_id": "M000112",
    "amount_minor": 1_250_000,
    "currency": "INR",
    "method": "neft",
    "bank": "hdfc",
    "gateway": "upi-psp",
    "created_at": "2026-11-20T10:02:11+05:30",
}
_EVENT = {
    "payout_id": "settlement-2041",
    "id": "evt-77120",
    "stage": "approved",
    "occurred_at": "2026-11-20T10:31:00+05:30",
    "source": "tenant",
}
_ID = "pyt_01kc1x5w3ceyp8s1r7t3v5w9ya"
_EVENT_RESULT = {
    "id": "pye_01kc1x5w3ceyp8s1r7t3v5w9yb",
    "payout_id": _ID,
    "own_payout_id": "settlement-2041",
    "status": "counted",
    "stage": "approved",
}


@post(
    "/payouts",
    operation_id="createPayout",
    summary="Record a payout",
    tag="payouts",
    status=201,
    keyed=Keyed.OPTIONAL,
    example=_PAYOUT,
)
async def create_payout(caller: Principal, payouts: Payouts, data: NewPayout) -> PayoutView:
    """Sending it again by its own `id` changes nothing and answers the same."""
    return payout_view(await payouts.create(caller, data))


@post(
    "/payouts/bulk",
    operation_id="createPayouts",
    summary="Record up to 1,000 payouts",
    tag="payouts",
    bulk=True,
    keyed=Keyed.OPTIONAL,
    example={"items": [_PAYOUT]},
    answer_example={"data": [{"id": _ID, "own_id": "settlement-2041", "status": "recorded"}]},
)
async def create_payouts(
    caller: Principal, payouts: Payouts, limits: Limits, data: PayoutBatch
) -> PayoutResults:
    """In one commit: one bad item, which the problem names as `items[3].currency`, and nothing is recorded."""
    with limits.units(caller, "createPayouts", len(data.items)):
        return payout_results(await payouts.create_many(caller, data.items))


@post(
    "/payout-events",
    operation_id="createPayoutEvent",
    summary="Tell what happened to a payout",
    tag="payouts",
    status=201,
    keyed=Keyed.OPTIONAL,
    example=_EVENT,
    answer_example=_EVENT_RESULT,
)
async def create_payout_event(caller: Principal, payouts: Payouts, data: PayoutEvent) -> PayoutEventResult:
    """A stage that was reached, a hold, or its end; from you, the gateway or the bank. Order of arrival and repetitions change nothing,
    and what cannot be true beside what was told before is kept as `contradicting`.
    """
    return payout_event_result(await payouts.hear(caller, data))


@post(
    "/payout-events/bulk",
    operation_id="createPayoutEvents",
    summary="Tell what happened to up to 1,000 payouts",
    tag="payouts",
    bulk=True,
    keyed=Keyed.OPTIONAL,
    example={"items": [_EVENT]},
    answer_example={"data": [_EVENT_RESULT]},
)
async def create_payout_events(
    caller: Principal, payouts: Payouts, limits: Limits, data: PayoutEventBatch
) -> PayoutEventResults:
    """In one commit and in any order: one malformed item, which the problem names, and nothing is recorded."""
    with limits.units(caller, "createPayoutEvents", len(data.items)):
        return payout_event_results(await payouts.hear_many(caller, data.items))


@get("/payouts", operation_id="listPayouts", summary="List payouts", tag="payouts")
async def list_payouts(
    caller: Principal,
    payouts: Payouts,
    *,
    own_id: Reference | None = None,
    payee_id: Reference | None = None,
    stage: Stage | None = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> PayoutPage:
    """Last recorded first."""
    cursor = None if after is None else parse("pyt", after)
    page = await payouts.list(
        caller, own_id=own_id, payee_id=payee_id, stage=stage, after=cursor, limit=limit
    )
    return payout_page(page)


@get("/payouts/{payout_id:str}", operation_id="getPayout", summary="Get a payout", tag="payouts")
async def get_payout(caller: Principal, payouts: Payouts, payout_id: str) -> PayoutView:
    return payout_view(await payouts.get(caller, parse("pyt", payout_id)))


@get(
    "/payouts/{payout_id:str}/status",
    operation_id="getPayoutStatus",
    summary="Get what a payee may be shown",
    tag="payouts",
)
async def get_payout_status(
    caller: Principal, payout_statuses: PayoutStatuses, payout_id: str
) -> PayoutStatusView:
    """The stages that are done, the present one beside what is usual, and when the money should be there, by your own history."""
    return payout_status_view(await payout_statuses.status(caller, parse("pyt", payout_id)))


@put(
    "/payouts/{payout_id:str}/documents",
    operation_id="setPayoutDocuments",
    summary="Say which documents a payout waits for",
    tag="payouts",
    keyed=Keyed.OPTIONAL,
    example={"documents_missing": ["pan"]},
)
async def set_payout_documents(
    caller: Principal, payouts: Payouts, payout_id: str, data: PayoutDocuments
) -> PayoutView:
    return payout_view(await payouts.set_documents(caller, parse("pyt", payout_id), data.documents_missing))


@get(
    "/payout-anomalies",
    operation_id="listPayoutAnomalies",
    summary="List what is unusual about payouts",
    tag="payouts",
)
async def list_payout_anomalies(
    caller: Principal,
    payout_statuses: PayoutStatuses,
    *,
    payout_id: str | None = None,
    kind: Kind | None = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> PayoutAnomalyPage:
    """Last found first; each payout is flagged once for each kind."""
    payout = None if payout_id is None else parse("pyt", payout_id)
    cursor = None if after is None else parse("pya", after)
    page = await payout_statuses.anomalies(caller, payout=payout, kind=kind, after=cursor, limit=limit)
    return payout_anomaly_page(page)


HANDLERS = [
    create_payout,
    create_payouts,
    create_payout_event,
    create_payout_events,
    list_payouts,
    get_payout,
    get_payout_status,
    set_payout_documents,
    list_payout_anomalies,
]
