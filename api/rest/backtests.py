"""Backtests: a draft of a ruleset against stored decisions; started, watched, listed, cancelled."""

from typing import Annotated

import msgspec

from api.rest.operations import Keyed, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
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
from inference.backtests.backtests import Backtests
from tenants.principals import Principal

UseCase = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
BacktestId = Annotated[str, msgspec.Meta(max_length=64)]

_VERSION = "rsv_01kc1x5w3efvr9q2d8m4n6p7hs"
_DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_DECISION = "dec_01kc1x5w3ceyp8s1r7t3v5w9ya"
_ASKED = {"version_id": _VERSION, "since": "2026-10-22T00:00:00Z", "passes": ["approve"]}
_STARTED = {
    "id": "bkt_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "use_case": "transaction-anomaly",
    "state": "queued",
    "version_id": _VERSION,
    "digest": _DIGEST,
    "current_digest": None,
    "since": "2026-10-22T00:00:00Z",
    "until": "2026-11-21T09:00:00Z",
    "passes": ["approve"],
    "seed": 0,
    "progress": {"done": 0, "of": None, "rate": None, "eta_s": None},
    "failure": None,
    "created_at": "2026-11-21T09:00:00Z",
    "created_by": "key_01kc1x5w3efvr9q2d8m4n6p7hs",
    "ended_at": None,
}
_NOTHING = {"minor": 0, "low": 0, "high": 0}
_NONE: dict[str, object] = {"count": 0, "of": 3, "share": 0.0, "low": 0.0, "high": 0.5615}
_STOPPED = {"minor": 1_250_000, "low": 0, "high": 3_700_000}


def _side(decisions: int, before: dict[str, object], money: list[dict[str, object]]) -> dict[str, object]:
    return {
        "decisions": decisions,
        "stopped_before": before,
        "stopped_after": before | {"count": 1, "share": 0.3333, "low": 0.0615, "high": 0.7923},
        "newly_stopped": 1,
        "newly_passed": 0,
        "money": money,
    }


_MONEY = {
    "currency": "INR",
    "minor": 3_100_000,
    "stopped_before": _NOTHING,
    "stopped_after": _STOPPED,
    "newly_stopped": _STOPPED,
    "newly_passed": _NOTHING,
    "net": _STOPPED | {"low": -1_200_000},
}
_UNTOUCHED = {
    "decisions": 0,
    "stopped_before": {"count": 0, "of": 0, "share": None, "low": None, "high": None},
    "stopped_after": {"count": 0, "of": 0, "share": None, "low": None, "high": None},
    "newly_stopped": 0,
    "newly_passed": 0,
    "money": [],
}
_EFFECT = {
    "changed": {"count": 1, "of": 3, "share": 0.3333, "low": 0.0615, "high": 0.7923},
    "known": {"count": 3, "of": 3, "share": 1.0, "low": 0.4385, "high": 1.0},
    "fraud": _side(3, _NONE, [_MONEY]),
    "good": _UNTOUCHED,
    "unknown": _UNTOUCHED,
}
_CHANGED = {
    "decision_id": _DECISION,
    "href": f"/api/v1/decisions/{_DECISION}",
    "before": "approve",
    "after": "decline",
    "happened": True,
    "decided_at": "2026-11-20T13:13:27Z",
    "amount_minor": 1_250_000,
    "currency": "INR",
}
_DONE = _STARTED | {
    "state": "completed",
    "progress": {"done": 3, "of": 3, "rate": 21_500.0, "eta_s": None},
    "ended_at": "2026-11-21T09:00:47Z",
    "report": {
        "decisions": 3,
        "erased": 0,
        "unreadable": 0,
        "fallback": 0,
        "same": {"count": 0, "of": 0, "share": None, "low": None, "high": None},
        "incomplete": 0,
        "not_held": [],
        "comparisons": [
            {
                "against": "stored",
                "matrix": [
                    {
                        "before": "approve",
                        "after": "decline",
                        "decisions": 1,
                        "money": [{"currency": "INR", "minor": 1_250_000}],
                    }
                ],
                "effect": _EFFECT,
                "groups": [{"by": "method", "value": "upi", "effect": _EFFECT}],
                "sample": [_CHANGED],
                "largest": [_CHANGED],
            }
        ],
    },
}


@post(
    "/rulesets/{use_case:str}/backtests",
    operation_id="createBacktest",
    summary="Start a backtest",
    tag="rulesets",
    status=202,
    keyed=Keyed.OPTIONAL,
    bulk=True,
    example=_ASKED,
    answer_example=_STARTED,
)
async def create_backtest(
    caller: Principal, use_case: UseCase, data: CreateBacktest, backtests: Backtests
) -> BacktestView:
    """Runs a version, or a draft that is sent along, over the stored decisions of a time, as a job: what would have been decided
    otherwise, which fraud it stops or lets pass, whom it hurts, and how much money that is. Nothing is changed by it.
    """
    return backtest_view(await backtests.create(caller, use_case, request_of(data)))


@get(
    "/rulesets/{use_case:str}/backtests",
    operation_id="listBacktests",
    summary="List backtests",
    tag="rulesets",
    answer_example={"data": [_STARTED], "has_more": False, "next_after": None},
)
async def list_backtests(
    caller: Principal,
    use_case: UseCase,
    backtests: Backtests,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> BacktestPage:
    """Newest first, without their reports. They are kept for 90 days after their end."""
    cursor = None if after is None else parse("bkt", after)
    return backtest_page(await backtests.list(caller, use_case, cursor, limit))


@get(
    "/rulesets/{use_case:str}/backtests/{backtest_id:str}",
    operation_id="getBacktest",
    summary="Get a backtest",
    tag="rulesets",
    answer_example=_DONE,
)
async def get_backtest(
    caller: Principal, use_case: UseCase, backtest_id: BacktestId, backtests: Backtests
) -> BacktestResult:
    """How far it is, and its report once it is completed."""
    return backtest_result(await backtests.get(caller, use_case, parse("bkt", backtest_id)))


@post(
    "/rulesets/{use_case:str}/backtests/{backtest_id:str}/cancel",
    operation_id="cancelBacktest",
    summary="Cancel a backtest",
    tag="rulesets",
    keyed=Keyed.OPTIONAL,
    answer_example=_STARTED | {"state": "cancelled", "ended_at": "2026-11-21T09:00:12Z"},
)
async def cancel_backtest(
    caller: Principal, use_case: UseCase, backtest_id: BacktestId, backtests: Backtests
) -> BacktestView:
    """It stops after the chunks in hand; what they counted is deleted."""
    return backtest_view(await backtests.cancel(caller, use_case, parse("bkt", backtest_id)))


HANDLERS = [create_backtest, list_backtests, get_backtest, cancel_backtest]
