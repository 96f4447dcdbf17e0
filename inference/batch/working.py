"""One chunk, worked off with what is stored of its customers: the same steps in a thread here and on another machine."""

import asyncio
import functools
from concurrent.futures import Executor
from uuid import UUID

from inference.batch.chunks import Chunk
from inference.batch.column_work import ColumnWork
from inference.batch.entities import RefusedRow
from inference.batch.fact_scoring import Cells
from inference.batch.fact_work import FactWork
from inference.batch.scoring import Question
from inference.batch.stored import Stored
from inference.batch.work import Written
from inference.declared.computing import Known


async def worked_off(
    work: ColumnWork | FactWork, stored: Stored, question: Question, chunk: Chunk, data: bytes, pool: Executor
) -> Written:
    """In the pool what costs time, here what waits for the database.

    Raises: BatchRefused, RuntimeUnavailable, DatabaseUnavailable, StateMissing.
    """
    if isinstance(work, FactWork):
        return await _facts(work, stored, question, chunk, data, pool)
    if work.computes:
        return await _columns(work, stored, chunk, data, pool)
    return await asyncio.get_running_loop().run_in_executor(pool, work.write, chunk, data)


async def _columns(work: ColumnWork, stored: Stored, chunk: Chunk, data: bytes, pool: Executor) -> Written:
    """Of columns whose rows have features besides: each customer is read once."""
    run = functools.partial(asyncio.get_running_loop().run_in_executor, pool)
    rows = await run(work.read, chunk, data)
    subjects = await run(work.subjects, rows)
    known: dict[UUID, Known] = {}
    for wanted in work.wanted(subjects):
        known |= await stored.known(wanted)
    return await run(work.finish, rows, subjects, known)


async def _facts(
    work: FactWork, stored: Stored, question: Question, chunk: Chunk, data: bytes, pool: Executor
) -> Written:
    """Of facts: customers are read some hundred at a time."""
    run = functools.partial(asyncio.get_running_loop().run_in_executor, pool)
    rows = await run(work.read, chunk, data)
    parts: list[Cells] = []
    refused: list[RefusedRow] = []
    for part in work.slices(rows):
        filled = await stored.pasts(part, question)
        refused += filled.refused
        asks, queries = await run(work.asks, filled)
        states = await stored.states(queries)
        if work.computes:
            known = await stored.known(work.wanted(asks), states)
            asks = await run(work.with_beside, asks, known)
        parts.append(await run(work.score, asks, states))
    return await run(work.finish, rows.without(refused), parts)
