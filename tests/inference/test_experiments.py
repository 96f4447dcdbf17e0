"""Challengers are compared by what was really decided, and one that breaks a guardrail is ended and its tenant told."""

import asyncio
import datetime as dt
import json
import pathlib
from collections.abc import AsyncIterator
from uuid import UUID

import msgspec
import pytest

from core import ids
from core.database import Database
from core.events import TOPIC, event_of
from core.outbox import Message
from core.postgres import EmbeddedPostgres
from inference import (
    deployment_store,
    experiment_counts,
    experiment_slices,
    experiment_store,
    experiment_watch,
)
from inference.deployment_entities import Deploy, Deployment
from inference.entities import DecideCommand, Decision
from inference.experiment_slices import SlicedCounts
from inference.experiment_store import Arms
from inference.experiment_watch import ExperimentWatch
from inference.experiments import Comparison
from inference.feedback_entities import Feedback
from inference.guardrails import Guardrails
from tenants.mail import FolderMailer
from tenants.notices import NoticeMail
from tenants.permissions import Role
from tests.inference.own_versions import USE_CASE, upload
from tests.product import Product, product
from tests.tenants.conftest import a_member

ONE_SECOND_LATER = 1.1
"""From then on an experiment counts."""


@pytest.fixture
async def running(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path) as opened:
        yield opened


async def experiment(running: Product, **wanted: object) -> tuple[Deployment, Deployment]:
    """Deploy a champion and a challenger for half of the customers. Returns: both, once decisions count."""
    services, caller = running.services, running.asha.system
    champion = await services.deployments.deploy(caller, USE_CASE, await upload(running, "one"))
    asked = Deploy(role="challenger", share_percent=50, **wanted)  # type: ignore[arg-type]
    challenger = await services.deployments.deploy(caller, USE_CASE, await upload(running, "two"), asked)
    await asyncio.sleep(ONE_SECOND_LATER)
    return champion, challenger


async def ask(running: Product, customer: str) -> Decision[msgspec.Struct]:
    command = DecideCommand(use_case=USE_CASE, customer_id=customer)
    return await running.services.decisions.decide(running.asha.system, command)


async def compare(running: Product, deployment: Deployment) -> Comparison:
    return await running.services.experiments.compare(running.asha.system, deployment.id)


async def test_the_counts_are_what_was_decided(running: Product) -> None:
    """Each arm has its decisions, and of each customer the first alone; figures are those of the answers."""
    champion, challenger = await experiment(running)
    made = [await ask(running, f"customer-{number}") for number in range(40) for _ in range(2)]
    of_challenger = [each for each in made if each.model.deployment_id == ids.public("dep", challenger.id)]
    compared = await compare(running, challenger)
    assert (compared.champion.deployment_id, compared.candidate.deployment_id) == (champion.id, challenger.id)
    assert compared.candidate.decisions == len(of_challenger)
    assert compared.champion.decisions == len(made) - len(of_challenger)
    assert compared.candidate.customers == len(of_challenger) // 2
    assert compared.champion.customers + compared.candidate.customers == 40
    assert 5 < compared.candidate.customers < 35
    firsts = of_challenger[::2]
    approved = sum(each.outcome == "approve" for each in firsts) / len(firsts)
    assert compared.candidate.approve_rate == pytest.approx(approved)
    probabilities = [each.answer.probability for each in firsts if each.answer is not None]  # type: ignore[attr-defined]
    assert compared.candidate.mean_probability == pytest.approx(sum(probabilities) / len(firsts), abs=1e-6)
    assert {each.verdict for each in compared.differences} == {"undecided"}
    assert not compared.breached


