"""Training as a job: from decisions and from facts, to a version in the shadow; cancelled, failed, planned, and nobody else's."""

import asyncio
import datetime as dt
from collections.abc import Mapping
from typing import cast
from uuid import UUID, uuid4

import msgspec
import numpy as np
import pytest

from app.training_child import ChildTrainer
from app.wiring.learner import DeployedShadows
from core.canonical import decode
from core.clock import ManualClock
from core.database import Database
from core.ids import public
from core.outbox import Message
from inference import artefacts, starters
from inference.drift_alerts import ALERT_TOPIC, DriftAlert, DriftAlerts
from inference.features.sets import FEATURE_SETS
from inference.feedback_entities import Feedback
from inference.learning_due import LearningDue
from inference.retraining import TrainingJobs
from inference.retraining_entities import (
    PlanNotFound,
    PlanRequest,
    TrainingJobEnded,
    TrainingJobNotFound,
    TrainingJobOpen,
    TrainingRefused,
    TrainingRequest,
)
from inference.retraining_facts import FactRows
from inference.retraining_goals import Goal, Takes
from inference.retraining_port import FeatureRows, Progress, Report, Trainer, TrainingTask
from inference.retraining_rows import DecisionRows
from inference.retraining_runs import TrainingRuns
from payments.logins import Logins
from payments.transactions import Payments
from tenants.permissions import Permission
from tenants.principals import PermissionDenied, Principal
from tenants.services import TenantServices
from tests.inference.feedback.conftest import Desk
from tests.payments.samples import a_login, a_payment

USE_CASE = "transaction-anomaly"
REQUEST = TrainingRequest(use_case=USE_CASE)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def jobs(database: Database, clock: ManualClock) -> TrainingJobs:
    return TrainingJobs(database, clock)


def runs_of(desk: Desk, database: Database, tenancy: TenantServices, trainer: Trainer) -> TrainingRuns:
    shadows = DeployedShadows(desk.services.deployments)
    return TrainingRuns(database, tenancy.vaults, desk.services.registry, shadows, trainer, desk.clock)


def goal(caller: Principal) -> Goal:
    """What the starter tells, learned anew."""
    manifest = starters.row(caller.environment_id, USE_CASE).manifest
    return Goal(USE_CASE, "probability", msgspec.json.decode(manifest, type=Takes))


class StandIn:
    """A trainer that fits nothing: it notes that it began, and does as it is told."""

    def __init__(self, *, wait: bool = False) -> None:
        self.begun = asyncio.Event()
        self._wait = wait

    async def train(self, task: TrainingTask, report: Report) -> Mapping[str, bytes]:
        await report(Progress("Fitting", 0.5))
        self.begun.set()
        while self._wait:
            await report(Progress("Fitting", 0.5))
            await asyncio.sleep(0.01)
        raise AssertionError("this trainer never ends well")


async def judged_decisions(desk: Desk, count: int) -> None:
    """Decisions of ten customers over days, of which dear payments at night turn out to be fraud."""
    rng = np.random.default_rng(3)
    truths = []
    for each in range(count):
        fraud = bool(rng.random() < 0.25)
        amount = int(rng.integers(400_000, 900_000) if fraud else rng.integers(1_000, 500_000))
        decision = await desk.decide(customer_id=f"customer-{each % 10}", amount_minor=amount)
        truths.append(Feedback(decision_id=decision.id, happened=fraud, observed_at=desk.clock.now()))
        desk.clock.advance(HOUR / 4)
    await desk.feedback.record_many(desk.caller, truths)


async def entry_types(database: Database, caller: Principal) -> list[str]:
    async with database.transaction(caller.environment_id) as tx:
        rows = await tx.fetch("SELECT entry FROM ledger_intake ORDER BY seq")
    return [str(cast("dict[str, object]", decode(row["entry"]))["typ"]) for row in rows]


async def graph_of(database: Database, caller: Principal, version_id: UUID | None) -> object:
    """The SHA-256 of what a version scores with."""
    async with database.transaction(caller.environment_id) as tx:
        manifest = await tx.fetchval("SELECT manifest::text FROM model_version WHERE id = $1", version_id)
    return msgspec.json.decode(str(manifest))["files"]["score.onnx"]


