"""Whoever closes epochs may die at any statement: what follows is the same history, each epoch once."""

import contextlib
import pathlib
import random
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import cast

import asyncpg
import pytest

from core.database import Database, DatabaseSettings, Scope, Transaction
from core.errors import DatabaseUnavailable
from core.postgres import EmbeddedPostgres
from ledger.errors import LeaderFenced
from tests.ledger import directory_store
from tests.ledger.test_epochs import EVERY, Trees, trees, whole

__all__ = ["trees"]
_NEVER = 10**9


class CutDatabase(Database):
    """Its connection is cut before the n-th statement from now on, the commit included, as if the process had died there.

    cut_at: n, from 1. deaf: the commit arrives, and its answer does not.
    """

    superuser: str = ""
    cut_at: int = _NEVER
    deaf: bool = False
    seen: int = 0

    @contextlib.asynccontextmanager
    async def transaction(self, scope: Scope) -> AsyncIterator[Transaction]:
        async with super().transaction(scope) as tx:
            yield _Cut(self, tx)
            if not self.deaf:
                await self.step(tx)
        self.seen += self.deaf
        if self.deaf and self.seen >= self.cut_at:
            raise DatabaseUnavailable("The answer to a commit did not come.")

    async def step(self, tx: Transaction) -> None:
        self.seen += 1
        if self.seen == self.cut_at:
            pid = await tx.fetchval("SELECT pg_backend_pid()")
            connection = await asyncpg.connect(self.superuser)
            try:
                await directory_store.cut(connection, cast(int, pid))
            finally:
                await connection.close()
            await tx.execute("SELECT 1")


class _Cut:
    """A transaction that may be cut."""

    def __init__(self, database: CutDatabase, tx: Transaction) -> None:
        self._database = database
        self._tx = tx

    async def fetch(self, query: str, *args: object) -> list[asyncpg.Record]:
        await self._database.step(self._tx)
        return await self._tx.fetch(query, *args)

    async def fetchrow(self, query: str, *args: object) -> asyncpg.Record | None:
        await self._database.step(self._tx)
        return await self._tx.fetchrow(query, *args)

    async def fetchval(self, query: str, *args: object) -> object:
        await self._database.step(self._tx)
        return await self._tx.fetchval(query, *args)

    async def execute(self, query: str, *args: object) -> str:
        await self._database.step(self._tx)
        return await self._tx.execute(query, *args)

    async def executemany(self, command: str, args: Iterable[Sequence[object]]) -> None:
        await self._database.step(self._tx)
        await self._tx.executemany(command, args)


@pytest.fixture
async def cut(trees: Trees, postgres: EmbeddedPostgres) -> AsyncIterator[CutDatabase]:
    """A second way into the database of `trees`, for the closer that dies."""
    url = postgres.url().replace("/countermark?", f"/{await directory_store.database_of(trees.database)}?")
    opened = await CutDatabase.open(DatabaseSettings(url=url, pool_size_max=4, acquire_timeout_ms=30_000))
    assert isinstance(opened, CutDatabase)
    opened.superuser = postgres.url("postgres")
    yield opened
    await opened.close()


async def dies(trees: Trees, cut: CutDatabase, heads: pathlib.Path, at: int, *, deaf: bool) -> bool:
    """Close and sign an epoch as a leader that is cut off at its n-th statement. Returns: whether it came to that."""
    cut.cut_at, cut.seen, cut.deaf = at, 0, deaf
    closer = trees.closer(cut, heads)
    try:
        await closer.publish()
        await closer.close()
        await closer.publish()
    except (DatabaseUnavailable, LeaderFenced):
        return True
    finally:
        cut.cut_at = _NEVER
    return False


async def recovers(trees: Trees, heads: pathlib.Path) -> None:
    """What the next leader does first."""
    closer = trees.closer(heads=heads)
    await closer.publish()
    await closer.close()
    await closer.publish()


@pytest.mark.parametrize("deaf", [False, True])
async def test_a_closer_may_die_at_any_statement(
    trees: Trees, cut: CutDatabase, tmp_path: pathlib.Path, deaf: bool
) -> None:
    """Cut before each statement in turn, commits included, or right behind a commit whose answer is lost: the next leader goes on,
    and when it has, that epoch is there once, signed.
    """
    await trees.add_log(1)
    at, died = 0, True
    while died:
        at += 1
        log = await trees.add_log(1)  # it needs its slot, too
        await trees.logs[0].signed(1)
        trees.clock.advance(EVERY)
        died = await dies(trees, cut, tmp_path / "heads", at, deaf=deaf)
        await recovers(trees, tmp_path / "heads")
        records = await whole(trees)
        head = await trees.super_log.newest()
        assert head is not None
        assert (len(records), head.epoch) == (at, at)
        assert await trees.slot(log, at) is not None
    assert at > (2 if deaf else 15)


@pytest.mark.parametrize("seed", range(3))
async def test_any_mix_of_growth_deaths_and_races(
    trees: Trees, cut: CutDatabase, tmp_path: pathlib.Path, seed: int
) -> None:
    """Logs that come and grow, closers that die anywhere, and late ones that close beside the leader: one history."""
    drawn = random.Random(seed)
    await trees.add_log(1)
    for _ in range(25):
        step = drawn.choice(("log", "grow", "die", "die", "deaf", "close", "unsigned"))
        if step == "log":
            await trees.add_log(drawn.choice((0, 1, 3)))
        elif step == "grow":
            await drawn.choice(trees.logs).signed(drawn.randint(1, 300))
        else:
            trees.clock.advance(drawn.choice((EVERY, EVERY, -EVERY)))
            if step == "close":
                await recovers(trees, tmp_path / "heads")
            elif step == "unsigned":
                await trees.closer(heads=tmp_path / "heads").close()
            else:
                await dies(trees, cut, tmp_path / "heads", drawn.randint(1, 25), deaf=step == "deaf")
    trees.clock.advance(EVERY)
    await recovers(trees, tmp_path / "heads")
    records = await whole(trees)
    head = await trees.super_log.newest()
    assert head is not None
    assert head.epoch == len(records) > 3
