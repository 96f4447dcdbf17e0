"""Batches over a real database and a real object store, with a version of the tenant's own columns."""

import contextlib
import csv
import dataclasses
import datetime as dt
import io
import pathlib
import random
from collections.abc import AsyncIterator, Sequence
from uuid import uuid4

import polars as pl
import pytest

from app.wiring import batch_runs
from app.wiring.batches import batches as wire_batches
from app.wiring.foundation import Foundation, open_foundation, receipt_signer
from core.clock import Clock
from core.database import Database
from core.objects import FolderObjects
from core.postgres import EmbeddedPostgres
from inference.batch.batches import Batches
from inference.batch.entities import Batch, BatchOptions
from inference.batch.runs import BatchRuns
from inference.decisions import QueueSettings
from inference.services import InferenceServices, assemble
from rules.active import ActiveRulesets
from tenants.plans import PlanName
from tenants.principals import Principal
from tenants.tenancy import INSTALLATION, CreateTenant
from tests.inference.versions import small_version
from tests.product import settings_for

USE_CASE = "credit-score"
PLAIN = BatchOptions()


@dataclasses.dataclass
class Desk:
    """Where a test sends its files."""

    base: Foundation
    inference: InferenceServices
    batches: Batches
    runs: BatchRuns
    caller: Principal
    folder: pathlib.Path

    async def send(
        self,
        data: bytes,
        options: BatchOptions = PLAIN,
        key: str | None = None,
        part: int = 70_000,
        use_case: str = USE_CASE,
    ) -> Batch:
        return await self.batches.create(self.caller, use_case, options, parts_of(data, part), key)

    async def done(self, data: bytes, options: BatchOptions = PLAIN, use_case: str = USE_CASE) -> Batch:
        """Send a file and work it off."""
        batch = await self.send(data, options, use_case=use_case)
        while await self.runs.work_next():
            pass
        return await self.batches.get(self.caller, batch.id)

    async def results(self, batch: Batch) -> pl.DataFrame:
        return pl.read_csv(await self.text(batch), schema_overrides={"id": pl.String})

    async def text(self, batch: Batch) -> bytes:
        return await whole(await self.batches.results(self.caller, batch.id, "csv"))

    async def parquet(self, batch: Batch) -> pl.DataFrame:
        return pl.read_parquet(
            io.BytesIO(await whole(await self.batches.results(self.caller, batch.id, "parquet")))
        )

    async def refused(self, batch: Batch) -> list[list[str]]:
        """Line, column and reason of each refused row."""
        text = (await whole(await self.batches.refused(self.caller, batch.id))).decode()
        header, *rows = csv.reader(io.StringIO(text))
        assert header == ["line", "column", "reason"]
        return rows


async def parts_of(data: bytes, size: int) -> AsyncIterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]


async def whole(parts: AsyncIterator[bytes]) -> bytes:
    return b"".join([part async for part in parts])


@pytest.fixture
async def desk(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Desk]:
    async with open_desk(postgres, tmp_path) as opened:
        kept = await opened.inference.registry.upload(opened.caller, USE_CASE, "small", small_version().files)
        await opened.inference.deployments.deploy(opened.caller, USE_CASE, kept.id)
        yield opened


@pytest.fixture
async def still_desk(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Desk]:
    """Starters answer, and time stands still: what is asked later is asked at the same moment."""
    async with open_desk(postgres, tmp_path, StillClock()) as opened:
        yield opened


class StillClock:
    def __init__(self) -> None:
        self.at = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        return self.at


@contextlib.asynccontextmanager
async def open_desk(
    postgres: EmbeddedPostgres, tmp_path: pathlib.Path, clock: Clock | None = None
) -> AsyncIterator[Desk]:
    async with open_foundation(settings_for(postgres, tmp_path)) as opened:
        base = opened if clock is None else dataclasses.replace(opened, clock=clock)
        rulesets = ActiveRulesets(base.database)
        inference = assemble(
            base.database,
            base.tenants.vaults,
            rulesets,
            await receipt_signer(base),
            FolderObjects(base.settings.objects_dir),
            base.clock,
            queue=QueueSettings(),
        )
        tenant = await base.tenants.tenants.create(
            INSTALLATION, CreateTenant(name="Asha", plan=PlanName.UNMETERED)
        )
        caller = await base.tenants.tenants.system_caller(tenant.id, "sandbox")
        await forget_others(base.database)
        yield Desk(
            base,
            inference,
            wire_batches(base, inference.deployments, rulesets),
            batch_runs.runs(base, uuid4()),
            caller,
            tmp_path,
        )
        await inference.decisions.close()


async def forget_others(database: Database) -> None:
    """Take from the queue what other tests have left there: its files lay in their folders."""
    async with database.unscoped() as tx:
        await tx.execute("DELETE FROM batch_queue")


HEADER = "id,income,owner,grade,region,debt ratio (%)"


def a_file(count: int, seed: int = 1, *, extra: Sequence[str] = ()) -> bytes:
    """Rows of the small version, with everything in them that a file may have: quotes, gaps, unknown words."""
    dice = random.Random(seed)
    lines = [HEADER]
    for number in range(count):
        income = dice.choice(["", repr(dice.gauss(0, 1)), str(dice.randint(-3, 3))])
        owner = dice.choice(["true", "false", "0", "1", ""])
        grade = dice.choice(["A", "B", "C", "Z", ""])
        region = dice.choice(["east", "west", '"far, away"', ""])
        lines.append(f"c{number},{income},{owner},{grade},{region},{dice.gauss(0, 2):.6f}")
    return ("\n".join([*lines, *extra]) + "\n").encode()
