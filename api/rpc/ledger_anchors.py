"""Anchors over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import method
from api.rpc.stubs.countermark.ledger.v1 import anchors_pb2 as pb
from api.views.ledger import size_of_cursor
from api.views.ledger_anchors import AnchorPage, anchor_page
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from ledger.anchoring.anchors import Anchors, EpochAnchor
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["LedgerAnchorService"]


class _PageQuery(msgspec.Struct, frozen=True, kw_only=True):
    after: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _EpochQuery(msgspec.Struct, frozen=True, kw_only=True):
    epoch: Annotated[int, msgspec.Meta(ge=1, le=2**62)]


PAGE_QUERY = Codec(_PageQuery, pb.ListLedgerAnchorsRequest)
PAGE = Codec(AnchorPage, pb.ListLedgerAnchorsResponse)
ONE_QUERY = Codec(_EpochQuery, pb.GetLedgerAnchorRequest)
ONE = Codec(EpochAnchor, pb.GetLedgerAnchorResponse)


@method(SERVICE, "ListLedgerAnchors")
async def list_ledger_anchors(
    caller: Principal, anchors: Anchors, request: pb.ListLedgerAnchorsRequest
) -> pb.ListLedgerAnchorsResponse:
    query = PAGE_QUERY.struct(request)
    page = await anchors.list(caller, after=size_of_cursor(query.after), limit=query.limit)
    return PAGE.message(anchor_page(page))


@method(SERVICE, "GetLedgerAnchor")
async def get_ledger_anchor(
    caller: Principal, anchors: Anchors, request: pb.GetLedgerAnchorRequest
) -> pb.GetLedgerAnchorResponse:
    return ONE.message(await anchors.get(caller, ONE_QUERY.struct(request).epoch))


METHODS = [list_ledger_anchors, get_ledger_anchor]
