"""Bundles over gRPC: the same use cases as on REST; files travel as streams of pieces."""

from collections.abc import AsyncIterator
from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import method
from api.rpc.pieces import pieces
from api.rpc.stubs.countermark.ledger.v1 import bundles_pb2 as pb
from api.views.ledger import size_of_cursor
from api.views.ledger_bundles import BundlePage, bundle_page
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from ledger.bundles import Bundles
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["LedgerBundleService"]


class _PageQuery(msgspec.Struct, frozen=True, kw_only=True):
    after: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _EpochQuery(msgspec.Struct, frozen=True, kw_only=True):
    epoch: Annotated[int, msgspec.Meta(ge=1, le=2**62)]


LOG_QUERY = Codec(_PageQuery, pb.ListLedgerBundlesRequest)
LOG_PAGE = Codec(BundlePage, pb.ListLedgerBundlesResponse)
LOG_ONE = Codec(_EpochQuery, pb.GetLedgerBundleRequest)
EPOCH_QUERY = Codec(_PageQuery, pb.ListEpochBundlesRequest)
EPOCH_PAGE = Codec(BundlePage, pb.ListEpochBundlesResponse)
EPOCH_ONE = Codec(_EpochQuery, pb.GetEpochBundleRequest)


@method(SERVICE, "ListLedgerBundles")
async def list_ledger_bundles(
    caller: Principal, bundles: Bundles, request: pb.ListLedgerBundlesRequest
) -> pb.ListLedgerBundlesResponse:
    query = LOG_QUERY.struct(request)
    page = await bundles.list(caller, after=size_of_cursor(query.after), limit=query.limit)
    return LOG_PAGE.message(bundle_page(page))


@method(SERVICE, "GetLedgerBundle")
async def get_ledger_bundle(
    caller: Principal, bundles: Bundles, request: pb.GetLedgerBundleRequest
) -> AsyncIterator[pb.GetLedgerBundleResponse]:
    file = await bundles.read(caller, LOG_ONE.struct(request).epoch)
    return (pb.GetLedgerBundleResponse(data=piece) async for piece in pieces(file))


@method(SERVICE, "ListEpochBundles")
async def list_epoch_bundles(
    caller: Principal, bundles: Bundles, request: pb.ListEpochBundlesRequest
) -> pb.ListEpochBundlesResponse:
    query = EPOCH_QUERY.struct(request)
    page = await bundles.list_public(caller, after=size_of_cursor(query.after), limit=query.limit)
    return EPOCH_PAGE.message(bundle_page(page))


@method(SERVICE, "GetEpochBundle")
async def get_epoch_bundle(
    caller: Principal, bundles: Bundles, request: pb.GetEpochBundleRequest
) -> AsyncIterator[pb.GetEpochBundleResponse]:
    file = await bundles.read_public(caller, EPOCH_ONE.struct(request).epoch)
    return (pb.GetEpochBundleResponse(data=piece) async for piece in pieces(file))


METHODS = [list_ledger_bundles, get_ledger_bundle, list_epoch_bundles, get_epoch_bundle]
