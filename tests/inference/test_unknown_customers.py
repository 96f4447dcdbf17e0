"""Nobody gets credit because nothing is known of them."""

import pathlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from core.postgres import EmbeddedPostgres
from inference.entities import DecideCommand
from payments.facts import Transaction
from tests.product import Product, product


@pytest.fixture
async def running(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path) as opened:
        yield opened


def salary(days_ago: int) -> Transaction:
    return Transaction(
        id=f"s-{days_ago}", customer_id="asha", amount_minor=9_000_000, currency="INR", direction="credit",
        occurred_at=datetime.now(UTC) - timedelta(days=days_ago),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("history", "outcome"),
    [
        (None, "review"),
        ((), "review"),
        ((salary(200), salary(120)), "review"),
        ((salary(95), salary(65), salary(35), salary(5)), "approve"),
    ],
)
async def test_a_customer_without_payments_is_looked_at(
    running: Product, history: tuple[Transaction, ...] | None, outcome: str
) -> None:
    """An id that nobody has heard of, a typo perhaps, and one whose payments ended long ago are reviewed, as the note says."""
    command = DecideCommand(use_case="credit-score", customer_id="asha", transactions=history)
    decided = await running.services.decisions.decide(running.asha.system, command)
    assert decided.outcome == outcome
    said = "There were no payments in the last 90 days."
    assert (said in decided.rules.notes) == (outcome == "review")
