"""A training job adds declared features to a feature set: its version decides with them, says them in the tenant's words, and learns
from questions of the past what was online then."""

import datetime as dt
from uuid import UUID

import msgspec
import numpy as np
import pytest

from app.training_child import ChildTrainer
from app.wiring.learner import DeployedShadows
from core.clock import ManualClock
from core.database import Database
from core.ids import parse
from inference import artefacts, starters
from inference.catalogue import Answer
from inference.declared.added import find_named
from inference.declared.entities import DeclareFeature
from inference.declared.pins import ColumnRefused, FeatureRetired
from inference.declared.then import Named
from inference.deployment_entities import Deploy
from inference.drift_references import References
from inference.entities import DecideCommand, Decision
from inference.feature_catalogue import FeatureUnknown
from inference.features.sets import FEATURE_SETS
from inference.feedback_entities import Feedback
from inference.learning_due import LearningDue
from inference.manifest import Column, Manifest
from inference.retraining import TrainingJobs
from inference.retraining_entities import PlanRequest, TrainingRefused, TrainingRequest
from inference.retraining_facts import FactRows
from inference.retraining_goals import Goal, Takes
from inference.retraining_port import FeatureRows
from inference.retraining_rows import DecisionRows
from inference.retraining_runs import TrainingRuns
from payments.facts import Transaction
from payments.logins import Logins
from tenants.principals import Principal
from tenants.services import TenantServices
from tests.inference.declared_versions import pinned, version_with
from tests.inference.feedback.conftest import Desk
from tests.payments.samples import a_login

USE_CASE = "transaction-anomaly"
STEP = dt.timedelta(hours=3)
CATEGORIES = ("rent", "food", "emi", "salary", "travel")
ADDED = ("odd", "pace", "rent", "purpose", "emi_load", "logins_d30")
FACTS = TrainingRequest(use_case=USE_CASE, source="facts", features=ADDED, end_in="version")


@pytest.fixture
def jobs(database: Database, clock: ManualClock) -> TrainingJobs:
    return TrainingJobs(database, clock)


async def declare(desk: Desk, name: str, expression: str, kind: str = "number", **more: object) -> None:
    plain = {"name": name, "expression": expression, "type": kind, "unit": "number", "owner": "o"}
    wanted = {**plain, "description": f"What {name} is.", **more}
    await desk.services.features.declare(desk.caller, msgspec.convert(wanted, DeclareFeature))


async def furnish(desk: Desk) -> None:
    texts = {"en": "the amount leaves {value} of seven", "hi": "राशि में सात का शेष {value} है"}
    await declare(desk, "odd", "(transaction.amount_minor ?? 0) % 7", texts=texts)
    await declare(desk, "pace", "(features.payments_d7 ?? 0) / 7")
    await declare(desk, "rent", "(features.rent_to_income ?? 0) + (features.cash_flow ?? 0)")
    await declare(desk, "purpose", "(transaction.category ?? '') == 'rent' ? 'home' : 'other'", "category")


async def judged(desk: Desk, logins: Logins, count: int) -> list[Decision[Answer]]:
    """Payments of five customers, decided one after another; a remainder of five or six turns out to be fraud."""
    made, truths = [], []
    for each in range(count):
        category, customer = CATEGORIES[each % 5], f"customer-{each // 5 % 5}"
        if each % 9 == 0:
            await logins.record_many(
                desk.caller, [a_login(customer_id=customer, occurred_at=desk.clock.now())]
            )
        amount = 10_000 + 1_237 * each
        decision = await desk.decide(
            customer_id=customer,
            amount_minor=amount,
            category=category,
            direction="credit" if category == "salary" else "debit",
        )
        made.append(decision)
        truths.append(
            Feedback(decision_id=decision.id, happened=amount % 7 > 4, observed_at=desk.clock.now())
        )
        desk.clock.advance(STEP)
    await desk.feedback.record_many(desk.caller, truths)
    return made


async def trained(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs, request: TrainingRequest
) -> UUID:
    """Carry a job out and deploy what it made."""
    shadows = DeployedShadows(desk.services.deployments)
    trainer = ChildTrainer()
    runs = TrainingRuns(database, tenancy.vaults, desk.services.registry, shadows, trainer, desk.clock)
    queued = await jobs.create(desk.caller, request)
    await runs.work(desk.caller.environment_id)
    job = await jobs.get(desk.caller, queued.id)
    assert (job.state, job.reason) == ("succeeded", None)
    assert job.version_id is not None
    await desk.services.deployments.deploy(desk.caller, USE_CASE, job.version_id)
    return job.version_id


async def goal_of_version(desk: Desk, version_id: UUID, use_case: str = USE_CASE) -> Goal:
    files = await desk.services.registry.files(desk.caller.environment_id, version_id)
    return Goal(use_case, "probability", msgspec.json.decode(files[artefacts.MANIFEST], type=Takes))


