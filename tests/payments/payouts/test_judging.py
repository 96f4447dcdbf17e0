"""What is unusual about one payout."""

import datetime as dt
from uuid import UUID

from msgspec.structs import replace

from payments.payouts.habits import Calendar, Ends, Habits, Law, Like, Spread
from payments.payouts.judging import LOOK_AGAIN, Looked, judge, tail

NOW = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
LIKE = Like(UUID(int=1), "neft", "north", "gate")
LAW = Law(40, [0.1 * (at + 1) for at in range(24)], 3.0)
HABITS = Habits(
    fitted_at=NOW,
    laws={"b|at_bank|neft|north": LAW},
    calendars={},
    amounts={"p|INR|" + UUID(int=1).hex: Spread(50, 10.0, 0.5)},
    ends={"g|neft|gate": Ends(500, 10)},
)
PAYOUT = Looked(
    id=UUID(int=9), like=LIKE, amount_minor=20_000, currency="INR", stage="at_bank", since=NOW - dt.timedelta(hours=2),
    held_s=0, on_hold=False, ended_at=None, due_at=None, error_code=None, missing=[],
)  # fmt: skip


def kinds(payout: Looked, habits: Habits = HABITS, recent: dict[str, Ends] | None = None) -> list[str]:
    return [each.kind for each in judge(payout, habits, recent or {}, NOW).found]


def test_it_is_looked_at_when_it_may_be_stuck() -> None:
    """Before the limit the next look is just after it; behind it, it is stuck and is looked at once in six hours."""
    before = judge(PAYOUT, HABITS, {}, NOW)
    assert before.found == []
    assert before.look_at == NOW + dt.timedelta(hours=1, seconds=1)
    after = judge(replace(PAYOUT, since=NOW - dt.timedelta(hours=4)), HABITS, {}, NOW)
    assert [each.kind for each in after.found] == ["stuck"]
    assert (after.found[0].detail.basis, after.found[0].detail.count) == ("bank", 40)
    assert after.look_at == NOW + LOOK_AGAIN


def test_time_on_hold_is_not_time_in_the_stage() -> None:
    """Two hours of four were on hold, so it is not stuck; nor is anything that is on hold now."""
    long = replace(PAYOUT, since=NOW - dt.timedelta(hours=4))
    assert kinds(replace(long, held_s=7_200)) == []
    assert kinds(replace(long, on_hold=True)) == []


def test_a_closed_desk_is_no_reason() -> None:
    """What should end at night is stuck an hour after the desk has opened, and not before."""
    closed = replace(
        HABITS, calendars={"at_bank|neft": Calendar([(slot, slot + 28) for slot in range(20, 336, 48)])}
    )
    verdict = judge(replace(PAYOUT, since=NOW - dt.timedelta(hours=4)), closed, {}, NOW)
    assert verdict.found == []
    assert verdict.look_at == NOW + LOOK_AGAIN


def test_without_history_nothing_is_stuck() -> None:
    """No group is known: it is looked at again later."""
    alone = replace(PAYOUT, like=replace(LIKE, bank="west"), since=NOW - dt.timedelta(days=9))
    assert judge(alone, HABITS, {}, NOW).found == []


def test_late_is_behind_its_promise() -> None:
    """Not credited when it was due, or credited after that; failed payouts are not late."""
    due = replace(PAYOUT, due_at=NOW - dt.timedelta(minutes=1))
    assert kinds(due) == ["late"]
    assert kinds(replace(due, stage="credited", ended_at=NOW)) == ["late"]
    assert kinds(replace(due, stage="credited", ended_at=NOW - dt.timedelta(hours=1))) == []
    assert kinds(replace(due, stage="failed", ended_at=NOW)) == []
    ahead = replace(PAYOUT, due_at=NOW + dt.timedelta(minutes=30))
    assert judge(ahead, HABITS, {}, NOW).look_at == NOW + dt.timedelta(minutes=30)


def test_amounts_and_documents() -> None:
    """Three standard deviations above the payee's own amounts; documents that are missing while it is on its way."""
    assert kinds(replace(PAYOUT, amount_minor=98_000)) == []
    assert kinds(replace(PAYOUT, amount_minor=99_500)) == ["amount_unusual"]
    assert kinds(replace(PAYOUT, missing=["pan"])) == ["documents_missing"]
    assert kinds(replace(PAYOUT, missing=["pan"], stage="credited", ended_at=NOW)) == []


def test_a_burst_of_failures() -> None:
    """Five of six within the hour where one in fifty fails is a burst; two of fifty are not, nor is an old failure."""
    failed = replace(PAYOUT, stage="failed", ended_at=NOW - dt.timedelta(minutes=5))
    assert kinds(failed, recent={"g|neft|gate": Ends(6, 5)}) == ["failing"]
    assert kinds(failed, recent={"g|neft|gate": Ends(50, 2)}) == []
    assert (
        kinds(replace(failed, ended_at=NOW - dt.timedelta(hours=2)), recent={"g|neft|gate": Ends(6, 5)}) == []
    )


def test_the_tail_of_a_binomial() -> None:
    """By hand: P(X >= 2) of three tries at a half is a half; none at all is certain."""
    assert abs(tail(3, 2, 0.5) - 0.5) < 1e-12
    assert tail(7, 0, 0.2) == 1.0
