"""Feedback: told, corrected, listed and refused, the same on both faces."""

from typing import cast
from uuid import uuid4

import pytest

from tests.inference.feedback.reports import a_drift_report
from tests.parity.faces import Outcome, Parity, Plain
from tests.parity.test_decisions import ANEW, payment

WHEN = "2026-11-20T18:00:00.25+05:30"
WORDS = ("detail",)


async def decided(parity: Parity) -> Outcome:
    rest, _ = await parity.both("decideTransactionAnomaly", payment(), ignored=ANEW)
    return rest


def truth(**said: object) -> dict[str, object]:
    return {"happened": True, "observed_at": WHEN, "source": "chargeback", **said}


async def test_a_truth_is_told_once_over_either_face(parity: Parity) -> None:
    """The second face finds what the first recorded: one id, one answer; so do a fetch and the decision's history."""
    decision = await decided(parity)
    told = truth(decision_id=decision.body["id"], value=12.5, label="stolen-card", note="words")
    rest, rpc = await parity.both("createFeedback", told)
    assert rest.code == "ok"
    assert rest.body["id"] == rpc.body["id"]
    fetched, _ = await parity.both("getFeedback", {"feedback_id": rest.body["id"]})
    assert fetched.body == rest.body
    listed, _ = await parity.both("listFeedback", {"decision_id": decision.body["id"]})
    assert listed.body["data"] == [rest.body]


async def test_a_class_is_named_as_its_decision_named_it(parity: Parity) -> None:
    """A label need not be a slug, and is given back as it was told."""
    decision = await decided(parity)
    told, _ = await parity.both(
        "createFeedback", truth(decision_id=decision.body["id"], label="बिजली बिल (2)")
    )
    assert told.body["label"] == "बिजली बिल (2)"


async def test_not_happened_is_said_as_clearly(parity: Parity) -> None:
    """False is told and kept as false on both faces, never taken for absent."""
    decision = await decided(parity)
    rest, rpc = await parity.both("createFeedback", truth(decision_id=decision.body["id"], happened=False))
    assert (rest.body["happened"], rpc.body["happened"]) == (False, False)


async def test_a_bulk_says_the_same_of_each_item(parity: Parity) -> None:
    """By the caller's own ids and by decisions; what is unknown is said alike."""
    own = f"pay-{uuid4()}"
    await parity.both("decideTransactionAnomaly", payment(id=own), ignored=ANEW)
    decision = await decided(parity)
    items = [
        truth(own_transaction_id=own, use_case="transaction-anomaly"),
        truth(decision_id=decision.body["id"]),
        truth(own_transaction_id=f"nobody-{uuid4()}", use_case="transaction-anomaly"),
    ]
    first, _ = await parity.both("createFeedbackBulk", {"items": items}, ignored=("status",))
    again, _ = await parity.both("createFeedbackBulk", {"items": items})
    assert [one["status"] for one in first.body["data"]] == ["recorded", "recorded", "unknown"]  # type: ignore[attr-defined]
    assert [one["status"] for one in again.body["data"]] == ["existing", "existing", "unknown"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"decision_id": "dec_short"}, "decision_id"),
        ({"own_transaction_id": "both"}, "decision_id"),
        ({"decision_id": None, "own_transaction_id": "order-1"}, "use_case"),
        ({"happened": None}, "happened"),
        ({"observed_at": "1999-01-01T00:00:00Z"}, "observed_at"),
        ({"observed_at": None}, "observed_at"),
        ({"value": 1e300}, "value"),
        ({"label": ""}, "label"),
        ({"label": "x" * 257}, "label"),
    ],
)
async def test_bad_truths_are_refused_alike(parity: Parity, change: Plain, field: str) -> None:
    """The same field is named with the same code and fix, alone and in a bulk, and nothing is recorded."""
    decision = await decided(parity)
    good = truth(decision_id=decision.body["id"])
    bad = {name: value for name, value in {**good, **change}.items() if value is not None}
    rest, _ = await parity.both("createFeedback", bad, ignored=WORDS)
    assert rest.fields == (field,)
    bulk, _ = await parity.both("createFeedbackBulk", {"items": [good, bad]}, ignored=WORDS)
    assert bulk.fields == (f"items[1].{field}",)
    listed, _ = await parity.both("listFeedback", {"decision_id": decision.body["id"]})
    assert listed.body["data"] == []