async def with_named(desk: Desk, database: Database, goal: Goal, names: tuple[str, ...]) -> Goal:
    async with database.transaction(desk.caller.environment_id) as tx:
        declared = await find_named(tx, desk.caller.environment_id, names)
    return msgspec.structs.replace(goal, named=Named(names, tuple(declared), desk.caller.mode))


async def test_a_job_adds_declared_features(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs, caller: Principal
) -> None:
    """From facts to decisions: pinned, scored, said in two languages, explained, named by card and drift, replayed bit for bit; the
    rows that such a version is learned from are the floats that it scored online; another job goes on with what it has."""
    await furnish(desk)
    logins = Logins(database, tenancy.vaults, desk.clock)
    await judged(desk, logins, 260)
    version_id = await trained(desk, database, tenancy, jobs, FACTS)
    registry, decisions = desk.services.registry, desk.services.decisions
    names = (*FEATURE_SETS["payment/1"].names, *(f"features.{name}" for name in ADDED))
    assert tuple((await registry.get(caller, version_id)).features) == names
    files = await registry.files(caller.environment_id, version_id)
    manifest = msgspec.json.decode(files[artefacts.MANIFEST], type=Manifest)
    assert [each.name for each in manifest.declared] == ["odd", "pace", "rent", "purpose"]
    assert manifest.columns[3].codes == {"home": 0, "other": 1}
    card = files[artefacts.CARD_TEXT].decode()
    assert "| features.odd |" in card
    assert "version 1 of the tenant's declaration, by `(transaction.amount_minor ?? 0) % 7`" in card
    found = await References(database, tenancy.vaults, desk.clock).find(
        caller.environment_id, USE_CASE, version_id, "champion"
    )
    assert found is not None
    assert set(names) <= set(found[1].columns)
    await declare(desk, "odd", "(transaction.amount_minor ?? 0) % 5")
    payment = Transaction(
        id="asked", customer_id="customer-1", amount_minor=700_006, currency="INR", category="rent",
        occurred_at=desk.clock.now(),
    )  # fmt: skip
    asked = DecideCommand(use_case=USE_CASE, transaction=payment, include_features=True, language="hi")
    decided = await decisions.decide(caller, asked)
    assert decided.explanation is not None
    vector = decided.explanation.features
    assert (vector["features.odd"], vector["features.purpose"]) == (6.0, 0.0)
    said = {reason.code: reason.text for reason in decided.reasons}
    assert said["features.odd"].startswith("राशि में सात का शेष 6 है, ")
    explained = await desk.services.explanations.get(caller, parse("dec", decided.id))
    assert explained.contributions["features.odd"] > 0
    again = await decisions.decide(
        caller,
        msgspec.structs.replace(asked, transaction=msgspec.structs.replace(payment, id="b"), language="en"),
    )
    assert any(reason.text.startswith("the amount leaves 6 of seven, ") for reason in again.reasons)
    await desk.services.features.retire(caller, "odd")
    for made in (decided, again):
        replayed = await desk.services.replays.replay(caller, parse("dec", made.id))
        assert (replayed.verdict, replayed.differences) == ("identical", [])
    await the_same_rows(desk, database, tenancy, logins, version_id)


async def the_same_rows(
    desk: Desk, database: Database, tenancy: TenantServices, logins: Logins, version_id: UUID
) -> None:
    """What was scored online, and what is computed again of the same payments, by both sources."""
    environment_id = desk.caller.environment_id
    await judged(desk, logins, 210)
    goal = await goal_of_version(desk, version_id)
    request = msgspec.structs.replace(FACTS, source="decisions", features=())
    now = desk.clock.now()
    source = DecisionRows(database, tenancy.vaults)
    online = await source.read(environment_id, request, goal, now)
    assert isinstance(online, FeatureRows)
    assert (online.added, online.declared) == (goal.champion.columns, goal.champion.declared)
    assert online.matrix.shape == (210, 36)
    names = ("pace", "rent", "purpose", "emi_load", "logins_d30")
    named = await with_named(desk, database, goal, names)
    places = [online.names.index(f"features.{name}") for name in names]
    for again in (
        await source.read(environment_id, request, named, now),
        await FactRows(database, tenancy.vaults).read(environment_id, FACTS, named, now),
    ):
        assert isinstance(again, FeatureRows)
        assert again.names[30:] == tuple(f"features.{name}" for name in names)
        at = np.isin(again.order, online.order)
        assert at.sum() == 210
        assert np.array_equal(again.matrix[at][:, 30:], online.matrix[:, places], equal_nan=True)
        assert np.isfinite(again.matrix[:, 30:]).mean(axis=0).min() > 0.5


