"""A job for segments: customers whose payments are stored, without a word of what they are, to a version that names them."""

from collections import Counter
from typing import cast

import msgspec

from core.database import Database
from core.ids import parse
from inference.answering.segment import SegmentAnswer
from inference.catalogue import Answer
from inference.deployment_entities import Deploy
from inference.entities import DecideCommand, Decision
from inference.retraining import TrainingJobs
from inference.retraining_entities import TrainingRequest
from payments.history_facts import CustomerHistory
from payments.simulator.lives import lives
from payments.transactions import Payments
from tenants.services import TenantServices
from tests.inference.feedback.conftest import Desk
from tests.inference.feedback.test_retraining import jobs
from tests.inference.feedback.test_retraining_tasks import refused, trained

__all__ = ["jobs"]
WAYS = ("saver", "traveller", "digital", "cash")
BULK = 500


async def asked(desk: Desk, customer_id: str) -> Decision[Answer]:
    """Ask about a customer by id alone: the payments are stored."""
    command = DecideCommand(use_case="segment", event=CustomerHistory(customer_id=customer_id))
    return await desk.services.decisions.decide(desk.caller, command)


async def test_customers_are_parted_anew(
    desk: Desk,
    database: Database,
    tenancy: TenantServices,
    jobs: TrainingJobs,
    payments: Payments,
) -> None:
    """Four of the simulator's six ways of life are here: the job finds as many segments, keeps the names that the champion gave
    their customers, and its version names, explains and replays customers by payments that were only ingested."""
    played = [life for life in lives(51, 260, 4) if life.way in WAYS]
    shift = desk.clock.now() - max(life.until for life in played)
    facts = [
        msgspec.structs.replace(payment, occurred_at=payment.occurred_at + shift)
        for life in played
        for payment in life.transactions[::2]
    ]
    for start in range(0, len(facts), BULK):
        await payments.ingest_many(desk.caller, facts[start : start + BULK])
    job, manifest, card = await trained(
        desk, database, tenancy, jobs, TrainingRequest(use_case="segment", source="facts")
    )
    assert job.rows == len(played)
    assert (manifest.task, manifest.inputs, set(manifest.classes)) == ("classes", "facts", set(WAYS))
    assert "the champion, starter, " in str(card["Silhouettes of customers held out"])
    assert job.version_id is not None
    await desk.services.deployments.deploy(desk.caller, "segment", job.version_id, Deploy())
    right: Counter[bool] = Counter()
    for life in played[:24]:
        made = await asked(desk, life.customer_id)
        assert parse("ver", made.model.version_id) == job.version_id
        answer = cast("SegmentAnswer", made.answer)
        right[answer.segment == life.way] += 1
        assert len(answer.distances) == len(WAYS)
        assert str(answer.dense_segment).rsplit("-", 1)[0] in {"none", *WAYS}
        assert answer.traits
        assert any(answer.segment in reason.text for reason in made.reasons if answer.segment)
    assert right[True] >= 22
    last = await asked(desk, played[0].customer_id)
    replay = await desk.services.replays.replay(desk.caller, parse("dec", last.id))
    assert replay.verdict == "identical"


async def test_few_customers_are_not_parted(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs
) -> None:
    """Without customers to learn from a job says how many there are, and how many are needed."""
    reason = await refused(desk, database, tenancy, jobs, TrainingRequest(use_case="segment", source="facts"))
    assert reason.startswith(
        "There are 0 customers with 5 payments or more over 30 days or more (customers read: 0); at least 100 are needed."
    )
