"""The two sides of `bench.batch_parity`: one installation, asked the same questions one by one and as a file."""

import asyncio
import contextlib
import dataclasses
import datetime as dt
import io
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from uuid import UUID, uuid4

import numpy as np
import polars as pl
from numpy.typing import NDArray

from app.wiring import batch_runs
from app.wiring.batches import batches as wire_batches
from app.wiring.foundation import Foundation, receipt_signer
from core.objects import FolderObjects
from inference.batch.batches import Batches
from inference.batch.chunks import Chunk
from inference.batch.column_work import ColumnWork
from inference.batch.engines import Chunks, LocalEngine
from inference.batch.entities import BatchOptions
from inference.batch.files import BatchFiles
from inference.batch.plan import Plan
from inference.batch.runs import BatchRuns
from inference.batch.stored import StoredFacts
from inference.batch.work import Written
from inference.catalogue import Answer
from inference.decisions import QueueSettings
from inference.declared.computing import Known
from inference.entities import DecideCommand, Decision
from inference.services import InferenceServices, assemble
from payments.logins import Logins
from payments.transactions import Payments
from rules.active import ActiveRulesets
from tenants.plans import PlanName
from tenants.principals import Principal
from tenants.tenancy import INSTALLATION, CreateTenant

AT_ONCE = 64
_PART = 1 << 20


class StillClock:
    """Time stands still, so that what is asked twice is asked at one moment."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at

    def now(self) -> dt.datetime:
        return self.at


@dataclasses.dataclass(frozen=True)
class Compared:
    """floats: features and numbers of answers that both sides gave. differing: those whose bits are not the same."""

    rows: int = 0
    floats: int = 0
    differing: int = 0

    def plus(self, other: "Compared") -> "Compared":
        return Compared(self.rows + other.rows, self.floats + other.floats, self.differing + other.differing)


class RecordingEngine:
    """The local engine, and beside it the features of every row, by the functions that it scores with."""

    def __init__(self, stored: StoredFacts) -> None:
        self.features: list[NDArray[np.float32]] = []
        self._stored = stored

    async def run(self, plan: Plan, chunks: Chunks) -> AsyncGenerator[tuple[Chunk, Written], None]:
        work = plan.work(await self._stored.vault())

        async def noted() -> AsyncIterator[tuple[Chunk, bytes]]:
            async for chunk, data in chunks:
                if isinstance(work, ColumnWork):
                    rows = work.read(chunk, data)
                    subjects = work.subjects(rows)
                    known: dict[UUID, Known] = {}
                    for wanted in work.wanted(subjects):
                        known |= await self._stored.known(wanted)
                    self.features.extend(work.matrix(rows, subjects, known))
                else:
                    for part in work.slices(work.read(chunk, data)):
                        asks, queries = work.asks(await self._stored.pasts(part, plan.question))
                        states = await self._stored.states(queries)
                        asks = work.with_beside(asks, await self._stored.known(work.wanted(asks), states))
                        self.features.extend(work.features(asks, states))
                yield chunk, data

        async for written in LocalEngine(1, self._stored).run(plan, noted()):
            yield written


class Sides:
    """One tenant's sandbox, with what decides and what scores files."""

    def __init__(
        self, base: Foundation, inference: InferenceServices, batches: Batches, caller: Principal
    ) -> None:
        self.inference = inference
        self.caller = caller
        self.payments = Payments(base.database, base.tenants.vaults, base.clock)
        self.logins = Logins(base.database, base.tenants.vaults, base.clock)
        self._base = base
        self._batches = batches

    async def compare(
        self, use_case: str, commands: Sequence[DecideCommand], file: bytes, options: BatchOptions
    ) -> Compared:
        """Score a file, then decide its rows one by one. commands: of the rows, in order."""
        numbers, features = await self.scored(use_case, file, options)
        limit = asyncio.Semaphore(AT_ONCE)

        async def decide(command: DecideCommand) -> Decision[Answer]:
            async with limit:
                return await self.inference.decisions.decide(self.caller, command)

        found = Compared()
        if not len(commands) == numbers.height == len(features):
            raise SystemExit(f"{use_case}: {len(commands)} rows were sent, {numbers.height} were scored")
        for start in range(0, len(commands), 1_000):
            made = await asyncio.gather(*map(decide, commands[start : start + 1_000]))
            for at, decision in enumerate(made, start):
                found = found.plus(_compared(decision, numbers.row(at, named=True), features[at]))
        return found

    async def scored(
        self, use_case: str, file: bytes, options: BatchOptions
    ) -> tuple[pl.DataFrame, list[NDArray[np.float32]]]:
        """Returns: the numbers of the results, and the features of each row."""
        batch = await self._batches.create(self.caller, use_case, options, _parts(file))
        engines: list[RecordingEngine] = []

        def recording(files: BatchFiles, _source: object) -> RecordingEngine:
            engines.append(
                RecordingEngine(
                    StoredFacts(self._base.database, self._base.tenants.vaults, files.environment_id)
                )
            )
            return engines[-1]

        tools = dataclasses.replace(batch_runs.tools(self._base), engines={"local": recording})
        while await BatchRuns(tools, uuid4()).work_next():
            pass
        ended = await self._batches.get(self.caller, batch.id)
        if ended.state != "completed" or ended.progress.refused:
            raise SystemExit(f"{use_case}: {ended.state}, {ended.progress.refused} refused, {ended.failure}")
        parts = [part async for part in await self._batches.results(self.caller, batch.id, "parquet")]
        return pl.read_parquet(io.BytesIO(b"".join(parts))), engines[-1].features


def _compared(
    decision: Decision[Answer], row: Mapping[str, object], features: NDArray[np.float32]
) -> Compared:
    if decision.answer is None or decision.confidence is None or decision.explanation is None:
        raise SystemExit("a decision was degraded")
    named = decision.explanation.features.values()
    online = np.array([np.nan if value is None else value for value in named], np.float32)
    pairs = [(getattr(decision.answer, name), row[name]) for name in decision.answer.__struct_fields__]
    pairs += [
        (decision.confidence.low, row["confidence_low"]),
        (decision.confidence.high, row["confidence_high"]),
    ]
    numbers = [(one, other) for one, other in pairs if isinstance(one, (int, float))]
    unlike = sum(
        not isinstance(other, (int, float)) or float(one).hex() != float(other).hex()
        for one, other in numbers
    )
    missing = np.isnan(online) & np.isnan(features)
    unlike += int((~missing & (online.view(np.uint32) != features.view(np.uint32))).sum())
    return Compared(1, len(online) + len(numbers), unlike)


async def _parts(data: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(data), _PART):
        yield data[at : at + _PART]


@contextlib.asynccontextmanager
async def open_sides(opened: Foundation, clock: StillClock) -> AsyncIterator[Sides]:
    base = dataclasses.replace(opened, clock=clock)
    rulesets = ActiveRulesets(base.database)
    inference = assemble(
        base.database, base.tenants.vaults, rulesets, await receipt_signer(base),
        FolderObjects(base.settings.objects_dir), base.clock, queue=QueueSettings(queue_max=4_096),
    )  # fmt: skip
    tenant = await base.tenants.tenants.create(
        INSTALLATION, CreateTenant(name="Parity", plan=PlanName.UNMETERED)
    )
    caller = await base.tenants.tenants.system_caller(tenant.id, "sandbox")
    try:
        yield Sides(base, inference, wire_batches(base, inference.deployments, rulesets), caller)
    finally:
        await inference.decisions.close()
