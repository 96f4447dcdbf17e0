"""Shadows of versions that tell numbers and classes: measured by the truth that measures what was answered."""

import datetime as dt
from typing import cast
from uuid import UUID

import msgspec
import pytest

from core.clock import ManualClock
from core.database import Database
from inference.deployment_entities import Deploy
from inference.entities import DecideCommand
from inference.event_kinds import EVENTS
from inference.feedback_entities import Feedback
from inference.live_metrics import LiveMetrics, MetricsService
from inference.registry import Registry
from payments.invoice_facts import Invoice
from tenants.principals import Principal
from tests.inference import tickets
from tests.inference.feedback.conftest import Desk
from tests.inference.own_versions import files_of

DAY = dt.timedelta(days=1)


async def figures(database: Database, caller: Principal, clock: ManualClock, use_case: str) -> LiveMetrics:
    return await MetricsService(database, clock).read(caller, use_case)


async def kept(registry: Registry, caller: Principal, use_case: str, files: dict[str, bytes]) -> UUID:
    return (await registry.upload(caller, use_case, "ours", files)).id


async def test_numbers_of_a_shadow(desk: Desk, database: Database, clock: ManualClock) -> None:
    """The same model in the shadow is as far off as what answered; a correction corrects both, and takes both back."""
    use_case = "payment-delay"
    shadow = await kept(desk.services.registry, desk.caller, use_case, files_of("shadow", use_case))
    await desk.services.deployments.deploy(desk.caller, use_case, shadow, Deploy(role="shadow"))
    now = clock.now()
    example = msgspec.convert({**EVENTS["invoice"].example, "history": []}, Invoice)
    invoice = msgspec.structs.replace(example, issued_at=now - 10 * DAY, due_at=now + 20 * DAY)
    made = await desk.services.decisions.decide(desk.caller, DecideCommand(use_case=use_case, event=invoice))
    days = cast("float", getattr(made.answer, "days_p50"))  # noqa: B009 - of the kind of answer
    await desk.services.shadows.close()
    for off, at in ((3.0, now), (1.0, now + DAY / 24)):
        told = Feedback(decision_id=made.id, value=days + off, observed_at=at)
        await desk.feedback.record(desk.caller, told)
        found = (await figures(database, desk.caller, clock, use_case)).numbers
        assert {each.role for each in found} == {"champion", "shadow"}
        assert [each.mean_absolute_error.value for each in found] == pytest.approx([off, off])
        assert [each.version_id for each in found if each.role == "shadow"] == [shadow]
    await desk.feedback.record(
        desk.caller, Feedback(decision_id=made.id, happened=True, observed_at=now + DAY / 12)
    )
    assert (await figures(database, desk.caller, clock, use_case)).numbers == []


async def test_classes_of_a_shadow(desk: Desk, database: Database, clock: ManualClock) -> None:
    """A shadow that tells other classes than the champion has figures of its own, and neither its class nor a word that reasons
    quote ever rests in clear."""
    champion = await kept(desk.services.registry, desk.caller, tickets.USE_CASE, tickets.files())
    await desk.services.deployments.deploy(desk.caller, tickets.USE_CASE, champion)
    shadow = await kept(desk.services.registry, desk.caller, tickets.USE_CASE, tickets.files(unlike=True))
    await desk.services.deployments.deploy(desk.caller, tickets.USE_CASE, shadow, Deploy(role="shadow"))
    rows = tickets.table(24, seed=5).to_dicts()
    for at, row in enumerate(rows):
        inputs = {name: row[name] for name in tickets.INPUTS}
        asked = DecideCommand(use_case=tickets.USE_CASE, inputs=inputs)
        made = await desk.services.decisions.decide(desk.caller, asked)
        await desk.services.shadows.close()
        truth = row[tickets.TARGET] if at % 4 else "something else"
        await desk.feedback.record(
            desk.caller,
            Feedback(decision_id=made.id, label=truth.lower().replace(" ", "-"), observed_at=clock.now()),
        )
    found = {
        each.role: each for each in (await figures(database, desk.caller, clock, tickets.USE_CASE)).classes
    }
    assert {each.measured for each in found.values()} == {len(rows)}
    assert found["champion"].accuracy.value > 0.5 > found["shadow"].accuracy.value
    assert found["shadow"].version_id == shadow
    async with database.transaction(desk.caller.environment_id) as tx:
        said = [row["said"] for row in await tx.fetch("SELECT said FROM shadow_prediction")]
        resting = [
            row[0]
            for name in ("decision", "shadow_prediction", "feedback_measured")
            for row in await tx.fetch(f"SELECT row_to_json(t)::text FROM {name} AS t")
        ]
    assert {len(each) for each in said} == {16}
    assert len(set(said)) > 1
    assert len(resting) > 2 * len(rows)
    words = [word for row in rows for word in (row["message"] or "").split() if len(word) > 4]
    hidden = [bytes(word, "utf-8").hex() for word in words]
    assert not any(word in each for each in resting for word in [*words, *hidden])
