"""Every process is killed under load, again and again; what was acknowledged stands, once, and the log proves it."""

import asyncio
import contextlib
import pathlib
import random
import statistics
import sys
import time
from collections.abc import AsyncIterator, Sequence

import msgspec
import pytest

from app import launch
from tests.faults import audit, processes
from tests.faults.conftest import Installation
from tests.faults.load import Load
from tests.faults.wire import Broken, Refused

pytestmark = pytest.mark.faults

KILLS = {"server": 10, "worker": 10, "postgres": 5, "session": 1}
SERVING_AGAIN_S = 10.0
CALM_S = (0.2, 1.5)
KEEP_EVERY_S = 1.0


class Kill(msgspec.Struct, frozen=True):
    """serving_s: until a question asked after the kill was answered."""

    name: str
    serving_s: float


async def test_nothing_acknowledged_is_lost_or_forked(
    installation: Installation, tmp_path: pathlib.Path, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """10 kills of the server, 10 of the worker, 6 in PostgreSQL and 1 of the supervisor, under load with hot customers:
    0 acknowledged decisions lost, each key decided once, each payment counted once, each receipt kept, no fork, and
    answers again within 10 s of each kill.
    """
    with launch.running(installation.variables) as first:
        target = await installation.sandbox()
        load, trust = Load(target, seed), await audit.trust_of(target)
        async with load.running(), _kept_checkpoints(load) as notes:
            kills = await _kill_in_turn(first.pid, load, random.Random(seed))
            family = [first.pid, *processes.children_of(first.pid)]
            killed_at = time.monotonic()
            processes.kill(first.pid)
            with await asyncio.to_thread(_next_service, installation):
                kills.append(Kill("supervisor", await load.answered_after(killed_at, 2 * SERVING_AGAIN_S)))
                await asyncio.to_thread(processes.wait_until_gone, family, SERVING_AGAIN_S)
                await load.stop()
                told = await audit.check(
                    installation.settings, target, load.acknowledged, notes, trust, tmp_path
                )
    with capsys.disabled():
        sys.stdout.write(_summary(load, kills, told))
    assert max(kill.serving_s for kill in kills) <= SERVING_AGAIN_S


def _next_service(installation: Installation) -> contextlib.ExitStack:
    """Start the next service, off the loop, so that the load goes on meanwhile."""
    stack = contextlib.ExitStack()
    stack.enter_context(launch.running(installation.variables))
    return stack


async def _kill_in_turn(supervisor: int, load: Load, rng: random.Random) -> list[Kill]:
    """Kill at random moments, in random order, and wait after each until somebody is answered again."""
    turns = [name for name, count in KILLS.items() for _ in range(count)]
    rng.shuffle(turns)
    await load.answered_after(time.monotonic(), SERVING_AGAIN_S)
    kills: list[Kill] = []
    for name in turns:
        await asyncio.sleep(rng.uniform(*CALM_S))
        victim = await asyncio.to_thread(_find, supervisor, name)
        killed_at = time.monotonic()
        processes.kill(victim)
        kills.append(Kill(name, await load.answered_after(killed_at, 2 * SERVING_AGAIN_S)))
    return kills


def _find(supervisor: int, name: str) -> int:
    if name != "session":
        return processes.wait_for(supervisor, name)
    while True:
        session = processes.session_of(processes.wait_for(supervisor, "postgres"))
        if session is not None:
            return session
        time.sleep(0.01)


@contextlib.asynccontextmanager
async def _kept_checkpoints(load: Load) -> AsyncIterator[list[str]]:
    """Do what a careful customer does: fetch the newest checkpoint now and then, and keep it."""
    notes: list[str] = []

    async def keep() -> None:
        with contextlib.closing(load.wire()) as wire:
            while True:
                with contextlib.suppress(Broken, Refused):
                    answer = await wire.ask("GET", "/api/v1/ledger/checkpoints/latest")
                    if answer.status == 200:
                        notes.append(str(answer.json()["note"]))
                await asyncio.sleep(KEEP_EVERY_S)

    keeper = asyncio.create_task(keep())
    try:
        yield notes
    finally:
        keeper.cancel()
        await asyncio.gather(keeper, return_exceptions=True)


def _summary(load: Load, kills: Sequence[Kill], told: str) -> str:
    answered = load.acknowledged
    over_grpc = sum(one.over == "grpc" for one in answered)
    again = sum(one.attempts > 1 for one in answered)
    found = sum(one.found for one in answered)
    lines = [
        f"\n{len(answered):,} decisions acknowledged, {over_grpc:,} over gRPC, about {len(load.payments):,} payments",
        f"{again:,} after retries, {found:,} of them made by an attempt whose answer was lost; decisions lost: 0",
    ]
    for name in dict.fromkeys(kill.name for kill in kills):
        took = [kill.serving_s for kill in kills if kill.name == name]
        median, most = statistics.median(took), max(took)
        lines.append(
            f"kill -9 of {name:10} {len(took):2} times: serving again after {median:.2f} s, at most {most:.2f}"
        )
    lines.append(f"trouble seen: {dict(load.trouble)}")
    lines.append(told)
    return "\n".join(lines)
