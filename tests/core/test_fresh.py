import asyncio

import pytest

from core.errors import DatabaseUnavailable
from core.fresh import Fresh
from tests.turns import turns


class Source:
    """A value that changes, and counts how often it is read."""

    def __init__(self) -> None:
        self.value = "old"
        self.reads = 0
        self.now = 0.0
        self.gate = asyncio.Event()
        self.gate.set()
        self.error: Exception | None = None
        self.fresh: Fresh[str, str] = Fresh(
            self.look_up, soft_s=0.6, hard_s=1.0, known_max=2, monotonic_s=self.time
        )

    def time(self) -> float:
        return self.now

    async def look_up(self, key: str) -> str:
        self.reads += 1
        value = self.value
        await self.gate.wait()
        if self.error is not None:
            raise self.error
        return f"{key} {value}"


async def test_all_who_wait_share_one_look_up() -> None:
    source = Source()
    assert await asyncio.gather(*(source.fresh.get("a") for _ in range(9))) == ["a old"] * 9
    assert source.reads == 1


async def test_an_ageing_value_serves_while_it_is_looked_up_again() -> None:
    """Between soft and hard age a reader gets what is known at once, and the next one the new value."""
    source = Source()
    await source.fresh.get("a")
    source.value, source.now = "new", 0.7
    assert source.fresh.find("a") == "a old"
    assert source.fresh.find("a") == "a old"
    await turns()
    assert source.fresh.find("a") == "a new"
    assert source.reads == 2


async def test_an_old_value_is_never_served() -> None:
    source = Source()
    await source.fresh.get("a")
    source.value, source.now = "new", 1.1
    assert source.fresh.find("a") is None
    assert await source.fresh.get("a") == "a new"


async def test_what_was_changed_here_is_not_kept_from_before() -> None:
    """A look-up that began before a change here answers its own readers and is forgotten."""
    source = Source()
    source.gate.clear()
    reading = asyncio.create_task(source.fresh.get("a"))
    await turns()
    source.value = "new"
    source.fresh.forget("a")
    source.gate.set()
    assert await reading == "a old"
    assert await source.fresh.get("a") == "a new"


async def test_a_failed_look_up_in_the_background_costs_nobody_anything() -> None:
    """What is known serves on until it is too old; then the error is the reader's."""
    source = Source()
    await source.fresh.get("a")
    source.now, source.error = 0.7, DatabaseUnavailable("gone")
    assert source.fresh.find("a") == "a old"
    await turns()
    assert source.fresh.find("a") == "a old"
    source.now = 1.1
    with pytest.raises(DatabaseUnavailable):
        await source.fresh.get("a")


async def test_the_least_used_is_dropped() -> None:
    source = Source()
    for key in ("a", "b", "c"):
        await source.fresh.get(key)
    assert [source.fresh.find(key) for key in ("a", "b", "c")] == [None, "b old", "c old"]


async def test_what_is_held_is_neither_read_nor_replaced() -> None:
    """While a value is changed together with another, a look-up in flight counts no more, and no new one starts."""
    source = Source()
    await source.fresh.get("a")
    source.now = 0.7
    source.gate.clear()
    assert source.fresh.find("a") == "a old"
    await turns()
    source.value = "new"
    source.fresh.hold("a")
    source.gate.set()
    await turns()
    source.now = 1.2
    assert source.fresh.find("a") == "a old"
    await turns()
    assert source.reads == 2
    source.fresh.put("a", "a new")
    assert source.fresh.find("a") == "a new"
