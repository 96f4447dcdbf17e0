"""Rounds: every environment is looked at in each of them, never too many at once."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Sequence
from typing import cast
from uuid import UUID, uuid4

import pytest

from core.clock import NOT_AHEAD, ahead_now
from core.database import Database, Transaction
from core.rounds import ENVIRONMENTS_MAX, go_round, look_round


class Listing(Database):
    """A database that knows these environments and nothing else."""

    def __init__(self, listed: list[UUID], moved: dict[UUID, dt.timedelta] | None = None) -> None:
        self._listed = listed
        self._moved = moved or {}

    async def environments(self) -> list[UUID]:
        return self._listed

    @contextlib.asynccontextmanager
    async def unscoped(self) -> AsyncIterator[Transaction]:
        yield cast("Transaction", self)

    async def fetch(self, query: str) -> list[dict[str, object]]:
        assert "sandbox_clock" in query
        return [{"environment_id": one, "ahead": by} for one, by in self._moved.items()]


async def test_those_of_one_time_are_looked_at_together() -> None:
    """Each environment once, in its own time, which ends with the look."""
    listed = [uuid4() for _ in range(5)]
    far, near = dt.timedelta(days=3), dt.timedelta(hours=1)
    seen: dict[UUID, dt.timedelta] = {}

    async def look(environments: Sequence[UUID]) -> None:
        assert not set(environments) & set(seen)
        seen.update(dict.fromkeys(environments, ahead_now()))

    moved = {listed[1]: far, listed[3]: near, listed[4]: far}
    await look_round(Listing(listed, moved), look)
    assert seen == {one: moved.get(one, NOT_AHEAD) for one in listed}
    assert ahead_now() == NOT_AHEAD


async def test_all_are_looked_at_in_pieces_and_again() -> None:
    """Each of 450 once a round, in three pieces; an environment that is made meanwhile is in the next round."""
    listed = [uuid4() for _ in range(2 * ENVIRONMENTS_MAX + 50)]
    seen: list[Sequence[UUID]] = []
    late = uuid4()

    async def look(environments: Sequence[UUID]) -> None:
        seen.append(environments)
        if len(seen) == 3:
            listed.append(late)
        if len(seen) == 6:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await go_round(Listing(listed), look, 0.0)
    assert [len(each) for each in seen] == [200, 200, 50, 200, 200, 51]
    assert [one for each in seen[3:] for one in each] == listed