async def test_counting_in_parts_is_counting_at_once(
    running: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is settled and what is young add up to the same, whenever somebody looked in between."""
    _, challenger = await experiment(running)
    for number in range(10):
        await ask(running, f"customer-{number}")
    at_once = await compare(running, challenger)
    monkeypatch.setattr(experiment_counts, "SETTLED_AFTER", dt.timedelta(0))
    await compare(running, challenger)
    for number in range(5, 15):
        await ask(running, f"customer-{number}")
    in_parts = await compare(running, challenger)
    assert at_once.champion.customers + at_once.candidate.customers == 10
    assert in_parts.champion.customers + in_parts.candidate.customers == 15
    assert in_parts.champion.decisions + in_parts.candidate.decisions == 20


async def test_a_failing_challenger_ends_by_itself(
    running: Product, database: Database, tmp_path: pathlib.Path
) -> None:
    """Its files are lost: its decisions are degraded, the watch ends it, the champion decides for all, the tenant is told."""
    services, caller = running.services, running.asha.system
    await a_member(services, caller, Role.OWNER, "owner@example.com")  # type: ignore[arg-type]
    await a_member(services, caller, Role.VIEWER, "viewer@example.com")  # type: ignore[arg-type]
    champion, challenger = await experiment(running)
    version, _ = await services.registry.find(caller.environment_id, challenger.version_id)
    (tmp_path / "objects" / "artefacts" / version.digest.hex() / "score.onnx").unlink()
    services.registry.forget_open()
    await asyncio.sleep(ONE_SECOND_LATER)
    made = [await ask(running, f"customer-{number}") for number in range(60)]
    assert sum(each.degraded for each in made) > 15
    assert all(each.degraded == (each.model.role == "challenger") for each in made)

    watch = ExperimentWatch(database, services.clock)
    await watch.look([caller.environment_id])
    assert watch.ended == 1
    ended = await services.deployments.get(caller, challenger.id)
    assert (ended.ended_reason, ended.ended_by) == ("guardrail", "system")
    assert (await compare(running, challenger)).breached
    await asyncio.sleep(ONE_SECOND_LATER)
    after = [await ask(running, f"customer-{number}") for number in range(20)]
    assert {each.model.deployment_id for each in after} == {ids.public("dep", champion.id)}
    assert not any(each.degraded for each in after)

    async with database.transaction(caller.environment_id) as tx:
        entries = await tx.fetch(
            "SELECT entry FROM ledger_intake WHERE environment_id = $1 AND position('model.guardrail.v1'::bytea IN entry) > 0",
            caller.environment_id,
        )
        told = await tx.fetch(
            "SELECT environment_id, id, topic, payload, created_at FROM outbox WHERE environment_id = $1"
            " AND topic = 'mail.notice'",
            caller.environment_id,
        )
    assert len(entries) == 1
    assert b"degraded" in entries[0]["entry"]
    assert challenger.id.bytes in entries[0]["entry"]
    assert len(told) == 1
    assert json.loads(told[0]["payload"])["subject"] == "A challenger of credit-score was rolled back"
    async with database.transaction(caller.environment_id) as tx:
        (event,) = await tx.fetch(
            "SELECT environment_id, id, topic, payload, created_at FROM outbox WHERE environment_id = $1 AND topic = $2",
            caller.environment_id, TOPIC,
        )  # fmt: skip
    heard = event_of(Message(**dict(event)))
    assert (heard.kind, heard.subject) == ("deployment.ended", ids.public("dep", challenger.id))
    assert (heard.data["role"], heard.data["guardrail"]) == ("challenger", "degraded")
    notices = NoticeMail(database, services.vaults, FolderMailer(tmp_path / "mails"))  # type: ignore[arg-type]
    await notices.deliver(Message(**dict(told[0])))
    mails = [each.read_text() for each in (tmp_path / "mails").iterdir()]
    assert len(mails) == 1  # to who may change it, not to who may only look
    assert ids.public("dep", challenger.id) in mails[0]
    await watch.look([caller.environment_id])
    assert watch.ended == 1


async def succession(running: Product, before: int, **wanted: object) -> tuple[Deployment, Deployment]:
    """Let a champion decide about customers, and put another in its place. Returns: both, once decisions count."""
    services, caller = running.services, running.asha.system
    first = await services.deployments.deploy(caller, USE_CASE, await upload(running, "one"))
    for number in range(before):
        await ask(running, f"customer-{number}")
    asked = Deploy(**wanted)  # type: ignore[arg-type]
    second = await services.deployments.deploy(caller, USE_CASE, await upload(running, "two"), asked)
    await asyncio.sleep(ONE_SECOND_LATER)
    return first, second


async def test_a_failing_new_champion_is_rolled_back_by_itself(
    running: Product, database: Database, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Degraded where the one before was not: that one decides again, the ledger and the tenant are told, and it stays so."""
    services, caller = running.services, running.asha.system
    first, second = await succession(running, 40)
    version, _ = await services.registry.find(caller.environment_id, second.version_id)
    (tmp_path / "objects" / "artefacts" / version.digest.hex() / "score.onnx").unlink()
    services.registry.forget_open()
    await asyncio.sleep(ONE_SECOND_LATER)
    assert all([(await ask(running, f"customer-{number}")).degraded for number in range(20)])

    watch = ExperimentWatch(database, services.clock)
    with monkeypatch.context() as patched:
        patched.setattr(experiment_watch, "WATCHED_FOR", dt.timedelta(0))
        await watch.look([caller.environment_id])
        assert watch.ended == 0  # no longer new
    await watch.look([caller.environment_id])
    assert watch.ended == 1
    ended = await services.deployments.get(caller, second.id)
    assert (ended.ended_reason, ended.ended_by) == ("guardrail", "system")
    compared = await compare(running, second)
    assert [each.name for each in compared.guardrails if each.breached] == ["degraded"]
    assert (compared.champion.deployment_id, compared.champion.decisions) == (first.id, 40)
    assert (compared.candidate.decisions, compared.candidate.degraded_rate) == (20, 1.0)
    await asyncio.sleep(ONE_SECOND_LATER)
    after = await ask(running, "customer-1")
    assert not after.degraded
    assert after.model.version_id == ids.public("ver", first.version_id)
    entries, told = await said_of_guardrails(database, caller.environment_id)
    assert len(entries) == 1
    assert second.id.bytes in entries[0]
    assert told == ["A champion of credit-score was rolled back"]
    await watch.look([caller.environment_id])
    assert watch.ended == 1


async def test_a_new_champion_as_good_is_left_alone(
    running: Product, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same model again: nothing ends; what both did is the same counted at once and in parts; the starter counts too."""
    for number in range(3):
        await ask(running, f"customer-{number}")  # the starter decides
    first, second = await succession(running, 12)
    for number in range(10):
        await ask(running, f"customer-{number}")
    watch = ExperimentWatch(database, running.services.clock)
    await watch.look([running.asha.system.environment_id])
    at_once = await compare(running, second)
    monkeypatch.setattr(experiment_counts, "SETTLED_AFTER", dt.timedelta(0))
    await compare(running, second)
    for number in range(5, 15):
        await ask(running, f"customer-{number}")
    in_parts = await compare(running, second)
    assert watch.ended == 0
    assert [(one.champion.customers, one.candidate.customers) for one in (at_once, in_parts)] == [
        (12, 10),
        (12, 15),
    ]
    assert (at_once.champion.decisions, in_parts.candidate.decisions) == (12, 20)
    assert at_once.champion.mean_probability == in_parts.champion.mean_probability
    beside_starter = await compare(running, first)
    assert (beside_starter.champion.deployment_id, beside_starter.champion.decisions) == (None, 3)


async def test_guardrails_stay_with_what_is_promoted(running: Product, database: Database) -> None:
    """A challenger's own limits hold for the champion that it becomes, which took the place of another."""
    limits = Guardrails(decline_shift_max=1.0, degraded_rise_max=0.5)
    champion, challenger = await experiment(running, guardrails=limits)
    made = await running.services.deployments.promote(running.asha.system, challenger.id)
    assert (made.guardrails, made.replaces) == (limits, champion.id)
    back = await running.services.deployments.rollback(running.asha.system, made.id)
    assert back.guardrails is None  # what was brought back is not watched


async def said_of_guardrails(database: Database, environment_id: UUID) -> tuple[list[bytes], list[str]]:
    """Returns: the entries about guardrails, the subjects of the notices."""
    async with database.transaction(environment_id) as tx:
        entries = await tx.fetch(
            "SELECT entry FROM ledger_intake WHERE environment_id = $1 AND position('model.guardrail.v1'::bytea IN entry) > 0",
            environment_id,
        )
        told = await tx.fetch(
            "SELECT payload FROM outbox WHERE environment_id = $1 AND topic = 'mail.notice'", environment_id
        )
    return [row["entry"] for row in entries], [json.loads(row["payload"])["subject"] for row in told]


async def test_a_challenger_as_good_is_left_alone(running: Product, database: Database) -> None:
    """The same model again: the watch looks, and nothing ends."""
    _, challenger = await experiment(running)
    for number in range(40):
        await ask(running, f"customer-{number}")
    watch = ExperimentWatch(database, running.services.clock)
    await watch.look([running.asha.system.environment_id])
    assert watch.ended == 0
    assert (await running.services.deployments.get(running.asha.system, challenger.id)).retired_at is None


async def test_the_truth_is_counted_by_arm(running: Product) -> None:
    """Once feedback says what became of decisions, each arm has its squared error and its share of approvals gone wrong."""
    _, challenger = await experiment(running)
    made = [await ask(running, f"customer-{number}") for number in range(20)]
    truths = {each.id: number % 4 == 0 for number, each in enumerate(made)}
    for each in made:
        truth = Feedback(
            decision_id=each.id, happened=truths[each.id], observed_at=running.services.clock.now()
        )
        await running.services.feedback.record(running.asha.system, truth)
    compared = await compare(running, challenger)
    for arm, role in ((compared.champion, "champion"), (compared.candidate, "challenger")):
        mine = [each for each in made if each.model.role == role]
        assert arm.judged == len(mine) > 0
        errors = [(each.answer.probability - truths[each.id]) ** 2 for each in mine]  # type: ignore[union-attr]
        assert arm.brier_score == pytest.approx(sum(errors) / len(errors), abs=1e-5)
        passed = [truths[each.id] for each in mine if each.outcome == "approve"]
        assert arm.approved_event_rate == (pytest.approx(sum(passed) / len(passed)) if passed else None)


async def test_the_truth_judges_a_shadow_too(running: Product) -> None:
    """Told what became of a decision, the comparison knows how far off both what decided and the shadow were."""
    services, caller = running.services, running.asha.system
    await services.deployments.deploy(caller, USE_CASE, await upload(running, "one"))
    asked = Deploy(role="shadow")
    shadow = await services.deployments.deploy(caller, USE_CASE, await upload(running, "two"), asked)
    made = [await ask(running, f"customer-{number}") for number in range(6)]
    await services.decisions._batch.close()
    for each in made:
        truth = Feedback(decision_id=each.id, happened=True, observed_at=services.clock.now())
        await services.feedback.record(caller, truth)
    compared = await compare(running, shadow)
    assert (compared.champion.judged, compared.candidate.judged) == (6, 6)
    assert compared.candidate.brier_score == pytest.approx(compared.champion.brier_score)  # the same model
    errors = [(each.answer.probability - 1) ** 2 for each in made]  # type: ignore[union-attr]
    assert compared.champion.brier_score == pytest.approx(sum(errors) / 6, abs=1e-5)


async def test_looking_often_counts_the_same(
    running: Product, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often slices are counted, kept and settled, they add up to what one count of everything gives; late rows too."""
    champion, challenger = await experiment(running)
    clock, environment = running.services.clock, running.asha.system.environment_id
    monkeypatch.setattr(experiment_slices, "RIPE_AFTER", dt.timedelta(0))
    monkeypatch.setattr(experiment_slices, "SETTLED_AFTER", dt.timedelta(milliseconds=250))
    slices = SlicedCounts()

    async def look(at: dt.datetime) -> tuple[Arms, Arms]:
        async with database.transaction(environment) as tx:
            row = await deployment_store.find(tx, environment, challenger.id)
            other = await deployment_store.find(tx, environment, champion.id)
            assert row is not None
            kept = await slices.count(tx, row, other, at)
            return kept, await experiment_store.count(tx, experiment_counts.window_of(row, other, at))

    for number in range(12):
        await ask(running, f"customer-{number % 8}")
        kept, whole = await look(clock.now())
        assert kept == whole
        assert kept.decisions == number + 1
        await asyncio.sleep(0.06)
    monkeypatch.setattr(experiment_slices, "SETTLED_AFTER", dt.timedelta(minutes=5))
    ahead = clock.now() + dt.timedelta(minutes=10)
    await look(ahead)  # what is decided now comes late: its slice was counted already
    await ask(running, "customer-3")
    await ask(running, "late")
    assert (await look(ahead))[0].decisions == 12
    kept, whole = await look(ahead + dt.timedelta(minutes=6))
    assert kept == whole
    assert kept.decisions == 14
