"""A drift report as the worker keeps one, and a training job, for tests of who may read them."""

from uuid import UUID

from api.services import Services
from app.wiring.foundation import Foundation
from core.ids import public
from inference import starters
from inference.drift import Movement
from inference.drift_watch import DriftReport, DriftWatch
from inference.retraining_entities import PlanRequest, TrainingRequest
from tenants.principals import Principal

USE_CASE = "transaction-anomaly"


async def a_drift_report(base: Foundation, environment_id: UUID) -> str:
    """Keep a report about the starter of an environment. Returns: its public id."""
    still = Movement(
        name="score", verdict="stable", psi=0.01, psi_noise=0.02, ks=None, ks_p=None,
        missing_reference=0.0, missing_live=0.5,
    )  # fmt: skip
    now = base.clock.now()
    report = DriftReport(
        use_case=USE_CASE, version_id=starters.row(environment_id, USE_CASE).id, role="champion", verdict="stable",
        measured_at=now, since=now, until=now, rows=1_000, reference="first_decisions", reference_rows=500,
        score=still, features=[still],
    )  # fmt: skip
    watch = DriftWatch(base.database, base.tenants.vaults, base.clock)
    return public("drf", await watch.keep(environment_id, report))


async def a_training_job(services: Services, caller: Principal) -> str:
    """Queue a job and plan others. Returns: the job's public id."""
    request = TrainingRequest(use_case="churn-score")
    await services.training_jobs.put_plan(caller, USE_CASE, PlanRequest(on_drift=True))
    return public("tjb", (await services.training_jobs.create(caller, request)).id)