async def test_a_version_from_decisions_ends_in_shadow(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs, caller: Principal
) -> None:
    """Decisions and their feedback become a version that scores in the shadow, with its lineage; what answers stays what it
    was; the same rows and seed give the same model."""
    await judged_decisions(desk, 400)
    runs = runs_of(desk, database, tenancy, ChildTrainer())
    queued = await jobs.create(caller, msgspec.structs.replace(REQUEST, end_in="shadow", name="ours"))
    assert (queued.state, queued.trigger) == ("queued", "manual")
    assert await runs.work(caller.environment_id) == 1
    job = await jobs.get(caller, queued.id)
    assert (job.state, job.share, job.rows, job.reason) == ("succeeded", 1.0, 400, None)
    assert job.positives is not None
    assert 60 < job.positives < 140
    assert job.version_id is not None
    async with database.transaction(caller.environment_id) as tx:
        (kept,) = await tx.fetch("SELECT version_id, origin, rows FROM drift_reference")
    assert tuple(kept) == (job.version_id, "training", 400)
    version = await desk.services.registry.get(caller, job.version_id)
    assert (version.name, tuple(version.features)) == ("ours", FEATURE_SETS["payment/1"].names)
    assert version.lineage.parent_id == starters.row(caller.environment_id, USE_CASE).id
    files = await desk.services.registry.files(caller.environment_id, job.version_id)
    card = msgspec.json.decode(files[artefacts.CARD])
    names = [line["name"] for line in card["more"]["leaderboard"]]
    assert {"small", "linear", "scorecard"} <= set(names)
    assert sum(line["chosen"] for line in card["more"]["leaderboard"]) == 1
    page = await desk.services.deployments.list(caller, USE_CASE, None, 10)
    assert [(one.id, one.role, one.version_id) for one in page.data] == [
        (job.deployment_id, "shadow", job.version_id)
    ]
    decided = await desk.decide(amount_minor=700_000)
    assert decided.model.version_id == public("ver", starters.row(caller.environment_id, USE_CASE).id)
    types = await entry_types(database, caller)
    assert [typ for typ in types if typ.startswith(("training", "model"))] == [
        "training.job.v1", "model.version.v1", "model.deploy.v1",
    ]  # fmt: skip
    again = await jobs.create(caller, REQUEST)
    await runs.work(caller.environment_id)
    second = (await jobs.get(caller, again.id)).version_id
    assert await graph_of(database, caller, second) == await graph_of(database, caller, job.version_id)


async def test_facts_and_decisions_give_the_same_rows(
    desk: Desk, database: Database, tenancy: TenantServices, caller: Principal, payments: Payments
) -> None:
    """Features computed again from ingested payments are the floats that were scored when they were decided."""
    await judged_decisions(desk, 240)
    now = desk.clock.now()
    online = await DecisionRows(database, tenancy.vaults).read(
        caller.environment_id, REQUEST, goal(caller), now
    )
    facts = msgspec.structs.replace(REQUEST, source="facts")
    offline = await FactRows(database, tenancy.vaults).read(caller.environment_id, facts, goal(caller), now)
    assert isinstance(online, FeatureRows)
    assert online.names == offline.names
    assert np.array_equal(online.order, offline.order)
    assert np.array_equal(online.target, offline.target)
    assert np.array_equal(online.matrix, offline.matrix, equal_nan=True)
    assert np.array_equal(online.group, offline.group)


async def test_what_nobody_judged_is_presumed_good_when_asked(
    desk: Desk, database: Database, tenancy: TenantServices, caller: Principal, payments: Payments
) -> None:
    """With a presumption, old decisions and payments without feedback are rows that did not happen; young ones are none."""
    await judged_decisions(desk, 200)
    await payments.ingest_many(
        caller,
        [
            a_payment(customer_id=f"quiet-{each % 7}", occurred_at=desk.clock.now() + each * HOUR / 60)
            for each in range(60)
        ],
    )
    for _ in range(30):
        await desk.decide(customer_id="quiet-0")
    desk.clock.advance(dt.timedelta(days=20))
    await desk.decide(customer_id="quiet-0")
    now = desk.clock.now()
    asked = msgspec.structs.replace(REQUEST, presumed_after_days=10)
    decisions = await DecisionRows(database, tenancy.vaults).read(
        caller.environment_id, asked, goal(caller), now
    )
    assert len(decisions.target) == 230
    facts = msgspec.structs.replace(asked, source="facts")
    rows = await FactRows(database, tenancy.vaults).read(caller.environment_id, facts, goal(caller), now)
    assert len(rows.target) == 200 + 60 + 30
    assert rows.target.sum() == decisions.target.sum()
    short = msgspec.structs.replace(asked, days=15)
    with pytest.raises(Exception, match="0 rows"):
        await DecisionRows(database, tenancy.vaults).read(caller.environment_id, short, goal(caller), now)


