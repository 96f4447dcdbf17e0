"""A job for payouts, from what questions told of their stages, to a shadow that is nearer to the truth than the starter."""

import datetime as dt
from typing import cast

import msgspec

from core.database import Database
from core.ids import parse
from inference.answering.payout_delay import PayoutDelayAnswer
from inference.catalogue import Answer
from inference.deployment_entities import Deploy
from inference.entities import DecideCommand, Decision
from inference.feedback_entities import Feedback
from inference.lessons.payouts import asked_at
from inference.live_metrics import MetricsService
from inference.retraining import TrainingJobs
from inference.retraining_entities import TrainingRequest
from payments.payout_facts import PastPayout
from tenants.services import TenantServices
from tests.inference.feedback.conftest import Desk
from tests.inference.feedback.test_retraining import jobs
from tests.inference.feedback.test_retraining_tasks import refused, trained
from training.starter_payouts import settled_payouts

__all__ = ["jobs"]
USE_CASE = "payout-delay"
HOUR = dt.timedelta(hours=1)
SLOW = 60 * HOUR
HISTORY, KNOWN, ASKED = 250, 1_000, 12


def ours(now: dt.datetime) -> list[PastPayout]:
    """Payouts of a simulated world in which one rail is two days and a half slower; the last few are still to be made."""
    made = settled_payouts(777)[: KNOWN + ASKED]
    shift = now + HOUR - made[KNOWN].created_at
    return [_moved(past, shift) for past in made]


def _moved(past: PastPayout, shift: dt.timedelta) -> PastPayout:
    late = SLOW if past.method == "neft" else dt.timedelta()

    def moved(at: dt.datetime | None, by: dt.timedelta = shift) -> dt.datetime | None:
        return None if at is None else at + by

    return msgspec.structs.replace(
        past, created_at=past.created_at + shift, approved_at=moved(past.approved_at), sent_at=moved(past.sent_at),
        settled_at=moved(past.settled_at, shift + late),
    )  # fmt: skip


async def asked(desk: Desk, past: PastPayout, history: list[PastPayout]) -> Decision[Answer]:
    """Ask about a payout on the moment, with as much as is known by then."""
    event = asked_at(past, desk.clock.now(), history, "INR", 330)
    return await desk.services.decisions.decide(desk.caller, DecideCommand(use_case=USE_CASE, event=event))


async def test_a_shadow_knows_how_long_our_payouts_take(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs
) -> None:
    """Four questions bring a thousand credited payouts along. The job's version scores in the shadow, is nearer to the hours
    that then pass than what answers, decides once it is deployed, and a replay says the same."""
    payouts = ours(desk.clock.now())
    known, coming = payouts[:KNOWN], payouts[KNOWN:]
    for end in range(HISTORY, KNOWN + 1, HISTORY):
        await asked(desk, known[end - 1], known[end - HISTORY : end - 1])
    job, manifest, card = await trained(desk, database, tenancy, jobs, TrainingRequest(use_case=USE_CASE))
    assert job.rows is not None
    assert job.rows > 3_000
    assert (manifest.inputs, manifest.feature_set) == ("facts", "payout/1")
    assert any("that of the champion, starter" in note for note in cast("list[str]", card["notes"]))
    truths = []
    for past in coming:
        desk.clock.advance(past.created_at - desk.clock.now())
        made = await asked(desk, past, known[-HISTORY:])
        assert past.settled_at is not None
        hours = (past.settled_at - past.created_at) / HOUR
        truths.append(Feedback(decision_id=made.id, value=hours, observed_at=past.settled_at))
    await desk.services.shadows.close()
    desk.clock.advance(5 * 24 * HOUR)
    await desk.feedback.record_many(desk.caller, truths)
    found = await MetricsService(database, desk.clock).read(desk.caller, USE_CASE)
    errors = {each.role: each.mean_absolute_error.value for each in found.numbers}
    assert errors["shadow"] < 0.7 * errors["champion"]
    assert job.version_id is not None
    await desk.services.deployments.deploy(desk.caller, USE_CASE, job.version_id, Deploy())
    slow = next(past for past in reversed(coming) if past.method == "neft")
    new = msgspec.structs.replace(slow, created_at=desk.clock.now(), approved_at=None, sent_at=None)
    decided = await asked(desk, new, known[-HISTORY:])
    answer = cast("PayoutDelayAnswer", decided.answer)
    assert parse("ver", decided.model.version_id) == job.version_id
    assert answer.probability > 0.9
    assert answer.hours_p50 is not None
    assert SLOW / HOUR - 24 < answer.hours_p50 < SLOW / HOUR + 48
    replay = await desk.services.replays.replay(desk.caller, parse("dec", decided.id))
    assert replay.verdict == "identical"


async def test_too_few_payouts_say_how_many(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs
) -> None:
    """A job with too little says how much there is, how much is needed, and how to come by it."""
    payouts = ours(desk.clock.now())
    await asked(desk, payouts[20], payouts[:20])
    reason = await refused(desk, database, tenancy, jobs, TrainingRequest(use_case=USE_CASE))
    assert "(questions read: 1)" in reason
    assert "at least 200 are needed, with 20 of each kind" in reason
    assert "`history`" in reason
