"""An uploaded version is compared with what it was trained on from its first decisions on: its card carries it."""

import json

import numpy as np
import polars as pl
import pytest

from core.clock import ManualClock
from core.database import Database
from inference import artefacts, drift_cards
from inference.drift_hours import DecisionHours
from inference.drift_reports import DriftReports
from inference.drift_watch import DriftWatch
from inference.entities import DecideCommand
from tenants.services import TenantServices
from tests.inference.feedback.conftest import Desk
from tests.inference.feedback.test_drift_watch import HOUR, USE_CASE
from training.train import TrainingJob, train_any

ROWS = 600
EARLY = 480  # what was fitted on; the later fifth holds the planted anomalies


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A version of anomalies of payments, from a table."""
    table = tmp_path_factory.mktemp("drift") / "payments.csv"
    rng = np.random.default_rng(8)
    pl.DataFrame({"amount": rng.lognormal(3, 0.5, ROWS), "days": rng.uniform(0, 900, ROWS)}).write_csv(table)
    made = train_any(TrainingJob(use_case=USE_CASE, data=table))
    every = {**made.files, **made.beside}
    return {name: every[name] for name in (artefacts.MANIFEST, *artefacts.FILES)}


async def test_drift_is_measured_against_the_card(
    desk: Desk, database: Database, tenancy: TenantServices, clock: ManualClock, files: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Amounts four times as high drift, days as they were learned do not; nobody waits for five hundred first decisions."""
    monkeypatch.setattr("inference.drift.ROWS_MIN", 60)
    kept = await desk.services.registry.upload(desk.caller, USE_CASE, "ours", files)
    await desk.services.deployments.deploy(desk.caller, USE_CASE, kept.id)
    rng = np.random.default_rng(9)
    for _ in range(70):
        inputs = {"amount": 4 * float(rng.lognormal(3, 0.5)), "days": float(rng.uniform(0, 900))}
        await desk.services.decisions.decide(desk.caller, DecideCommand(use_case=USE_CASE, inputs=inputs))
    clock.advance(HOUR)
    await DecisionHours(database, clock).count(desk.caller.environment_id)
    watch = DriftWatch(database, tenancy.vaults, clock, desk.services.registry)
    (report_id,) = await watch.measure_all(desk.caller.environment_id, USE_CASE)
    report = (await DriftReports(database).get(desk.caller, report_id)).report
    assert (report.reference, report.reference_rows, report.rows) == ("training", EARLY, 70)
    verdicts = {each.name: each.verdict for each in report.features}
    assert (verdicts["amount"], verdicts["days"]) == ("drifted", "stable")


def test_a_card_that_does_not_hold_is_none(files: dict[str, bytes]) -> None:
    """Values that do not rise, are too few or are no numbers are nobody's reference; drift then begins with decisions."""
    card = json.loads(files[artefacts.CARD])
    read = drift_cards.read_card(files[artefacts.CARD])
    assert read is not None
    rows, columns, missing = read
    assert (rows, set(columns)) == (EARLY, {"amount", "days", "=score"})
    assert missing == dict.fromkeys(columns, 0)
    assert np.all(np.diff(np.frombuffer(columns["amount"], "<f4")) >= 0)
    short = {**card["drift_reference"]["columns"], "amount": "AAAA"}
    bents: list[dict[str, object]] = [{"columns": short}, {"rows": 5}, {"missing": {}}, {"rows": 10**9}]
    for bent in bents:
        changed = {**card, "drift_reference": {**card["drift_reference"], **bent}}
        assert drift_cards.read_card(json.dumps(changed).encode()) is None
    assert drift_cards.read_card(b'{"drift_reference": null}') is None
    assert drift_cards.read_card(b"[") is None
