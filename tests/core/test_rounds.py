"""Rounds: every environment is looked at in each of them, never too many at once."""

import asyncio
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest

from core.database import Database
from core.rounds import ENVIRONMENTS_MAX, go_round


class Listing(Database):
    """A database that knows these environments and nothing else."""

    def __init__(self, listed: list[UUID]) -> None:
        self._listed = listed

    async def environments(self) -> list[UUID]:
        return self._listed


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