async def test_another_tenants_feedback_does_not_exist(parity: Parity) -> None:
    """Decisions and feedback of one tenant are unknown to the other on both faces."""
    decision = await decided(parity)
    rest, _ = await parity.both("createFeedback", truth(decision_id=decision.body["id"]))
    theirs = parity.product.other.sandbox_key
    found, _ = await parity.both("getFeedback", {"feedback_id": rest.body["id"]}, credential=theirs)
    assert found.code == "feedback_not_found"
    told, _ = await parity.both("createFeedback", truth(decision_id=decision.body["id"]), credential=theirs)
    assert told.code == "event_unknown"
    bulk, _ = await parity.both(
        "createFeedbackBulk", {"items": [truth(decision_id=decision.body["id"])]}, credential=theirs
    )
    assert [one["status"] for one in bulk.body["data"]] == ["unknown"]  # type: ignore[attr-defined]
    listed, _ = await parity.both("listFeedback", {"decision_id": decision.body["id"]}, credential=theirs)
    assert listed.code == "event_unknown"


async def test_lists_page_alike(parity: Parity) -> None:
    """Both faces cut the same pages and give the same cursors."""
    for _ in range(2):
        decision = await decided(parity)
        await parity.both("createFeedback", truth(decision_id=decision.body["id"]))
    first, _ = await parity.both("listFeedback", {"use_case": "transaction-anomaly", "limit": 1})
    assert first.body["has_more"] is True
    query = {"use_case": "transaction-anomaly", "limit": 1, "after": first.body["next_after"]}
    second, _ = await parity.both("listFeedback", query)
    assert second.body["data"] != first.body["data"]


async def test_live_figures(parity: Parity) -> None:
    """Both faces sum up the same figures, for each version and role, and refuse alike."""
    for happened in (True, False, False):
        decision = await decided(parity)
        await parity.both("createFeedback", truth(decision_id=decision.body["id"], happened=happened))
    asked = {"use_case": "transaction-anomaly", "days": 7, "threshold": 0.5, "role": "champion"}
    found, _ = await parity.both("getLiveMetrics", asked)
    assert found.body["data"][0]["judged"] >= 3  # type: ignore[index]
    await parity.both("getLiveMetrics", {"use_case": "transaction-anomaly"})
    for bad, code in (
        ({"use_case": "alchemy"}, "use_case_unknown"),
        ({"use_case": "transaction-anomaly", "days": 0}, "invalid_request"),
        ({"use_case": "transaction-anomaly", "threshold": 1.5}, "invalid_request"),
        ({"use_case": "transaction-anomaly", "version_id": "dec_1"}, "invalid_id"),
    ):
        refused, _ = await parity.both("getLiveMetrics", bad, ignored=WORDS)
        assert refused.code == code


async def test_drift_reports(parity: Parity) -> None:
    """A report that the worker wrote is listed and fetched alike, and is nobody else's."""
    made = await a_drift_report(parity.product.base, parity.product.asha.system.environment_id)
    listed, _ = await parity.both("listDriftReports", {"use_case": "transaction-anomaly", "limit": 1})
    (line,) = cast("list[dict[str, object]]", listed.body["data"])
    assert line["id"] == made
    found, _ = await parity.both("getDriftReport", {"report_id": line["id"]})
    assert found.body == line
    theirs = parity.product.other.sandbox_key
    foreign, _ = await parity.both("getDriftReport", {"report_id": line["id"]}, credential=theirs)
    assert foreign.code == "drift_report_not_found"
