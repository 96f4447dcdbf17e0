"""The auditor's tour: what a superuser with every key forges is found, each time, at the right step."""

from collections.abc import Iterator

import pytest

from app.demo import tour
from app.demo.tour import Stage
from app.scratch import scratch
from ledger.tampering import FRAUDS, Fraud

pytestmark = pytest.mark.ledger_faults


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with scratch("tour") as folder, tour.stage(folder / "audit", folder / "data") as made:
        yield made


def test_the_log_as_it_is_passes_every_step(stage: Stage) -> None:
    """Else nothing that is found below would mean anything."""
    assert tour.untouched(stage).exit_code == 0


def test_there_are_fourteen_frauds() -> None:
    assert len({fraud.name for fraud in FRAUDS}) == 14


@pytest.mark.parametrize("fraud", FRAUDS, ids=[fraud.name for fraud in FRAUDS])
def test_a_fraud_is_found(stage: Stage, fraud: Fraud) -> None:
    verdict = tour.forged(stage, fraud)
    assert (verdict.step, verdict.exit_code) == (fraud.found_at.name.lower(), int(fraud.found_at))
