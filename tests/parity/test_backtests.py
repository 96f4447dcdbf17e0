"""Backtests: started, shown, listed, cancelled and refused, the same on both faces."""

from tests.e2e.a_backtest import work_off
from tests.parity.faces import Parity
from tests.rules.graphs import computing, thresholds

USE_CASE = "churn-score"
ANEW = ("id", "created_at", "ended_at", "until", "rate")
SINCE = "2026-01-01T00:00:00Z"


async def test_a_draft_is_tried(parity: Parity) -> None:
    """Either face starts one; its report is the same by either, and names what would have been decided otherwise."""
    for number in range(3):
        decided = await parity.rest(
            "decideChurnScore",
            {"customer_id": f"c-{number}"},
            {**parity.product.asha.headers, "idempotency-key": f"backtest-{number}"},
        )
        assert decided.code == "ok", decided
    draft = {"graph": thresholds(decline=">= 0", review=">= 0"), "fallback": "review"}
    asked = {"use_case": USE_CASE, "draft": draft, "since": SINCE, "current": True, "seed": 7}
    rest, rpc = await parity.both("createBacktest", asked, ignored=ANEW, rest_key="one", rpc_key="two")
    again, _ = await parity.both("createBacktest", asked, ignored=ANEW, rest_key="one", rpc_key="two")
    assert (again.body["id"], rest.body["state"]) == (rest.body["id"], "queued")
    await work_off(parity.product)
    for made in (rest, rpc):
        named = {"use_case": USE_CASE, "backtest_id": made.body["id"]}
        done, _ = await parity.both("getBacktest", named)
        assert done.body["state"] == "completed"
        stored, current = done.body["report"]["comparisons"]  # type: ignore[index]
        assert (stored["against"], current["against"]) == ("stored", "current")
        assert stored["effect"]["changed"]["count"] >= 3
        assert len(stored["sample"]) == stored["effect"]["changed"]["count"]
        ended, _ = await parity.both("cancelBacktest", named)
        assert ended.code == "backtest_ended"
    page, _ = await parity.both("listBacktests", {"use_case": USE_CASE, "limit": 1})
    assert page.body["has_more"] is True


async def test_one_is_cancelled(parity: Parity) -> None:
    """Cancelled before it began, each on its own face."""
    asked = {"use_case": USE_CASE, "draft": {"graph": thresholds(), "fallback": "review"}, "since": SINCE}
    rest, rpc = await parity.both("createBacktest", asked, ignored=ANEW)
    named = {"use_case": USE_CASE, "backtest_id": rest.body["id"]}
    other = {"backtest_id": rpc.body["id"]}
    cancelled, _ = await parity.both("cancelBacktest", named, rpc_only=other, ignored=ANEW)
    assert cancelled.body["state"] == "cancelled"


async def test_what_is_refused(parity: Parity) -> None:
    """No time between the ends, both or neither of version and draft, a graph that cannot be bounded, what is not there."""
    draft = {"graph": thresholds(), "fallback": "review"}
    empty, _ = await parity.both(
        "createBacktest", {"use_case": USE_CASE, "draft": draft, "since": SINCE, "until": SINCE}
    )
    assert (empty.code, empty.fields) == ("backtest_refused", ("since",))
    neither, _ = await parity.both("createBacktest", {"use_case": USE_CASE, "since": SINCE})
    assert (neither.code, neither.fields) == ("backtest_refused", ("draft",))
    costly = {"graph": computing("rand(1)"), "fallback": "review"}
    refused, _ = await parity.both("createBacktest", {"use_case": USE_CASE, "draft": costly, "since": SINCE})
    assert refused.fields == ("draft.graph.nodes[1].content.expressions[0].value",)
    nowhere = {"use_case": USE_CASE, "backtest_id": "bkt_01kc1x5w3ceyp8s1r7t3v5w9ya"}
    for operation in ("getBacktest", "cancelBacktest"):
        assert (await parity.both(operation, nowhere))[0].code == "backtest_not_found"
    unknown, _ = await parity.both("listBacktests", {"use_case": "alchemy"})
    assert unknown.code == "use_case_unknown"
