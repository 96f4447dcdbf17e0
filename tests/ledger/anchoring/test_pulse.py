"""What is told of anchoring: how far behind it is, since when, and why nothing is signed."""

import datetime as dt

import pytest

from core.clock import ManualClock
from core.database import Database
from ledger.anchoring.chain import GWEI
from ledger.anchoring.pulse import AnchorPulse
from tests.fakes.chain import GAS
from tests.ledger.anchoring.test_anchorer import PERIOD_S, Anchoring, anchoring_of


@pytest.fixture
def anchoring(database: Database, clock: ManualClock) -> Anchoring:
    return anchoring_of(database, clock)


async def test_what_is_behind_shows_and_becomes_overdue(anchoring: Anchoring) -> None:
    """Nothing to say after an anchor; three periods without another, and the alarm is on."""
    pulse = AnchorPulse(anchoring.database, anchoring.clock, anchoring.place)
    await pulse.read()
    assert (pulse.behind, pulse.age_s(), pulse.overdue()) == (0, 0.0, False)
    anchoring.epochs.grow()
    await anchoring.until_confirmed()
    await pulse.read()
    assert (pulse.behind, pulse.trouble, pulse.overdue()) == (0, None, False)
    assert pulse.fee_gwei > GAS * anchoring.chain.base_wei / GWEI
    anchoring.chain.paused = True
    anchoring.next_period()
    anchoring.epochs.grow(4)
    await anchoring.turn()
    anchoring.clock.advance(dt.timedelta(seconds=3 * PERIOD_S))
    await pulse.read()
    assert pulse.trouble == "chain_would_revert"
    assert pulse.trouble_age_s() > 3 * PERIOD_S
    assert pulse.look_age_s() > 3 * PERIOD_S
    assert pulse.age_s() > 4 * PERIOD_S


async def test_the_alarm_needs_something_to_anchor(anchoring: Anchoring) -> None:
    """A chain that has everything is never overdue; one that was seen to lack an epoch for three periods is."""
    pulse = AnchorPulse(anchoring.database, anchoring.clock, anchoring.place)
    anchoring.epochs.grow()
    await anchoring.until_confirmed()
    anchoring.clock.advance(dt.timedelta(seconds=4 * PERIOD_S))
    await anchoring.turn()
    await pulse.read()
    assert not pulse.overdue()
    anchoring.chain.base_wei = 400 * GWEI
    anchoring.epochs.grow()
    await anchoring.turn()
    await pulse.read()
    assert pulse.behind == 1
    assert pulse.overdue()


async def test_without_an_endpoint_the_alarm_comes_too(anchoring: Anchoring) -> None:
    """What the database has and the chain lacks is known without asking the chain."""
    pulse = AnchorPulse(anchoring.database, anchoring.clock, anchoring.place)
    anchoring.epochs.grow()
    await anchoring.until_confirmed()
    anchoring.chain.down = True
    anchoring.epochs.grow(2)
    anchoring.clock.advance(dt.timedelta(seconds=4 * PERIOD_S))
    await anchoring.turn()
    await pulse.read()
    assert (pulse.trouble, pulse.behind, pulse.overdue()) == ("chain_unavailable", 2, True)


async def test_where_anchoring_is_off_all_is_zero(anchoring: Anchoring) -> None:
    """No contract is set: whatever was anchored before is nobody's alarm."""
    pulse = AnchorPulse(anchoring.database, anchoring.clock, None)
    await pulse.read()
    assert (pulse.behind, pulse.fee_gwei, pulse.trouble) == (0, 0.0, None)
    assert (pulse.age_s(), pulse.look_age_s(), pulse.trouble_age_s()) == (0.0, 0.0, 0.0)
