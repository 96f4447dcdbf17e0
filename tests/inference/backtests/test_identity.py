"""A backtest decides every stored decision as it was decided live."""

import asyncio
import pathlib

import msgspec

from inference import catalogue
from inference.entities import DecideCommand
from rules.list_entities import NewEntry, NewList
from rules.lists import Lists
from tests.inference.backtests.conftest import Desk
from tests.inference.versions import small_version
from tests.recent import recent
from tests.rules.graphs import graph, table, thresholds

AGED_S = 1.1
"""After a second what is deployed is looked up anew."""
# One row for everything that a stored payment tells rules.
EVERYTHING = graph(
    table(
        [
            {"amount": "> 5000000", "out": "'decline'"},
            {"duplicate": "true", "out": "'duplicate'"},
            {"method": "'card'", "country": "'US'", "out": "'review'"},
            {"h24": "> 0", "out": "'busy'"},
            {"score": "> 0.37", "points": "< 640", "out": "'score'"},
            {"reasons": "contains($, 'amount_unusual') or len($) > 4", "out": "'reasons'"},
            {"mode": "'live'", "out": "'live'"},
            {"hour": "[0..5]", "probability": "> 0.3", "out": "'night'"},
            {"out": "'approve'"},
        ],
        inputs={
            "amount": "transaction.amount_minor",
            "duplicate": "transaction.duplicate",
            "method": "transaction.method",
            "country": "transaction.country",
            "hour": "decided_hour",
            "probability": "probability",
            "h24": "features.payments_h24",
            "score": "score",
            "points": "points",
            "reasons": "reasons",
            "mode": "mode",
        },
        outputs={"out": "outcome"},
    )
)


async def test_every_decision_of_a_version_is_decided_alike(desk: Desk) -> None:
    """Payments decided live under a version that reads everything: tried again, none of them differs."""
    version = await desk.activate(EVERYTHING)
    made = await desk.pay(60)
    report = await desk.report(version)
    assert report.decisions == len(made)
    assert (report.same.count, report.same.of) == (0, len(made))
    stored = report.comparisons[0]
    assert stored.effect.changed.count == 0
    live = {outcome: sum(each.outcome == outcome for each in made) for outcome in {d.outcome for d in made}}
    assert {cell.before: cell.decisions for cell in stored.matrix} == live
    assert len(live) > 4, live  # else the rows prove little
    assert (report.incomplete, report.not_held) == (0, ())


async def test_facts_of_events_and_classes(desk: Desk) -> None:
    """Use cases about events, one of them with a row for each gateway, and one that names a class: no decision differs, and what a
    rule reads of features is the row that was explained."""
    for use_case in ("gateway-route", "ticket-triage", "payout-delay"):
        kind = catalogue.get(use_case).about
        assert kind is not None
        deployed = await desk.inference.deployments.active(desk.caller.environment_id, use_case)
        names = [name for name in deployed.version.features if not name.startswith("features.")][:2]
        reading = graph(
            table(
                [
                    {"x": "> 0.4", "p": "> 0.2", "out": "'both'"},
                    {"y": "> 0.4", "out": "'second'"},
                    {"p": "> 0.5", "out": "'likely'"},
                    {"out": "'approve'"},
                ],
                inputs={"x": f"features.{names[0]}", "y": f"features.{names[1]}", "p": "probability"},
                outputs={"out": "outcome"},
            )
        )
        version = await desk.activate(reading, use_case)
        event = msgspec.convert(recent(dict(kind.example)), kind.facts)
        for _ in range(3):
            await desk.inference.decisions.decide(desk.caller, DecideCommand(use_case=use_case, event=event))
        report = await desk.report(version, use_case)
        assert (report.same.count, report.same.of, report.not_held) == (0, 3, ()), use_case


async def test_own_columns(desk: Desk) -> None:
    """A version of the tenant's own columns: rules read what was sent, and a column that was left out is missing."""
    kept = await desk.inference.registry.upload(desk.caller, "credit-score", "small", small_version().files)
    await desk.inference.deployments.deploy(desk.caller, "credit-score", kept.id)
    reading = graph(
        table(
            [
                {"i": "> 1", "out": "'rich'"},
                {"g": "'A'", "o": "true", "out": "'owner'"},
                {"p": "> 0.5", "out": "'review'"},
                {"out": "'approve'"},
            ],
            inputs={"i": "inputs.income", "g": "inputs.grade", "o": "inputs.owner", "p": "probability"},
            outputs={"out": "outcome"},
        )
    )
    version = await desk.activate(reading, "credit-score")
    for number in range(8):
        sent = {"income": number / 2, "owner": number % 2 == 0, "grade": "AB"[number % 2], "region": "east"}
        if number == 7:
            del sent["grade"]
        await desk.decide("credit-score", customer_id=f"c{number}", inputs=sent)
    report = await desk.report(version, "credit-score")
    assert (report.same.count, report.same.of) == (0, 8)
    assert {each.fact: each.decisions for each in report.not_held} == {"inputs.grade": 1}


async def test_decisions_without_a_model(desk: Desk, tmp_path: pathlib.Path) -> None:
    """Decided by the fallback, since the version's files were lost: counted as such, and the draft gives its own fallback."""
    files = small_version().files
    kept = await desk.inference.registry.upload(desk.caller, "credit-score", "small", files)
    await desk.inference.deployments.deploy(desk.caller, "credit-score", kept.id)
    (tmp_path / "objects" / "artefacts" / kept.digest.hex() / "score.onnx").unlink()
    desk.inference.registry.forget_open()
    await asyncio.sleep(AGED_S)
    version = await desk.activate(thresholds(), "credit-score")
    sent = {"income": 1.0, "owner": True, "grade": "A", "region": "east"}
    lost = await desk.decide("credit-score", customer_id="c", inputs=sent)
    assert lost.degraded
    report = await desk.report(version, "credit-score")
    assert (report.fallback, report.same.count, report.same.of) == (1, 0, 1)


async def test_lists_and_suppressions_are_as_they_were_told(desk: Desk) -> None:
    """Who was on a list when it was decided is so in a backtest, whoever is on it now; where nobody asked, the report says so."""
    await desk.activate(thresholds(decline="> 2", review="> 2"))
    await desk.pay(3)
    base = desk.base
    lists = Lists(base.database, base.tenants.vaults, base.clock)
    made = await lists.create(desk.caller, NewList(name="stolen", kind="device", description="a test"))
    await lists.add(desk.caller, made.id, [NewEntry(value="phone", reason="a test")], "a test")
    reading = graph(
        table(
            [
                {"l": "true", "out": "'listed'"},
                {"s": "true", "out": "'quiet'"},
                {"g": "'retail'", "out": "'retail'"},
                {"r": "'north'", "out": "'north'"},
                {"out": "'approve'"},
            ],
            inputs={"l": "lists.stolen.device_id", "s": "suppressed", "g": "segment", "r": "region"},
            outputs={"out": "outcome"},
        )
    )
    version = await desk.activate(reading)
    desk.active.forget(desk.caller.environment_id, version.use_case)
    later = await desk.pay(20, seed=3)
    assert {"listed", "retail", "north"} <= {each.outcome for each in later}
    await lists.remove(desk.caller, made.id, ["phone"])
    report = await desk.report(version)
    assert (report.same.count, report.same.of) == (0, 20)
    assert {each.fact: each.decisions for each in report.not_held} == {
        "lists.stolen.device_id": 3,
        "suppressed": 3,
    }
