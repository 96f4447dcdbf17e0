"""A version with a past: its history is looked up at each decision, from what was decided, told and loaded before."""

import asyncio
import dataclasses
import datetime as dt
import functools
import pathlib
from collections.abc import AsyncIterator, Iterator
from uuid import UUID

import msgspec
import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from core.database import Database
from core.ids import parse
from core.postgres import EmbeddedPostgres
from inference import artefacts, catalogue
from inference.catalogue import Answer
from inference.entities import DecideCommand, Decision
from inference.feedback_entities import Feedback
from inference.inputs import InputsRefused, InputValue
from inference.manifest import Column, OwnPast
from inference.pasts.dates import DateColumn
from inference.pasts.entities import NoPast, PastRowsKept, PastRowsRefused, PastRowTold
from inference.pasts.history import Entity, HistoryPlan
from inference.pasts.order import DAY_MS
from inference.retraining_entities import TrainingFailed, TrainingRequest
from inference.retraining_goals import Takes, goal_of
from tests.inference.own_versions import upload
from tests.inference.versions import SMALL
from tests.product import Product, product
from tests.training.forests import Matrix
from training.calibration import calibration_of
from training.evaluation import quality
from training.fit import Rows, fit
from training.folder import PREPARATION
from training.own_past import own_past
from training.package import Source, package
from training.past_rows import past_rows
from training.preparation import Preparation, apply

USE_CASE = "credit-score"
START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
DELAY = dt.timedelta(days=3)
COUNT = 240
_HISTORY = HistoryPlan(
    entities=(
        Entity(name="card", columns=("card",), kind="own", windows_ms=(DAY_MS, 7 * DAY_MS)),
        Entity(name="card + shop", columns=("card", "shop"), kind="pair", windows_ms=(7 * DAY_MS,)),
    ),
    values=("amount",),
    prior=0.25,
    ages_ms=(DAY_MS,),
)


@dataclasses.dataclass(frozen=True)
class Made:
    """rows: as requests. label: of each. wanted: float32[rows, columns], what training made of them. table: learned from."""

    files: dict[str, bytes]
    rows: list[dict[str, InputValue]]
    label: list[float]
    wanted: Matrix
    plan: Preparation
    table: pl.DataFrame


