"""The magic value `drift` does what its table says of a version that has a reference."""

import datetime as dt
import pathlib

import msgspec
import numpy as np

from core.clock import ManualClock
from core.postgres import EmbeddedPostgres
from inference import drift_store
from inference.drift import ROWS_MIN
from inference.drift_hours import DecisionHours
from inference.drift_references import References
from inference.drift_watch import DriftReport, DriftWatch
from inference.entities import DecideCommand
from payments.facts import Transaction
from payments.magic import MAGIC_VALUES
from tests.product import Product, product

USE_CASE = "transaction-anomaly"
MAGIC = next(each for each in MAGIC_VALUES if each.effect == "drift")


async def decide(running: Product, count: int) -> None:
    fact = {
        "customer_id": MAGIC.customer_id,
        "amount_minor": 25_075,
        "currency": "INR",
        "occurred_at": "2026-11-20T10:00:00Z",
    }
    payment = msgspec.convert(fact, Transaction)
    for _ in range(count):
        made = await running.services.decisions.decide(
            running.asha.system, DecideCommand(use_case=USE_CASE, transaction=payment)
        )
        assert made.rules.notes[0] == "sandbox.magic: magic_drift: drift"


async def test_many_of_them_drift(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> None:
    """As many as a measurement needs, all alike, against what a version was trained on: it has drifted, and an alert waits to be told."""
    async with product(postgres, tmp_path) as running:
        base, environment_id = running.base, running.asha.system.environment_id
        await decide(running, ROWS_MIN)
        later = ManualClock(base.clock.now() + dt.timedelta(minutes=5))
        assert await DecisionHours(base.database, later).count(environment_id) == ROWS_MIN
        async with base.database.transaction(environment_id) as tx:
            ((_, version_id, role),) = await drift_store.active(
                tx, environment_id, later.now() - dt.timedelta(days=1)
            )
        deployed = await running.services.deployments.active(environment_id, USE_CASE)
        names = tuple(deployed.version.features)
        rng = np.random.default_rng(7)
        trained = rng.normal(50, 20, (1_000, len(names))).astype(np.float32)
        references = References(base.database, base.tenants.vaults, later)
        await references.keep_training(environment_id, version_id, names, trained, rng.random(1_000))
        watch = DriftWatch(base.database, base.tenants.vaults, later)
        assert await watch.measure(environment_id, USE_CASE, version_id, role) is not None
        async with base.database.transaction(environment_id) as tx:
            row = await drift_store.latest_report(tx, environment_id, USE_CASE, version_id, role)
            waiting = await tx.fetch(
                "SELECT topic FROM outbox WHERE environment_id = $1 ORDER BY topic", environment_id
            )
        assert row is not None
        report = msgspec.json.decode(row.body, type=DriftReport)
        assert (report.verdict, report.rows) == ("drifted", ROWS_MIN)
        assert [each["topic"] for each in waiting] == ["drift.alert", "event", "mail.notice"]
