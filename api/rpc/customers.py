"""Erasures over gRPC: the same use cases as on REST."""

from collections.abc import AsyncIterator
from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.pieces import pieces
from api.rpc.stubs.countermark.customers.v1 import customers_pb2 as pb
from api.views.erasures import (
    EraseResult,
    ErasurePage,
    ErasureView,
    erase_result,
    erasure_page,
    erasure_view,
)
from core.ids import parse
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from payments.facts import Reference
from resolution.erasure.erasures import Erasures
from resolution.leaving.subject_exports import SubjectExports
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["CustomerService"]


class _Customer(msgspec.Struct, frozen=True, kw_only=True):
    customer_id: Reference


class _Query(msgspec.Struct, frozen=True, kw_only=True):
    after: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


EXPORTED = Codec(_Customer, pb.ExportCustomerRequest)
CUSTOMER = Codec(_Customer, pb.EraseCustomerRequest)
ERASED = Codec(EraseResult, pb.EraseCustomerResponse)
QUERY = Codec(_Query, pb.ListErasuresRequest)
PAGE = Codec(ErasurePage, pb.ListErasuresResponse)
ERASURE = Codec(ErasureView, pb.Erasure)


@method(SERVICE, "EraseCustomer", keyed=Keyed.OPTIONAL)
async def erase_customer(
    caller: Principal, erasures: Erasures, request: pb.EraseCustomerRequest
) -> pb.EraseCustomerResponse:
    asked = CUSTOMER.struct(request)
    return ERASED.message(erase_result(await erasures.erase(caller, asked.customer_id)))


@method(SERVICE, "ListErasures")
async def list_erasures(
    caller: Principal, erasures: Erasures, request: pb.ListErasuresRequest
) -> pb.ListErasuresResponse:
    query = QUERY.struct(request)
    cursor = None if query.after is None else parse("ers", query.after)
    return PAGE.message(erasure_page(await erasures.list_page(caller, cursor, query.limit)))


@method(SERVICE, "GetErasure")
async def get_erasure(caller: Principal, erasures: Erasures, request: pb.GetErasureRequest) -> pb.Erasure:
    return ERASURE.message(erasure_view(await erasures.get(caller, parse("ers", request.erasure_id))))


@method(SERVICE, "ExportCustomer")
async def export_customer(
    caller: Principal, subject_exports: SubjectExports, request: pb.ExportCustomerRequest
) -> AsyncIterator[pb.ExportCustomerResponse]:
    lines = await subject_exports.export(caller, EXPORTED.struct(request).customer_id)
    return (pb.ExportCustomerResponse(data=piece) async for piece in pieces(lines))


METHODS = [export_customer, erase_customer, list_erasures, get_erasure]
