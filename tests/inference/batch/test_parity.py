"""Online against batch on tables of the simulator: the same floats, bit for bit; `make test-batch-parity` does whole data sets."""

import csv
import pathlib
from collections.abc import AsyncIterator, Mapping

import pytest

from app.wiring.foundation import open_foundation
from bench import batch_parity
from bench.parity_sides import Sides, StillClock, open_sides
from core.postgres import EmbeddedPostgres
from inference.batch.entities import BatchOptions
from inference.entities import DecideCommand, InputValue
from payments.simulator.events import SimulatorConfig
from payments.transactions import TransactionFilter
from tests.inference.batch.conftest import a_file
from tests.inference.versions import small_version
from tests.product import settings_for

CONFIG = SimulatorConfig(seed=11, days=8, customers=12, fraud_level=10.0)


@pytest.fixture
async def sides(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Sides]:
    async with (
        open_foundation(settings_for(postgres, tmp_path)) as base,
        base.database.unscoped() as tx,
    ):
        await tx.execute("DELETE FROM batch_queue")
    async with (
        open_foundation(settings_for(postgres, tmp_path)) as base,
        open_sides(base, StillClock(batch_parity.NOW)) as opened,
    ):
        yield opened


async def test_payments_and_customers_have_the_floats_of_requests(sides: Sides) -> None:
    """Features, scores and confidence of payments, round after round against a state that grows, and of customers."""
    payments = batch_parity.told("payments", await batch_parity.payments(sides, CONFIG, rounds=3))
    assert payments.rows == 36
    assert payments.floats >= 33 * payments.rows
    assert payments.differing == 0
    for use_case in ("churn-score", "credit-score"):
        found = batch_parity.told(use_case, await batch_parity.customers(sides, use_case, CONFIG))
        assert (found.rows, found.differing) == (12, 0)
    asked = DecideCommand(use_case="churn-score", customer_id="nobody", include_features=True)
    (stored,) = (await sides.payments.list(sides.caller, TransactionFilter(), after=None, limit=1)).data
    assert stored.transaction is not None
    file = f"customer_id\n{stored.transaction.customer_id}".encode()
    unlike = batch_parity.told(
        "another customer", await sides.compare("churn-score", [asked], file, BatchOptions())
    )
    assert unlike.differing > 5, "what compares can fail"


async def test_columns_have_the_floats_of_requests(sides: Sides) -> None:
    """A tenant's own columns, with gaps, unknown words and quotes."""
    kept = await sides.inference.registry.upload(sides.caller, "credit-score", "small", small_version().files)
    await sides.inference.deployments.deploy(sides.caller, "credit-score", kept.id)
    data = a_file(300)
    commands = [
        DecideCommand(use_case="credit-score", inputs=inputs_of(row), include_features=True)
        for row in csv.DictReader(data.decode().splitlines())
    ]
    found = batch_parity.told("columns", await sides.compare("credit-score", commands, data, BatchOptions()))
    assert found.rows == 300
    assert found.floats >= 9 * found.rows
    assert found.differing == 0


def inputs_of(row: Mapping[str, str]) -> dict[str, InputValue]:
    """A row of `a_file` as a request would send it."""
    return {
        "income": float(row["income"]) if row["income"] else None,
        "owner": row["owner"] in {"true", "1"} if row["owner"] else None,
        "grade": row["grade"] or None,
        "region": row["region"] or None,
        "debt ratio (%)": float(row["debt ratio (%)"]),
    }
