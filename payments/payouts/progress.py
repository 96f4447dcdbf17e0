"""Where a payout is: read anew from all its events each time, so that their order of arrival and repetitions change nothing.

Rules, in this order. A stage is reached when it is first said to have been. The end is the earliest end; money that was
credited may still be returned. Whatever else ends it, and whatever moves it after its end, contradicts: it is kept, counted and
announced, and the payout stays where it is. Clocks of two houses differ: five minutes are no contradiction.
"""

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, cast
from uuid import UUID

import msgspec

from payments.payouts.facts import ENDS, ROAD, Stage

SKEW = timedelta(minutes=5)
Standing = Literal["counted", "repeated", "contradicting"]
_PLACE = {stage: place for place, stage in enumerate(ROAD)}
_ENDING = {"credited": 0, "failed": 1, "returned": 2}


class StageEvent(msgspec.Struct, frozen=True):
    """An event as it counts. source: who says so."""

    id: UUID
    stage: str
    occurred_at: datetime
    source: str = "tenant"
    error_code: str | None = None


class Reached(msgspec.Struct, frozen=True):
    """A stage and when it was reached. by: the event; None for the creation."""

    stage: Stage
    at: datetime
    by: UUID | None


class Span(msgspec.Struct, frozen=True):
    """A stage that has ended. held: whether the payout was on hold meanwhile."""

    stage: str
    next: str
    began_at: datetime
    ended_at: datetime
    held: bool


class Progress(msgspec.Struct, frozen=True):
    """What the events of a payout come to.

    stage, since: where it is, and since when. held_s: seconds of that on hold, up to `held_since`. held_since: it is on hold now.
    reached: in order. ended_at: when it ended. contradicting: ids of events that cannot be true beside the others.
    held_before: stages that it was on hold before.
    """

    stage: Stage
    since: datetime
    held_s: int
    held_since: datetime | None
    reached: list[Reached]
    ended_at: datetime | None
    error_code: str | None
    contradicting: frozenset[UUID]
    held_before: frozenset[str]

    def spans(self) -> list[Span]:
        """The stages that have ended in order of time; one that seems to end before it began is no measurement."""
        return [
            Span(one.stage, following.stage, one.at, following.at, following.stage in self.held_before)
            for one, following in itertools.pairwise(self.reached)
            if following.at >= one.at and one.stage not in ENDS
        ]


def progress_of(created_at: datetime, events: Sequence[StageEvent]) -> Progress:
    """Fold the events of one payout, in any order, each as often as it was told."""
    ordered = sorted(events, key=lambda each: (each.occurred_at, each.stage, each.id))
    end, against = _end_of([each for each in ordered if each.stage in ENDS])
    stages: dict[str, StageEvent] = {}
    for each in ordered:
        if each.stage in _PLACE and each.stage not in ENDS:
            stages.setdefault(each.stage, each)
    against |= _after_the_end(ordered, end[-1] if end else None)
    moved = [each for each in stages.values() if each.id not in against]
    road = sorted(moved, key=lambda each: _PLACE[each.stage])
    against |= _out_of_order(created_at, road, end)
    reached = [Reached("created", created_at, None)]
    reached += [Reached(cast(Stage, each.stage), each.occurred_at, each.id) for each in (*road, *end)]
    holds = _holds(ordered, end[-1].occurred_at if end else None)
    current = reached[-1]
    held_s, held_since = _held(holds, current.at) if not end else (0, None)
    return Progress(
        stage=current.stage,
        since=current.at,
        held_s=held_s,
        held_since=held_since,
        reached=reached,
        ended_at=end[-1].occurred_at if end else None,
        error_code=end[-1].error_code if end else None,
        contradicting=frozenset(against),
        held_before=frozenset(
            following.stage
            for one, following in itertools.pairwise(reached)
            if any(start < following.at and (stop or following.at) > one.at for start, stop in holds)
        ),
    )


def standings(events: Sequence[StageEvent], progress: Progress) -> dict[UUID, Standing]:
    """Say of each event what became of it."""
    counted = {each.by for each in progress.reached}
    found: dict[UUID, Standing] = {}
    for each in events:
        if each.id in progress.contradicting:
            found[each.id] = "contradicting"
        elif each.id in counted or each.stage in {"on_hold", "released"}:
            found[each.id] = "counted"
        else:
            found[each.id] = "repeated"
    return found


def _end_of(ends: Sequence[StageEvent]) -> tuple[list[StageEvent], set[UUID]]:
    """Return how it ended (credited, then perhaps returned), and the ends that contradict it.

    The same end told to be later than one that contradicts it does so too: if it were left out, the end that stands could turn
    into the other without any contradiction more.
    """
    if not ends:
        return [], set()
    first = min(ends, key=lambda each: (*_place(each), each.id))
    kept = [first]
    if first.stage == "credited":
        kept += [each for each in ends if each.stage == "returned"][:1]
    words = {each.stage for each in kept}
    against = [each for each in ends if each.stage not in words]
    begins = min(map(_place, against), default=None)
    late = [each for each in ends if begins is not None and _place(each) > begins and each not in kept]
    return kept, {each.id for each in (*against, *late)}


def _place(end: StageEvent) -> tuple[datetime, int]:
    return end.occurred_at, _ENDING[end.stage]


def _after_the_end(ordered: Sequence[StageEvent], end: StageEvent | None) -> set[UUID]:
    if end is None:
        return set()
    return {
        each.id
        for each in ordered
        if each.stage not in ENDS and each.stage != "released" and each.occurred_at > end.occurred_at + SKEW
    }


def _out_of_order(created_at: datetime, road: Sequence[StageEvent], end: Sequence[StageEvent]) -> set[UUID]:
    """Events of a stage that are told to have happened well before the stage they follow."""
    against: set[UUID] = set()
    latest = created_at
    for each in (*road, *end):
        if each.occurred_at < latest - SKEW:
            against.add(each.id)
        latest = max(latest, each.occurred_at)
    return against


def _holds(
    ordered: Sequence[StageEvent], ended_at: datetime | None
) -> list[tuple[datetime, datetime | None]]:
    """Intervals on hold; the last may be open."""
    found: list[tuple[datetime, datetime | None]] = []
    start: datetime | None = None
    for each in ordered:
        if each.stage == "on_hold" and start is None:
            start = each.occurred_at
        elif each.stage == "released" and start is not None:
            found.append((start, each.occurred_at))
            start = None
    if start is not None and (ended_at is None or start < ended_at):
        found.append((start, ended_at))
    return found


def _held(holds: Sequence[tuple[datetime, datetime | None]], since: datetime) -> tuple[int, datetime | None]:
    """Seconds on hold within the present stage, of holds that are over; and since when it is on hold now."""
    over = sum(
        max((stop - max(start, since)).total_seconds(), 0.0) for start, stop in holds if stop is not None
    )
    open_since = next((start for start, stop in holds if stop is None), None)
    return int(over), open_since