@functools.cache
def made() -> Made:
    """A version of rows of nine cards, many of them at one moment, with shops that are not always known."""
    rng = np.random.default_rng(7)
    minutes = np.sort(rng.integers(0, 30 * 1_440, COUNT) // 60 * 60).tolist()
    frame = pl.DataFrame(
        {
            "at": [START.replace(tzinfo=None) + dt.timedelta(minutes=each) for each in minutes],
            "card": rng.integers(1, 10, COUNT),
            "shop": [f"s{each}" if each else None for each in rng.integers(0, 4, COUNT)],
            "amount": rng.lognormal(3, 2, COUNT).astype(np.float32).astype(np.float64),
        },
        schema_overrides={"at": pl.Datetime("ms")},
    )
    label = (rng.random(COUNT) < 0.3).astype(np.float64)
    plan = Preparation(
        target="bad", time="at", raw=(Column(name="amount", kind="number"),), history=_HISTORY, salt="s",
        dates=(DateColumn(name="at", parts=("hour", "weekday")),), label_delay_ms=int(DELAY.total_seconds()) * 1_000,
    )  # fmt: skip
    prepared = apply(plan, frame, label=label)
    columns = tuple(Column(name=name, kind="number") for name in prepared.names)
    plan = msgspec.structs.replace(plan, columns=columns)
    past, said = own_past(plan, prepared)
    assert past is not None, said
    rows = [
        {"at": row["at"].isoformat(), **{name: row[name] for name in ("card", "shop", "amount")}}
        for row in frame.iter_rows(named=True)
    ]
    files = _files(prepared.matrix, columns, label > 0, past)
    table = frame.with_columns(pl.Series("bad", label))
    return Made(files, rows, label.tolist(), prepared.matrix, plan, table)


def _files(
    matrix: Matrix, columns: tuple[Column, ...], target: NDArray[np.bool_], past: OwnPast
) -> dict[str, bytes]:
    fitted = fit(
        Rows(matrix, target), tuple(column.name for column in columns), 1, hide=True, shapes=(SMALL,)
    )
    held = target[fitted.held_out]
    return package(
        catalogue.get(USE_CASE),
        fitted,
        calibration_of(fitted.slope, fitted.intercept, fitted.probability, held),
        quality(held, fitted.probability, 1),
        matrix,
        Source("countermark train credit-score", "0" * 64, columns, (), 1, past=past),
    ).files


@pytest.fixture
async def running(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path) as found:
        yield found


async def deployed(running: Product) -> UUID:
    services, caller = running.services, running.asha.system
    kept = await services.registry.upload(caller, USE_CASE, "cards", made().files)
    await services.deployments.deploy(caller, USE_CASE, kept.id)
    return kept.id


async def decide(running: Product, at: int) -> Decision[Answer]:
    command = DecideCommand(use_case=USE_CASE, inputs=made().rows[at], include_features=True, timeout_s=30)
    return await running.services.decisions.decide(running.asha.system, command)


async def tell(running: Product, decision: Decision[Answer], at: int) -> None:
    known = dt.datetime.fromisoformat(str(made().rows[at]["at"])).replace(tzinfo=dt.UTC) + DELAY
    truth = Feedback(decision_id=decision.id, happened=made().label[at] > 0, observed_at=known)
    await running.services.feedback.record(running.asha.system, truth)


def spans() -> Iterator[range]:
    """Places of rows that are about different cards."""
    first, seen = 0, set[InputValue]()
    for at, row in enumerate(made().rows):
        if row["card"] in seen:
            yield range(first, at)
            first, seen = at, set()
        seen.add(row["card"])
    yield range(first, COUNT)


def floats(decision: Decision[Answer]) -> bytes:
    assert decision.explanation is not None
    values = decision.explanation.features.values()
    return np.array([np.nan if value is None else value for value in values], np.float32).tobytes()


async def test_each_decision_has_the_floats_of_training(running: Product) -> None:
    """Row by row, several at once where none is of another's past, with truths told as they come: the very bits of training."""
    await deployed(running)
    differing = []
    for places in spans():
        found = await asyncio.gather(*(decide(running, at) for at in places))
        for at, decision in zip(places, found, strict=True):
            if floats(decision) != made().wanted[at].tobytes():
                differing.append(at)
            await tell(running, decision, at)
    assert differing == []


async def test_rows_loaded_before_are_the_past_of_the_first_decision(
    running: Product, tmp_path: pathlib.Path
) -> None:
    """The training table, as `countermark history load` tells it: sent twice it counts once, and what follows is as in training."""
    version_id = await deployed(running)
    service, caller = running.services.past_rows, running.asha.system
    first = 200
    folder = tmp_path / "cards"
    folder.mkdir()
    for name, data in made().files.items():
        (folder / name).write_bytes(data)
    (folder / PREPARATION).write_bytes(msgspec.json.encode(made().plan))
    made().table[:first].write_parquet(tmp_path / "table.parquet")
    rows = list(past_rows(folder, tmp_path / "table.parquet"))
    assert await service.load(caller, version_id, rows) == PastRowsKept(kept=first, existing=0)
    assert await service.load(caller, version_id, rows[:50]) == PastRowsKept(kept=0, existing=50)
    for at in range(first, COUNT):
        decision = await decide(running, at)
        assert floats(decision) == made().wanted[at].tobytes()
        await tell(running, decision, at)


async def test_a_decision_with_a_past_replays_and_is_forgotten_with_its_customer(
    running: Product, database: Database
) -> None:
    """The subject is whose past was looked at; without their key nothing of it is left."""
    await deployed(running)
    decision = await decide(running, 0)
    caller = running.asha.system
    replayed = await running.services.replays.replay(caller, parse("dec", decision.id))
    assert replayed.verdict == "identical"
    async with database.transaction(caller.environment_id) as tx:
        assert await tx.fetchval("SELECT count(*) FROM past_row") == len(_HISTORY.entities)
        await tx.execute("DELETE FROM subject")
        assert await tx.fetchval("SELECT count(*) FROM past_row") == 0


async def test_what_cannot_be_looked_up_is_refused_by_name(running: Product) -> None:
    version_id = await deployed(running)
    caller, service = running.asha.system, running.services.past_rows
    sent = {**made().rows[0], "card: rows before": 3}
    with pytest.raises(InputsRefused, match="Some inputs"):
        await running.services.decisions.decide(caller, DecideCommand(use_case=USE_CASE, inputs=sent))
    late = {**made().rows[0], "at": "yesterday"}
    with pytest.raises(InputsRefused):
        await running.services.decisions.decide(caller, DecideCommand(use_case=USE_CASE, inputs=late))
    with pytest.raises(PastRowsRefused):
        await service.load(caller, version_id, [PastRowTold(own_id="1", inputs={"card": 1})])
    plain = await upload(running, "no past")
    with pytest.raises(NoPast):
        await service.load(caller, plain, [PastRowTold(own_id="1", inputs=made().rows[0])])


def test_a_manifest_that_promises_other_columns_is_refused() -> None:
    manifest = artefacts.manifest_of(made().files[artefacts.MANIFEST])
    assert manifest.past is not None
    plan = msgspec.structs.replace(manifest.past.plan, values=())
    other = msgspec.structs.replace(manifest, past=msgspec.structs.replace(manifest.past, plan=plan))
    files = {**made().files, artefacts.MANIFEST: msgspec.json.encode(other)}
    with pytest.raises(artefacts.ArtefactInvalid, match="other columns"):
        artefacts.verify(files)


def test_a_job_does_not_make_a_version_that_has_lost_its_past() -> None:
    """It would be deployed as one that asks for columns of history, which nobody sends."""
    champion = msgspec.json.decode(made().files[artefacts.MANIFEST], type=Takes)
    with pytest.raises(TrainingFailed, match="looks its past up"):
        goal_of(TrainingRequest(use_case=USE_CASE), champion)
