"""Backtests over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.rules.v1 import backtests_pb2 as pb
from api.views.backtests import (
    BacktestPage,
    BacktestResult,
    BacktestView,
    CreateBacktest,
    backtest_page,
    backtest_result,
    backtest_view,
    request_of,
)
from core.ids import parse
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from inference.backtests.backtests import Backtests
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["BacktestService"]
UseCase = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Id = Annotated[str, msgspec.Meta(max_length=64)]


class _Create(CreateBacktest, frozen=True, kw_only=True):
    use_case: UseCase


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    use_case: UseCase
    after: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _Named(msgspec.Struct, frozen=True, kw_only=True):
    use_case: UseCase
    backtest_id: Id


CREATE = Codec(_Create, pb.CreateBacktestRequest)
PAGE = Codec(_Page, pb.ListBacktestsRequest)
NAMED = Codec(_Named, pb.GetBacktestRequest)
CANCELLED = Codec(_Named, pb.CancelBacktestRequest)
BACKTEST = Codec(BacktestView, pb.Backtest)
RESULT = Codec(BacktestResult, pb.BacktestResult)
BACKTESTS = Codec(BacktestPage, pb.ListBacktestsResponse)


@method(SERVICE, "CreateBacktest", keyed=Keyed.OPTIONAL, bulk=True)
async def create_backtest(
    request: pb.CreateBacktestRequest, caller: Principal, backtests: Backtests
) -> pb.Backtest:
    asked = CREATE.struct(request)
    return BACKTEST.message(backtest_view(await backtests.create(caller, asked.use_case, request_of(asked))))


@method(SERVICE, "ListBacktests")
async def list_backtests(
    request: pb.ListBacktestsRequest, caller: Principal, backtests: Backtests
) -> pb.ListBacktestsResponse:
    asked = PAGE.struct(request)
    after = parse("bkt", asked.after) if asked.after else None
    return BACKTESTS.message(backtest_page(await backtests.list(caller, asked.use_case, after, asked.limit)))


@method(SERVICE, "GetBacktest")
async def get_backtest(
    request: pb.GetBacktestRequest, caller: Principal, backtests: Backtests
) -> pb.BacktestResult:
    asked = NAMED.struct(request)
    return RESULT.message(
        backtest_result(await backtests.get(caller, asked.use_case, parse("bkt", asked.backtest_id)))
    )


@method(SERVICE, "CancelBacktest", keyed=Keyed.OPTIONAL)
async def cancel_backtest(
    request: pb.CancelBacktestRequest, caller: Principal, backtests: Backtests
) -> pb.Backtest:
    asked = CANCELLED.struct(request)
    return BACKTEST.message(
        backtest_view(await backtests.cancel(caller, asked.use_case, parse("bkt", asked.backtest_id)))
    )


METHODS = [create_backtest, list_backtests, get_backtest, cancel_backtest]
