"""What is told of the logs: how far behind they are, and since when."""

import datetime as dt

import pytest

from core.clock import ManualClock, SystemClock
from ledger.pulse import LedgerPulse
from tests.ledger.conftest import Log


async def test_a_log_that_nobody_sequences_shows(log: Log) -> None:
    """Entries that wait are counted, and age; once they have a place and a checkpoint, nothing is behind."""
    clock = ManualClock(SystemClock().now())  # intake rows carry the database's own time
    pulse = LedgerPulse(log.database, clock)
    await pulse.read_logs([log.id])
    assert (pulse.entries, pulse.unsequenced, pulse.unsequenced_age_s()) == (0, 0, 0.0)
    await log.append([log.entry() for _ in range(3)])
    clock.advance(dt.timedelta(minutes=10))
    await pulse.read_logs([log.id])
    assert (pulse.entries, pulse.unsequenced, pulse.unsigned) == (0, 3, 0)
    age_s = pulse.unsequenced_age_s()
    assert 300 < age_s < 601  # less what passed until they were written
    clock.advance(dt.timedelta(seconds=5))
    assert pulse.unsequenced_age_s() == pytest.approx(age_s + 5)
    assert pulse.read_age_s() == 5.0
    await log.signed(2)
    await pulse.read_logs([log.id])
    assert (pulse.entries, pulse.unsequenced, pulse.unsigned, pulse.checkpoints) == (5, 0, 0, 1)
    assert (pulse.unsequenced_age_s(), pulse.unsigned_age_s()) == (0.0, 0.0)


async def test_a_log_that_nobody_signs_shows(log: Log) -> None:
    """The age runs from when the log was first seen behind, starts again with each checkpoint, and ends with the last."""
    clock = ManualClock(SystemClock().now())
    pulse = LedgerPulse(log.database, clock)
    await log.signed(2)
    await pulse.read_logs([log.id])
    assert (pulse.checkpoints, pulse.unsigned) == (0, 0), (
        "what was signed before the first look is not counted"
    )
    await log.grow(3)
    for waited_s in (0.0, 30.0, 60.0):
        await pulse.read_logs([log.id])
        assert (pulse.unsigned, pulse.unsigned_age_s()) == (3, waited_s)
        clock.advance(dt.timedelta(seconds=30))
    await log.sequencer().publish(log.id)
    await log.grow(1)
    await pulse.read_logs([log.id])
    assert (pulse.checkpoints, pulse.unsigned, pulse.unsigned_age_s()) == (1, 1, 0.0)


async def test_rows_that_are_refused_show(log: Log) -> None:
    """An entry of another log is kept as evidence, and counted."""
    pulse = LedgerPulse(log.database, SystemClock())
    entry = log.entry()
    await log.append([entry])
    await log.grow(0)
    await log.append([log.entry(eid=entry.eid)])
    await log.grow(0)
    await pulse.read_logs([log.id])
    assert (pulse.refused, pulse.entries) == (1, 1)