async def test_sign_ins_count_in_facts(
    desk: Desk, database: Database, tenancy: TenantServices, caller: Principal, payments: Payments
) -> None:
    """Ingested sign-ins are part of the past that features are computed from."""
    now = desk.clock.now()
    await Logins(database, tenancy.vaults, desk.clock).record_many(
        caller, [a_login(customer_id="c-0", occurred_at=now - HOUR, succeeded=False) for _ in range(3)]
    )
    await payments.ingest_many(
        caller, [a_payment(id=f"p-{each}", customer_id="c-0", occurred_at=now) for each in range(220)]
    )
    told = [
        Feedback(own_transaction_id=f"p-{each}", use_case=USE_CASE, happened=each % 2 == 0, observed_at=now)
        for each in range(220)
    ]
    await desk.feedback.record_many(caller, told)
    facts = msgspec.structs.replace(REQUEST, source="facts")
    rows = await FactRows(database, tenancy.vaults).read(caller.environment_id, facts, goal(caller), now)
    failed = rows.matrix[:, rows.names.index("failed_logins_h24")]
    assert (failed == 3).all()


async def test_too_little_says_so(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs, caller: Principal
) -> None:
    """A job without enough rows fails with a sentence that says how many there were."""
    await judged_decisions(desk, 30)
    job = await jobs.create(caller, REQUEST)
    await runs_of(desk, database, tenancy, StandIn()).work(caller.environment_id)
    ended = await jobs.get(caller, job.id)
    assert ended.state == "failed"
    assert ended.reason is not None
    assert ended.reason.startswith("There are 30 rows to learn from")
    assert ended.ended_at is not None


async def test_one_at_a_time_and_cancelled(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs, caller: Principal
) -> None:
    """A use case has one job under way; cancelling stops it while it runs, once; then another may begin."""
    await judged_decisions(desk, 220)
    job = await jobs.create(caller, REQUEST)
    with pytest.raises(TrainingJobOpen):
        await jobs.create(caller, REQUEST)
    trainer = StandIn(wait=True)
    running = asyncio.create_task(runs_of(desk, database, tenancy, trainer).work(caller.environment_id))
    await trainer.begun.wait()
    seen = await jobs.get(caller, job.id)
    assert (seen.state, seen.rows) == ("running", 220)
    assert 0.3 < seen.share < 0.95
    cancelled = await jobs.cancel(caller, job.id)
    assert cancelled.state == "cancelled"
    await asyncio.wait_for(running, 60)
    assert (await jobs.get(caller, job.id)).state == "cancelled"
    with pytest.raises(TrainingJobEnded):
        await jobs.cancel(caller, job.id)
    await jobs.create(caller, REQUEST)


async def test_a_silent_job_begins_again(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs, caller: Principal
) -> None:
    """A job whose process was killed is taken up by the next, once it has said nothing for two minutes."""
    await judged_decisions(desk, 220)
    await jobs.create(caller, REQUEST)
    first, second = StandIn(wait=True), StandIn(wait=True)
    lost = asyncio.create_task(runs_of(desk, database, tenancy, first).work(caller.environment_id))
    await first.begun.wait()
    lost.cancel()
    await asyncio.gather(lost, return_exceptions=True)
    assert await runs_of(desk, database, tenancy, second).work(caller.environment_id) == 0
    desk.clock.advance(dt.timedelta(minutes=3))
    assert await LearningDue(database, desk.clock).look(caller.environment_id)
    taken = asyncio.create_task(runs_of(desk, database, tenancy, second).work(caller.environment_id))
    await asyncio.wait_for(second.begun.wait(), 60)
    taken.cancel()
    await asyncio.gather(taken, return_exceptions=True)


