"""A job for the days on which invoices are paid: a policy learnt on portfolios that were asked about, where it can be learnt."""

import datetime as dt
import sys
from pathlib import Path
from typing import cast

import msgspec
import pytest

from core.database import Database
from core.ids import parse
from inference.answering.payment_timing import PaymentTimingAnswer
from inference.catalogue import Answer
from inference.deployment_entities import Deploy
from inference.entities import DecideCommand, Decision
from inference.retraining import TrainingJobs
from inference.retraining_entities import TrainingRequest
from payments.portfolio_facts import PaymentPortfolio
from tenants.services import TenantServices
from tests.inference.feedback.conftest import Desk
from tests.inference.feedback.test_retraining import jobs
from tests.inference.feedback.test_retraining_tasks import refused, trained
from training.errors import DatasetRefused
from training.job import silent
from training.policy.months import AT, month
from training.policy.plans import Due
from training.retraining_entities import FactRows, Origin
from training.retraining_timing import timing_of_facts

__all__ = ["jobs"]
USE_CASE = "payment-timing"
HOUR = dt.timedelta(hours=1)
LEARNER = Path(f"{sys.prefix}-policy") / "bin" / "python"


def ours(number: int, now: dt.datetime) -> PaymentPortfolio:
    """A simulated month that begins now."""
    portfolio, shift = month(number), now - AT
    return msgspec.structs.replace(
        portfolio,
        expected=[msgspec.structs.replace(each, at=each.at + shift) for each in portfolio.expected],
        invoices=[
            msgspec.structs.replace(
                each, due_at=each.due_at + shift,
                discount_until=None if each.discount_until is None else each.discount_until + shift,
            )
            for each in portfolio.invoices
        ],
    )  # fmt: skip


async def asked(desk: Desk, number: int) -> Decision[Answer]:
    event = ours(number, desk.clock.now())
    return await desk.services.decisions.decide(desk.caller, DecideCommand(use_case=USE_CASE, event=event))


@pytest.mark.skipif(not LEARNER.is_file(), reason="make setup-policy installs what learns policies")
async def test_a_policy_of_our_own_portfolios(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs
) -> None:
    """Portfolios that were asked about become a policy that costs a fifth less than due dates on the latest of them; it plans, says what
    it saves, and a replay says the same."""
    for number in range(50):
        await asked(desk, 700_000 + number)
        desk.clock.advance(HOUR)
    job, manifest, card = await trained(desk, database, tenancy, jobs, TrainingRequest(use_case=USE_CASE))
    assert (manifest.inputs, manifest.feature_set) == ("facts", "portfolio/1")
    (cost,) = [
        str(value) for name, value in card.items() if name.startswith("Cost of the latest 10 portfolios")
    ]
    assert float(cost.partition(" %")[0]) >= 20
    assert any(name == "The same of the champion, starter" for name in card)
    assert job.version_id is not None
    await desk.services.deployments.deploy(desk.caller, USE_CASE, job.version_id, Deploy())
    made = [await asked(desk, 800_000 + number) for number in range(8)]
    plans = [cast("PaymentTimingAnswer", each.answer) for each in made]
    assert {parse("ver", each.model.version_id) for each in made} == {job.version_id}
    costs = [(each.cost_minor or 0, each.due_date_cost_minor or 0) for each in plans]
    assert sum(cost for cost, _ in costs) < 0.8 * sum(rule for _, rule in costs)
    replay = await desk.services.replays.replay(desk.caller, parse("dec", made[-1].id))
    assert replay.verdict == "identical"


async def test_few_portfolios_say_how_many(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs
) -> None:
    """A job with too little says how much there is and how much is needed."""
    await asked(desk, 700_000)
    reason = await refused(desk, database, tenancy, jobs, TrainingRequest(use_case=USE_CASE))
    assert "(questions read: 1)" in reason
    assert "at least 500 are needed" in reason


def test_without_a_learner_it_says_how_to_install_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing can learn a policy, one line says what the operator has to run."""
    due = Due(month(1), AT)
    (tmp_path / "events.jsonl").write_bytes(msgspec.json.encode(due))
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    empty = FactRows(*(4 * [None]))  # type: ignore[arg-type]  # nothing is read of it
    with pytest.raises(DatasetRefused, match="Stable-Baselines3") as refusal:
        timing_of_facts(Origin(USE_CASE, "", 1, ()), empty, tmp_path, silent)
    assert "make setup-policy" in refusal.value.how_to_fix
