"""The sequencer and PostgreSQL are killed under load, and two sequencers race: the log stays one log."""

import asyncio
import contextlib
import os
import pathlib
import random
import statistics
import sys
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.scratch import scratch
from core.postgres import EmbeddedPostgres
from tests.faults.ledger_world import LedgerWorld, SequencerProcess

pytestmark = pytest.mark.ledger_faults

SEQUENCER_KILLS = 50
POSTGRES_KILLS = 20
RACE_S = float(os.environ.get("LEDGER_RACE_S", "600"))
CALM_S = (0.1, 1.0)


@pytest.fixture
async def world(tmp_path: pathlib.Path) -> AsyncIterator[LedgerWorld]:
    """A durable cluster of its own: what is killed here must not be what other tests stand on."""
    loop = asyncio.get_running_loop()
    # PostgreSQL is interrupted when the thread that started it ends: this one stays.
    with scratch("ledger-faults") as folder, ThreadPoolExecutor(1) as keeper:
        cluster = EmbeddedPostgres(folder / "pg")
        made = LedgerWorld(cluster, folder, lambda: loop.run_in_executor(keeper, cluster.start))
        await made.start()
        try:
            await made.prepare()
            yield made
        finally:
            await loop.run_in_executor(keeper, cluster.stop)


async def test_kills_lose_nothing_and_fork_nothing(
    world: LedgerWorld, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """50 times kill -9 of the sequencer and 20 times of PostgreSQL's postmaster, at random moments under load: each
    acknowledged entry is in its log once, without a gap, every checkpoint that was ever seen is of the one history, and the epochs
    that closed every second meanwhile are each there once, whole.
    """
    drawn = random.Random(seed)
    turns = ["sequencer"] * SEQUENCER_KILLS + ["postgres"] * POSTGRES_KILLS
    drawn.shuffle(turns)
    took: dict[str, list[float]] = {"sequencer": [], "postgres": []}
    sequencer = SequencerProcess(world.told())
    try:
        async with world.busy():
            for turn in turns:
                await asyncio.sleep(drawn.uniform(*CALM_S))
                killed_at = time.monotonic()
                if turn == "sequencer":
                    await asyncio.to_thread(sequencer.kill)
                else:
                    await world.kill_postgres()
                took[turn].append(await world.sequenced_after(killed_at))
        told = await world.check()
    finally:
        sequencer.stop()
    with capsys.disabled():
        sys.stdout.write(f"\n{told}\n")
        for name, seconds in took.items():
            sys.stdout.write(
                f"kill -9 of {name:10} {len(seconds)} times: a new entry under a checkpoint after "
                f"{statistics.median(seconds):.2f} s, at most {max(seconds):.2f}\n"
            )
        sys.stdout.write(f"trouble that writers saw: {dict(world.trouble)}\n")
    assert (len(took["sequencer"]), len(took["postgres"])) == (SEQUENCER_KILLS, POSTGRES_KILLS)


async def test_two_sequencers_race_and_make_one_log(
    world: LedgerWorld, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two that both believe to lead, each with a memory of its own, for ten minutes: the fence lets one through at a time."""
    racers = [SequencerProcess(world.told(racing=world.logs, heads=f"heads-{number}")) for number in range(2)]
    try:
        async with world.busy():
            await asyncio.sleep(RACE_S)
        told = await world.check()
    finally:
        for racer in racers:
            with contextlib.suppress(ProcessLookupError):
                racer.stop()
    fenced = [racer.fenced for racer in racers]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{RACE_S:.0f} s of racing: {told}; fenced {fenced[0]:,} and {fenced[1]:,} times\n"
        )
    assert min(fenced) > 0, "they never met: this was no race"
