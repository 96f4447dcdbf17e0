"""What a training job declares as actionable: what it is told, else what its champion says."""

from pathlib import Path

import msgspec
import numpy as np
import polars as pl
import pytest

from app.training_child import ChildTrainer
from core.database import Database
from inference import artefacts
from inference.actionable import ActionableColumn
from inference.retraining import TrainingJobs
from inference.retraining_entities import TrainingImpossible, TrainingRequest
from tenants.services import TenantServices
from tests.inference.feedback.conftest import Desk
from tests.inference.feedback.test_retraining import jobs, runs_of
from tests.inference.feedback.test_retraining_tasks import ROWS, Inputs, champion, decided, trained

__all__ = ["jobs"]


async def test_actionable_columns_are_declared_anew(
    desk: Desk, database: Database, tenancy: TenantServices, jobs: TrainingJobs, tmp_path: Path
) -> None:
    """A job says what is actionable, as far as its own rows go; without a word it is what the champion says; nonsense is refused at once."""
    rng = np.random.default_rng(5)
    size = rng.uniform(0, 10, 400)
    table = pl.DataFrame({
        "size": size, "rail": rng.choice(["imps", "neft"], 400), "customer_age": rng.uniform(20, 70, 400),
        "days": size / 5 + rng.exponential(0.2, 400),
    })  # fmt: skip
    wanted = (ActionableColumn(feature="size", direction="down"),)
    await champion(desk, "payout-delay", tmp_path, table, "days", wanted)
    rows: list[Inputs] = [
        {"size": float(each), "rail": "neft", "customer_age": 30.0} for each in rng.uniform(2, 8, ROWS)
    ]
    hours = [24 * float(str(row["size"])) / 5 + float(rng.exponential(0.2)) for row in rows]
    await decided(desk, "payout-delay", rows, lambda place: {"value": hours[place]})
    request = TrainingRequest(use_case="payout-delay")
    _, manifest, _ = await trained(desk, database, tenancy, jobs, request)
    (kept,) = [column for column in manifest.columns if column.actionable != "no"]
    assert (kept.name, kept.actionable) == ("size", "down")
    assert kept.minimum == pytest.approx(float(size.min()))  # as the champion had it
    sizes = [float(str(row["size"])) for row in rows]
    asked = (ActionableColumn(feature="size", maximum=7.5), ActionableColumn(feature="rail"))
    request = msgspec.structs.replace(request, actionable=asked)
    queued = await jobs.create(desk.caller, request)
    assert queued.request.actionable == asked
    await runs_of(desk, database, tenancy, ChildTrainer()).work(desk.caller.environment_id)
    made = (await jobs.get(desk.caller, queued.id)).version_id
    assert made is not None
    files = await desk.services.registry.files(desk.caller.environment_id, made)
    columns = {each.name: each for each in artefacts.manifest_of(files[artefacts.MANIFEST]).columns}
    assert {name: each.actionable for name, each in columns.items()} == {
        "size": "both", "rail": "both", "customer_age": "no",
    }  # fmt: skip
    assert columns["size"].maximum == 7.5
    assert columns["size"].minimum == pytest.approx(min(sizes), rel=1e-6)
    assert b"A person can be asked to change: `size` (" in files[artefacts.CARD_TEXT]
    for wrong in ("weather", "customer_age", "rail:up"):
        name, _, way = wrong.partition(":")
        one = msgspec.convert({"feature": name, "direction": way or "both"}, ActionableColumn)
        with pytest.raises(TrainingImpossible):
            await jobs.create(desk.caller, msgspec.structs.replace(request, actionable=(one,)))
    facts = TrainingRequest(use_case="churn-score", actionable=(ActionableColumn(feature="income"),))
    with pytest.raises(TrainingImpossible):
        await jobs.create(desk.caller, facts)
