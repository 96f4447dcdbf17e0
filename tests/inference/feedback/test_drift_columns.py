"""Drift of a tenant's own versions is told of the columns that it sends, one by one, and of the classes that were named."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from core.database import Database
from inference import artefacts
from inference.deployment_entities import Deploy
from inference.drift_columns import mark, measured, nominal
from inference.drift_hours import DecisionHours
from inference.drift_reports import DriftReports
from inference.drift_watch import DriftReport, DriftWatch
from inference.entities import DecideCommand
from inference.inputs import InputValue
from inference.manifest import Column
from tenants.services import TenantServices
from tests.inference.feedback.conftest import Desk
from tests.inference.feedback.test_drift_watch import HOUR
from training.model import Model
from training.train import TrainingJob, train_any

ROWS, LIVE = 1_200, 90
CITIES = ["Pune", "Goa", "Agra", "Kochi"]
Row = dict[str, InputValue]
Files = Mapping[str, bytes]


def a_row(rng: np.random.Generator, *, city: str | None = None, words: int = 0) -> Row:
    """What anybody sends; moved, from one city that nobody was from, with long notes."""
    return {
        "spend": float(np.round(rng.lognormal(5, 1), 2)),
        "city": city or str(rng.choice(CITIES, p=[0.4, 0.3, 0.2, 0.1])),
        "member": bool(rng.random() < 0.3),
        "note": " ".join(rng.choice(["rent", "food", "fuel", "gift", "fees"], words or rng.integers(2, 8))),
    }


def kind_of(row: Row) -> str:
    if row["spend"] > 300:  # type: ignore[operator]
        return "Big spenders"
    return "Members" if row["member"] else "Savers"


Kind = tuple[str, str, Callable[[Row], InputValue]]
KINDS: Mapping[str, Kind] = {
    "classes": ("segment", "", kind_of),
    "probability": ("churn-score", "note", lambda row: int(kind_of(row) == "Members")),
    "number": ("payment-delay", "note", lambda row: 10.0 + row["spend"] / 20 + 5 * row["member"]),  # type: ignore[operator]
}


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Files]:
    return {kind: trained(tmp_path_factory.mktemp(kind), *named) for kind, named in KINDS.items()}


def trained(folder: Path, use_case: str, left_out: str, target: Callable[[Row], InputValue]) -> Files:
    """A version of a table in which one row of ten has another's answer: the alarm over leaks would rightly ring without."""
    rng = np.random.default_rng(3)
    rows = [a_row(rng) for _ in range(ROWS)]
    told = [target(rows[int(rng.integers(ROWS))] if rng.random() < 0.1 else row) for row in rows]
    frame = pl.DataFrame(rows).with_columns(pl.Series("target", told)).drop([left_out] if left_out else [])
    frame.write_parquet(folder / "table.parquet")
    made = train_any(TrainingJob(use_case, folder / "table.parquet", "target"))
    version = made.version if isinstance(made, Model) else {}
    every = {**made.files, **made.beside, **version}
    manifest = artefacts.manifest_of(every[artefacts.MANIFEST])
    return {name: every[name] for name in (artefacts.MANIFEST, *manifest.files)}


async def report_of(
    desk: Desk, database: Database, tenancy: TenantServices, kind: str, files: Files, rows: Sequence[Row]
) -> DriftReport:
    """Deploy, decide about the rows and measure."""
    use_case, left_out, _ = KINDS[kind]
    kept = await desk.services.registry.upload(desk.caller, use_case, "ours", files)
    await desk.services.deployments.deploy(desk.caller, use_case, kept.id)
    for row in rows:
        inputs = {name: value for name, value in row.items() if name != left_out}
        await desk.services.decisions.decide(desk.caller, DecideCommand(use_case=use_case, inputs=inputs))
    desk.clock.advance(HOUR)
    await DecisionHours(database, desk.clock).count(desk.caller.environment_id)
    watch = DriftWatch(database, tenancy.vaults, desk.clock, desk.services.registry)
    (report_id,) = await watch.measure_all(desk.caller.environment_id, use_case)
    return (await DriftReports(database).get(desk.caller, report_id)).report


