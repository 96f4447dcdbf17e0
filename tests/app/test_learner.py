"""The worker's learner, as it runs, on the loop that it runs on: a queued job is seen, a process is started, and the job
ends in a version."""

import asyncio
import datetime as dt
from pathlib import Path
from uuid import uuid4

import pytest
import uvloop

from app.learner_process import LearnerProcess
from core.clock import SystemClock
from core.postgres import EmbeddedPostgres
from inference.entities import DecideCommand
from inference.feedback_entities import Feedback
from inference.learning_due import LearningDue
from inference.registry import ModelVersion
from inference.retraining_entities import TrainingJob, TrainingRequest
from inference.routing import Role
from payments.facts import Transaction
from tests.product import product
from tests.turns import turns

USE_CASE = "transaction-anomaly"
ROWS = 220


def test_a_job_from_the_api_to_a_version(
    postgres: EmbeddedPostgres, tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decisions and feedback over the services, one job, one learner process: a registered version, scored in the shadow."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    # As `app.worker` does: its loop refuses arguments that asyncio's takes.
    job, version, roles = uvloop.run(_job_to_version(postgres, tmp_path))
    assert (job.state, job.reason, job.rows) == ("succeeded", None, ROWS)
    assert version.use_case == USE_CASE
    assert roles == ["shadow"]


async def _job_to_version(
    postgres: EmbeddedPostgres, tmp_path: Path
) -> tuple[TrainingJob, ModelVersion, list[Role]]:
    async with product(postgres, tmp_path) as running:
        services, caller = running.services, running.asha.system
        now = dt.datetime.now(dt.UTC)
        truths = []
        for each in range(ROWS):
            fraud = each % 4 == 0
            payment = Transaction(
                id=f"pay-{uuid4()}", customer_id=f"customer-{each % 12}", currency="INR",
                amount_minor=(900_000 if fraud else 20_000) + 311 * each,
                occurred_at=now - dt.timedelta(minutes=ROWS - each),
            )  # fmt: skip
            command = DecideCommand(use_case=USE_CASE, transaction=payment)
            decision = await services.decisions.decide(caller, command)
            truths.append(Feedback(decision_id=decision.id, happened=fraud, observed_at=now))
        await services.feedback.record_many(caller, truths)
        job = await services.training_jobs.create(caller, TrainingRequest(use_case=USE_CASE, end_in="shadow"))
        database = running.base.database
        learner = LearnerProcess(LearningDue(database, SystemClock()))
        working = asyncio.create_task(learner.run())
        try:
            async with asyncio.timeout(400):  # of other tests' jobs too
                while (job := await services.training_jobs.get(caller, job.id)).ended_at is None:  # noqa: ASYNC110
                    await asyncio.sleep(0.2)
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
        assert job.version_id is not None, job.reason
        version = await services.registry.get(caller, job.version_id)
        page = await services.deployments.list(caller, USE_CASE, None, 5)
        return job, version, [one.role for one in page.data]


class NothingDue(LearningDue):
    def __init__(self) -> None:
        """It asks nobody."""

    async def anything(self) -> bool:
        return False


@pytest.mark.parametrize("steps", range(8))
async def test_it_ends_when_told_to(steps: int) -> None:
    """However many turns after the bell: `asyncio.wait_for` of Python 3.11 would lose the one that meets it."""
    learner = LearnerProcess(NothingDue())
    working = asyncio.create_task(learner.run())
    await turns()
    await learner.ring(b"")
    await turns(steps)
    working.cancel()
    ended, _ = await asyncio.wait({working}, timeout=5)
    working.cancel()
    assert working in ended
