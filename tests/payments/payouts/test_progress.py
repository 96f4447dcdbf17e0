"""Where a payout is, from its events alone."""

import datetime as dt
import random
from uuid import UUID

from hypothesis import example, given
from hypothesis import strategies as st

from payments.payouts.progress import Progress, StageEvent, progress_of, standings

START = dt.datetime(2026, 11, 20, 6, 0, tzinfo=dt.UTC)
STAGES = ("approved", "sent", "at_bank", "credited", "failed", "returned", "on_hold", "released")


def event(number: int, stage: str, minutes: float) -> StageEvent:
    return StageEvent(UUID(int=number), stage, START + dt.timedelta(minutes=minutes))


def told(*events: tuple[str, float]) -> Progress:
    return progress_of(START, [event(at, *each) for at, each in enumerate(events)])


def words(progress: Progress) -> list[str]:
    return [each.stage for each in progress.reached]


@given(
    st.lists(st.tuples(st.sampled_from(STAGES), st.integers(0, 2_000)), max_size=12), st.randoms(use_true_random=False)
)  # fmt: skip
def test_the_order_of_arrival_changes_nothing(events: list[tuple[str, int]], order: random.Random) -> None:
    """Events in any order, and again, come to the same place: what counts is what they say."""
    plain = [event(at, *each) for at, each in enumerate(events)]
    shuffled = plain + [
        StageEvent(UUID(int=100 + at), each.stage, each.occurred_at) for at, each in enumerate(plain)
    ]
    order.shuffle(shuffled)
    one, again = progress_of(START, plain), progress_of(START, shuffled)
    assert (one.stage, one.since, one.ended_at, one.held_since) == (
        again.stage, again.since, again.ended_at, again.held_since,
    )  # fmt: skip
    assert [(each.stage, each.at) for each in one.reached] == [
        (each.stage, each.at) for each in again.reached
    ]


@given(st.lists(st.tuples(st.sampled_from(STAGES), st.integers(0, 2_000)), max_size=12))
@example([("credited", 1), ("failed", 0), ("credited", 0)])
@example(
    [
        ("sent", 0),
        ("on_hold", 3),
        ("at_bank", 0),
        ("released", 1396),
        ("at_bank", 1),
        ("returned", 1692),
        ("failed", 3),
    ]
)
def test_nothing_goes_back_silently(events: list[tuple[str, int]]) -> None:
    """With every further event a payout is where it was or further on, or something contradicts that did not before."""
    order = {stage: place for place, stage in enumerate(("created", *STAGES[:6]))}
    plain = [event(at, *each) for at, each in enumerate(events)]
    for count in range(len(plain)):
        before, after = progress_of(START, plain[:count]), progress_of(START, plain[: count + 1])
        if order[after.stage] < order[before.stage]:
            assert after.contradicting - before.contradicting


def test_a_plain_road() -> None:
    """Each stage has its time, and its span is the time to the next."""
    progress = told(("approved", 30), ("sent", 40), ("at_bank", 45), ("credited", 100))
    assert words(progress) == ["created", "approved", "sent", "at_bank", "credited"]
    assert [(each.stage, (each.ended_at - each.began_at).seconds // 60) for each in progress.spans()] == [
        ("created", 30), ("approved", 10), ("sent", 5), ("at_bank", 55),
    ]  # fmt: skip
    assert progress.ended_at == START + dt.timedelta(minutes=100)


def test_a_stage_that_nobody_told_is_skipped() -> None:
    """A bank that says nothing until the credit leaves a road without a gap to fill."""
    assert words(told(("credited", 100), ("approved", 5))) == ["created", "approved", "credited"]


def test_ends_that_contradict_are_kept_apart() -> None:
    """The earlier end stands; the other is contradicting, whichever came first."""
    for events in ((("credited", 50), ("failed", 80)), (("failed", 80), ("credited", 50))):
        progress = told(*events)
        assert progress.stage == "credited"
        assert len(progress.contradicting) == 1


def test_a_return_after_the_credit_is_no_contradiction() -> None:
    """Banks return money days later."""
    progress = told(("credited", 50), ("returned", 3_000))
    assert (progress.stage, progress.contradicting) == ("returned", frozenset())


def test_what_moves_a_payout_after_its_end_contradicts() -> None:
    """It was sent an hour after it had failed: that is kept and counted, and it has failed."""
    progress = told(("sent", 10), ("failed", 30), ("at_bank", 90))
    assert (progress.stage, progress.contradicting) == ("failed", frozenset({UUID(int=2)}))


def test_a_confirmation_by_another_house_is_a_repetition() -> None:
    """The gateway's `sent` and the bank's are one stage, reached when it was first said to be; clocks may differ."""
    events = [event(0, "sent", 10), event(1, "sent", 12), event(2, "at_bank", 8)]
    progress = progress_of(START, events)
    assert progress.reached[1].at == START + dt.timedelta(minutes=10)
    assert standings(events, progress) == {
        UUID(int=0): "counted",
        UUID(int=1): "repeated",
        UUID(int=2): "counted",
    }


def test_time_on_hold_does_not_count() -> None:
    """A hold that is over is taken out of the stage; an open one is since when it is on hold."""
    over = told(("approved", 10), ("on_hold", 20), ("released", 80))
    assert (over.held_s, over.held_since) == (3_600, None)
    still = told(("approved", 10), ("on_hold", 20))
    assert still.held_since == START + dt.timedelta(minutes=20)
    assert [
        each.held for each in told(("on_hold", 5), ("released", 9), ("approved", 10), ("sent", 11)).spans()
    ] == [True, False]