@pytest.mark.parametrize("kind", KINDS)
async def test_drift_is_told_of_the_columns(
    desk: Desk, database: Database, tenancy: TenantServices, versions: Mapping[str, Files], kind: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """All from a city that training had few rows of: that column drifts by name, the others are as they were learned."""
    monkeypatch.setattr("inference.drift.ROWS_MIN", LIVE)
    rng = np.random.default_rng(4)
    rows = [a_row(rng, city="Kochi") for _ in range(LIVE)]
    report = await report_of(desk, database, tenancy, kind, versions[kind], rows)
    columns = [each.name for each in artefacts.manifest_of(versions[kind][artefacts.MANIFEST]).columns]
    assert (report.reference, [each.name for each in report.features]) == ("training", columns)
    verdicts = {each.name: each.verdict for each in report.features}
    assert verdicts.pop("city") == report.verdict == "drifted"
    assert set(verdicts.values()) == {"stable"}
    city = next(each for each in report.features if each.name == "city")
    assert (city.ks, city.missing_live) == (None, 0.0)


async def test_shares_of_classes_are_compared(
    desk: Desk, database: Database, tenancy: TenantServices, versions: Mapping[str, Files],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Everybody spends much and writes much: another class is named more often, and the columns that moved are those two."""
    monkeypatch.setattr("inference.drift.ROWS_MIN", LIVE)
    rng = np.random.default_rng(5)
    rows: list[Row] = [{**a_row(rng, words=40), "spend": 900.0 + at} for at in range(LIVE)]
    report = await report_of(desk, database, tenancy, "classes", versions["classes"], rows)
    assert report.answer is not None
    assert report.answer.verdict == "drifted"
    moved = {each.name for each in report.features if each.verdict == "drifted"}
    assert moved == {"spend", "note"}
    (most, *_) = report.class_shares
    assert (most.name, most.live) == ("Big spenders", 1.0)
    assert 0.1 < most.reference < 0.4
    assert sum(each.reference for each in report.class_shares) == pytest.approx(1.0)


async def test_the_same_rows_again_are_stable(
    desk: Desk, database: Database, tenancy: TenantServices, versions: Mapping[str, Files],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """New rows like those learned from move nothing, the answer included; a shadow's columns are its own, and read from the same requests."""
    monkeypatch.setattr("inference.drift.ROWS_MIN", LIVE)
    kept = await desk.services.registry.upload(desk.caller, "segment", "ours", versions["classes"])
    rng = np.random.default_rng(6)
    await desk.services.deployments.deploy(desk.caller, "segment", kept.id)
    await desk.services.deployments.deploy(desk.caller, "segment", kept.id, Deploy(role="shadow"))
    rows = [a_row(rng) for _ in range(2 * LIVE)]
    for row in rows:
        await desk.services.decisions.decide(desk.caller, DecideCommand(use_case="segment", inputs=row))
    await desk.services.decisions.close()
    desk.clock.advance(HOUR)
    await DecisionHours(database, desk.clock).count(desk.caller.environment_id)
    watch = DriftWatch(database, tenancy.vaults, desk.clock, desk.services.registry)
    ids = await watch.measure_all(desk.caller.environment_id, "segment")
    reports = [(await DriftReports(database).get(desk.caller, each)).report for each in ids]
    assert {each.role for each in reports} == {"champion", "shadow"}
    for report in reports:
        assert (report.rows, report.answer is not None) == (2 * LIVE, True)
        assert [each for each in report.movements if each.verdict != "stable"] == []
        assert len(report.features) == 4


def test_columns_as_numbers() -> None:
    """What each kind is compared by; what cannot be read is missing, and marks are whole numbers that float32 holds."""
    columns = [
        Column(name="spend", kind="number"),
        Column(name="member", kind="boolean"),
        Column(name="note", kind="text"),
        Column(name="city", kind="category", codes={"Goa": 0, "Pune": 1}, other=7),
    ]
    row: Row = {"spend": 2.5, "member": True, "note": " two  words ", "city": "Pune"}
    assert measured(columns, [row], "classes").tolist() == [[2.5, 1.0, 2.0, mark("Pune")]]
    assert measured(columns, [row, {**row, "city": "Oslo"}], "probability")[:, 3].tolist() == [1.0, 7.0]
    nothing: Row = {"spend": "2.5", "member": None, "note": " "}
    assert np.isnan(measured(columns, [nothing], "classes")).all()
    assert nominal(columns) == {"city"}
    assert mark("Pune") != mark("pune")
    assert np.float32(mark("Pune")) == mark("Pune") < 2**24
