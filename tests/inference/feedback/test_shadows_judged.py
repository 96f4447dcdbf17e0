"""A shadow is judged by the truth that judges what answered, and its drift is measured by its own scores."""

import datetime as dt
import hashlib
import json
from uuid import UUID

from core.database import Database
from inference import starters
from inference.deployment_entities import Deploy
from inference.drift_samples import SampleReader
from inference.feedback_entities import Feedback
from inference.learning_due import LearningDue
from inference.live_metrics import MetricsService
from tenants.services import TenantServices
from tests.inference.feedback.conftest import Desk

USE_CASE = "transaction-anomaly"


async def a_shadow(desk: Desk) -> UUID:
    """The starter under another digest, deployed as a shadow."""
    files = dict(starters.files(USE_CASE))
    files["card.md"] = b"# another\n"
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["card.md"] = hashlib.sha256(files["card.md"]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()
    version = await desk.services.registry.upload(desk.caller, USE_CASE, "another", files)
    await desk.services.deployments.deploy(desk.caller, USE_CASE, version.id, Deploy(role="shadow"))
    return version.id


async def test_shadows_are_judged_counted_and_sampled(
    desk: Desk, database: Database, tenancy: TenantServices
) -> None:
    """One truth gives both their figures; hours hold both; a sample of the shadow has its own scores and the same features."""
    shadow = await a_shadow(desk)
    decisions = [
        await desk.decide(customer_id=f"c-{each}", amount_minor=9_000 * (each + 1)) for each in range(6)
    ]
    await desk.services.shadows.close()
    told = [
        Feedback(decision_id=one.id, happened=at < 2, observed_at=desk.clock.now())
        for at, one in enumerate(decisions)
    ]
    await desk.feedback.record_many(desk.caller, told)
    desk.clock.advance(dt.timedelta(minutes=2))
    await LearningDue(database, desk.clock).look(desk.caller.environment_id)
    found = (await MetricsService(database, desk.clock).read(desk.caller, USE_CASE)).versions
    by_role = {one.role: one for one in found}
    assert set(by_role) == {"champion", "shadow"}
    assert {(one.judged, one.decided) for one in found} == {(6, 6)}
    assert by_role["shadow"].version_id == shadow
    assert by_role["shadow"].brier == by_role["champion"].brier  # it is the same model
    async with database.transaction(desk.caller.environment_id) as tx:
        rows = await tx.fetch("SELECT role, version_id, sample FROM decision_hour ORDER BY role")
    assert [(row["role"], len(row["sample"])) for row in rows] == [("champion", 6), ("shadow", 6)]
    reader = SampleReader(database, tenancy.vaults)
    environment_id = desk.caller.environment_id
    first = await reader.read(environment_id, rows[0]["version_id"], "champion", rows[0]["sample"])
    second = await reader.read(environment_id, shadow, "shadow", rows[1]["sample"])
    assert sorted(first.scores.tolist()) == sorted(second.scores.tolist())
    assert first.features.shape == second.features.shape == (6, len(first.names))