async def test_decisions_about_customers_are_seen_as_of_then(
    desk: Desk, database: Database, tenancy: TenantServices, caller: Principal
) -> None:
    """Of `churn-score`: what a job computes again of stored decisions is what was scored then, though more payments came since."""
    await furnish(desk)
    logins = Logins(database, tenancy.vaults, desk.clock)
    columns = tuple(Column(name=f"features.{name}", kind="number") for name in ("pace", "rent", "emi_load"))
    declared = await pinned(database, caller.environment_id, "pace", "rent")
    kept = await desk.services.registry.upload(
        caller, "churn-score", "own", version_with(columns, declared, "churn-score").files
    )
    await desk.services.deployments.deploy(caller, "churn-score", kept.id)
    truths = []
    for each in range(210):
        if each % 10 == 0:
            await judged(desk, logins, 2)
        command = DecideCommand(use_case="churn-score", customer_id=f"customer-{each % 5}")
        decision = await desk.services.decisions.decide(caller, command)
        truths.append(Feedback(decision_id=decision.id, happened=each % 3 == 0, observed_at=desk.clock.now()))
        desk.clock.advance(STEP)
    await desk.feedback.record_many(caller, truths)
    goal = await goal_of_version(desk, kept.id, "churn-score")
    named = await with_named(desk, database, goal, ("pace", "rent", "emi_load"))
    request = TrainingRequest(use_case="churn-score")
    source, now = DecisionRows(database, tenancy.vaults), desk.clock.now()
    online = await source.read(caller.environment_id, request, goal, now)
    again = await source.read(caller.environment_id, request, named, now)
    assert isinstance(online, FeatureRows)
    assert isinstance(again, FeatureRows)
    assert again.names == online.names
    assert np.array_equal(again.matrix, online.matrix, equal_nan=True)
    assert len(np.unique(again.matrix[:, -3])) > 5


async def test_what_cannot_be_added(
    desk: Desk, database: Database, jobs: TrainingJobs, caller: Principal
) -> None:
    """What is unknown, retired, scored already or named twice, and what a version is not pinned to here; a plan names the others."""
    await furnish(desk)
    await desk.services.features.retire(caller, "pace")
    for names, refusal in (
        (("weather",), FeatureUnknown),
        (("pace",), FeatureRetired),
        (("hour",), TrainingRefused),
        (("odd", "odd"), TrainingRefused),
    ):
        with pytest.raises(refusal):
            await jobs.create(caller, msgspec.structs.replace(FACTS, features=names))
        with pytest.raises(refusal):
            await jobs.put_plan(caller, USE_CASE, PlanRequest(source="facts", features=names))
    planned = PlanRequest(source="facts", features=("odd",), schedule="30 3 * * *")
    await jobs.put_plan(caller, USE_CASE, planned)
    desk.clock.advance(dt.timedelta(days=2))
    assert await LearningDue(database, desk.clock).look(caller.environment_id)
    (job,) = (await jobs.list(caller, None, None, 10)).data
    assert (job.trigger, job.request.features) == ("schedule", ("odd",))
    column = Column(name="features.odd", kind="number")
    (odd,) = await pinned(database, caller.environment_id, "odd")
    strange = msgspec.structs.replace(odd, digest="0" * 64)
    for given, declared in (
        (column, strange),
        (Column(name="features.odd", kind="category", codes={"a": 0}), odd),
    ):
        files = version_with((given,), (declared,)).files
        with pytest.raises((FeatureUnknown, ColumnRefused)):
            await desk.services.registry.upload(caller, USE_CASE, "own", files)
    with pytest.raises(artefacts.ArtefactInvalid, match="pin"):
        version_with((column,), ())


async def test_a_shadow_has_features_of_its_own(desk: Desk, database: Database, caller: Principal) -> None:
    """Behind a champion without them, and before one that has none: each scores as if it decided, by its own vector."""
    await furnish(desk)
    declared = await pinned(database, caller.environment_id, "odd")
    files = version_with((Column(name="features.odd", kind="number"),), declared).files
    deployments = desk.services.deployments
    own = (await desk.services.registry.upload(caller, USE_CASE, "own", files)).id
    starter = starters.row(caller.environment_id, USE_CASE).id
    scores: dict[UUID, set[int]] = {starter: set(), own: set()}
    for champion, shadow in ((starter, own), (own, starter)):
        await deployments.deploy(caller, USE_CASE, champion)
        await deployments.deploy(caller, USE_CASE, shadow, Deploy(role="shadow"))
        decided = await desk.decide(customer_id=f"new-{champion}", amount_minor=700_006)
        await desk.services.shadows.close()
        async with database.transaction(caller.environment_id) as tx:
            row = await tx.fetchrow(
                "SELECT d.score AS champion, s.score AS shadow FROM decision d JOIN shadow_prediction s"
                " ON s.decision_id = d.id WHERE d.id = $1",
                parse("dec", decided.id),
            )
        assert row is not None
        scores[champion].add(row["champion"])
        scores[shadow].add(row["shadow"])
    assert [len(found) for found in scores.values()] == [1, 1]
    assert scores[own] != scores[starter]
