"""Payouts over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.payouts.v1 import payouts_pb2 as pb
from api.services import Limits
from api.views.payouts import (
    PayoutAnomalyPage,
    PayoutBatch,
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
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from payments.facts import Reference
from payments.payouts.facts import Document, NewPayout, PayoutEvent, Stage
from payments.payouts.judging import Kind
from payments.payouts.payouts import Payouts
from payments.payouts.statuses import PayoutStatuses
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["PayoutService"]
Id = Annotated[str, msgspec.Meta(max_length=64)]
Limit = Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)]


class _PayoutsQuery(msgspec.Struct, frozen=True, kw_only=True):
    own_id: Reference | None = None
    payee_id: Reference | None = None
    stage: Stage | None = None
    after: Id | None = None
    limit: Limit = LIMIT_DEFAULT


class _AnomaliesQuery(msgspec.Struct, frozen=True, kw_only=True):
    payout_id: str | None = None
    kind: Kind | None = None
    after: Id | None = None
    limit: Limit = LIMIT_DEFAULT


class _Documents(msgspec.Struct, frozen=True, kw_only=True):
    payout_id: str = ""
    documents_missing: Annotated[list[Document], msgspec.Meta(max_length=4)] = []


PAYOUT = Codec(NewPayout, pb.NewPayout)
EVENT = Codec(PayoutEvent, pb.PayoutEvent)
CREATE_MANY = Codec(PayoutBatch, pb.CreatePayoutsRequest)
CREATED = Codec(PayoutView, pb.CreatePayoutResponse)
CREATED_MANY = Codec(PayoutResults, pb.CreatePayoutsResponse)
HEAR_MANY = Codec(PayoutEventBatch, pb.CreatePayoutEventsRequest)
HEARD = Codec(PayoutEventResult, pb.CreatePayoutEventResponse)
HEARD_MANY = Codec(PayoutEventResults, pb.CreatePayoutEventsResponse)
QUERY = Codec(_PayoutsQuery, pb.ListPayoutsRequest)
PAGE = Codec(PayoutPage, pb.ListPayoutsResponse)
FOUND = Codec(PayoutView, pb.GetPayoutResponse)
STATUS = Codec(PayoutStatusView, pb.GetPayoutStatusResponse)
DOCUMENTS = Codec(_Documents, pb.SetPayoutDocumentsRequest)
CHANGED = Codec(PayoutView, pb.SetPayoutDocumentsResponse)
ANOMALIES_QUERY = Codec(_AnomaliesQuery, pb.ListPayoutAnomaliesRequest)
ANOMALIES = Codec(PayoutAnomalyPage, pb.ListPayoutAnomaliesResponse)


@method(SERVICE, "CreatePayout", keyed=Keyed.OPTIONAL)
async def create_payout(
    caller: Principal, payouts: Payouts, request: pb.CreatePayoutRequest
) -> pb.CreatePayoutResponse:
    return CREATED.message(payout_view(await payouts.create(caller, PAYOUT.struct(request.payout))))


@method(SERVICE, "CreatePayouts", bulk=True, keyed=Keyed.OPTIONAL)
async def create_payouts(
    caller: Principal, payouts: Payouts, limits: Limits, request: pb.CreatePayoutsRequest
) -> pb.CreatePayoutsResponse:
    items = CREATE_MANY.struct(request).items
    with limits.units(caller, "createPayouts", len(items)):
        recorded = await payouts.create_many(caller, items)
    return CREATED_MANY.message(payout_results(recorded))


@method(SERVICE, "CreatePayoutEvent", keyed=Keyed.OPTIONAL)
async def create_payout_event(
    caller: Principal, payouts: Payouts, request: pb.CreatePayoutEventRequest
) -> pb.CreatePayoutEventResponse:
    return HEARD.message(payout_event_result(await payouts.hear(caller, EVENT.struct(request.event))))


@method(SERVICE, "CreatePayoutEvents", bulk=True, keyed=Keyed.OPTIONAL)
async def create_payout_events(
    caller: Principal, payouts: Payouts, limits: Limits, request: pb.CreatePayoutEventsRequest
) -> pb.CreatePayoutEventsResponse:
    items = HEAR_MANY.struct(request).items
    with limits.units(caller, "createPayoutEvents", len(items)):
        heard = await payouts.hear_many(caller, items)
    return HEARD_MANY.message(payout_event_results(heard))


@method(SERVICE, "ListPayouts")
async def list_payouts(
    caller: Principal, payouts: Payouts, request: pb.ListPayoutsRequest
) -> pb.ListPayoutsResponse:
    asked = QUERY.struct(request)
    cursor = None if asked.after is None else parse("pyt", asked.after)
    page = await payouts.list(
        caller,
        own_id=asked.own_id,
        payee_id=asked.payee_id,
        stage=asked.stage,
        after=cursor,
        limit=asked.limit,
    )
    return PAGE.message(payout_page(page))


@method(SERVICE, "GetPayout")
async def get_payout(
    caller: Principal, payouts: Payouts, request: pb.GetPayoutRequest
) -> pb.GetPayoutResponse:
    return FOUND.message(payout_view(await payouts.get(caller, parse("pyt", request.payout_id))))


@method(SERVICE, "GetPayoutStatus")
async def get_payout_status(
    caller: Principal, payout_statuses: PayoutStatuses, request: pb.GetPayoutStatusRequest
) -> pb.GetPayoutStatusResponse:
    status = await payout_statuses.status(caller, parse("pyt", request.payout_id))
    return STATUS.message(payout_status_view(status))


@method(SERVICE, "SetPayoutDocuments", keyed=Keyed.OPTIONAL)
async def set_payout_documents(
    caller: Principal, payouts: Payouts, request: pb.SetPayoutDocumentsRequest
) -> pb.SetPayoutDocumentsResponse:
    asked = DOCUMENTS.struct(request)
    stored = await payouts.set_documents(caller, parse("pyt", asked.payout_id), asked.documents_missing)
    return CHANGED.message(payout_view(stored))


@method(SERVICE, "ListPayoutAnomalies")
async def list_payout_anomalies(
    caller: Principal, payout_statuses: PayoutStatuses, request: pb.ListPayoutAnomaliesRequest
) -> pb.ListPayoutAnomaliesResponse:
    asked = ANOMALIES_QUERY.struct(request)
    payout = None if asked.payout_id is None else parse("pyt", asked.payout_id)
    cursor = None if asked.after is None else parse("pya", asked.after)
    page = await payout_statuses.anomalies(
        caller, payout=payout, kind=asked.kind, after=cursor, limit=asked.limit
    )
    return ANOMALIES.message(payout_anomaly_page(page))


METHODS = [
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