async def test_a_plan_by_schedule(
    database: Database, jobs: TrainingJobs, caller: Principal, clock: ManualClock
) -> None:
    """At its time a plan queues one job that ends in shadow, then moves on; times that were missed are made up for once."""
    plan = await jobs.put_plan(caller, USE_CASE, PlanRequest(schedule="30 3 * * *"))
    assert plan.next_at == dt.datetime(2026, 11, 22, 3, 30, tzinfo=dt.UTC)
    due = LearningDue(database, clock)
    assert not await due.look(caller.environment_id)
    clock.advance(dt.timedelta(days=4))
    assert await due.look(caller.environment_id)
    (job,) = (await jobs.list(caller, None, None, 10)).data
    assert (job.trigger, job.request.end_in, job.created_by) == ("schedule", "shadow", "system")
    await due.look(caller.environment_id)
    assert len((await jobs.list(caller, None, None, 10)).data) == 1
    assert (await jobs.get_plan(caller, USE_CASE)).next_at == dt.datetime(2026, 11, 26, 3, 30, tzinfo=dt.UTC)
    await jobs.drop_plan(caller, USE_CASE)
    with pytest.raises(PlanNotFound):
        await jobs.get_plan(caller, USE_CASE)


async def test_a_plan_by_drift(
    database: Database, jobs: TrainingJobs, caller: Principal, clock: ManualClock
) -> None:
    """An alert of the champion sets a plan off that waits for it; a shadow's does not, nor does one without such a plan."""
    alerts = DriftAlerts(database, clock)

    async def alert(role: str) -> list[str]:
        payload = msgspec.json.encode(
            DriftAlert(report_id=uuid4(), use_case=USE_CASE, version_id=uuid4(), role=role, drifted=["hour"])
        )
        await alerts.deliver(
            Message(
                environment_id=caller.environment_id, id=uuid4(), topic=ALERT_TOPIC, payload=payload,
                created_at=clock.now(),
            )
        )  # fmt: skip
        return [job.trigger for job in (await jobs.list(caller, None, None, 10)).data]

    assert await alert("champion") == []
    await jobs.put_plan(caller, USE_CASE, PlanRequest(on_drift=False))
    assert await alert("champion") == []
    await jobs.put_plan(caller, USE_CASE, PlanRequest(on_drift=True))
    assert await alert("shadow") == []
    assert await alert("champion") == ["drift"]
    assert await alert("champion") == ["drift"]


async def test_what_cannot_be_asked(jobs: TrainingJobs, caller: Principal) -> None:
    """Facts of a use case that is not about payments, and schedules that say nothing or never come."""
    with pytest.raises(TrainingRefused):
        await jobs.create(caller, TrainingRequest(use_case="credit-score", source="facts"))
    for bad in ("61 * * * *", "1 2 3", "a b c d e", "0 0 31 2 *", "*/0 * * * *"):
        with pytest.raises(TrainingRefused):
            await jobs.put_plan(caller, USE_CASE, PlanRequest(schedule=bad))


async def test_permissions_and_tenants(jobs: TrainingJobs, caller: Principal, stranger: Principal) -> None:
    """Training needs models:write, ending in shadow models:deploy too; another tenant's jobs and plans do not exist."""
    job = await jobs.create(caller, REQUEST)
    with pytest.raises(TrainingJobNotFound):
        await jobs.get(stranger, job.id)
    with pytest.raises(TrainingJobNotFound):
        await jobs.cancel(stranger, job.id)
    await jobs.put_plan(caller, USE_CASE, PlanRequest(on_drift=True))
    with pytest.raises(PlanNotFound):
        await jobs.get_plan(stranger, USE_CASE)
    assert (await jobs.list(stranger, None, None, 10)).data == []
    assert await jobs.list_plans(stranger) == []
    trains = msgspec.structs.replace(stranger, permissions=frozenset({Permission.MODELS_WRITE}))
    with pytest.raises(PermissionDenied):
        await jobs.create(trains, msgspec.structs.replace(REQUEST, end_in="shadow"))
    with pytest.raises(PermissionDenied):
        await jobs.put_plan(trains, USE_CASE, PlanRequest(on_drift=True))
    await jobs.create(trains, REQUEST)
    reads = msgspec.structs.replace(stranger, permissions=frozenset({Permission.MODELS_READ}))
    with pytest.raises(PermissionDenied):
        await jobs.create(reads, REQUEST)
