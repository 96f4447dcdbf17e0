"""What a lesson is: it hears the questions of the past, newest first, and makes examples of the facts that came with them.

A question about a payout brings earlier payouts along, with the moments of their stages: facts that are their own truth. So a
lesson may have far more examples than there were questions, and needs no feedback where the facts say how it ended.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol, runtime_checkable
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

EXAMPLES_MAX = 40_000
_LONGEST = 0.99
NOTHING: Mapping[str, float] = {}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One question of the past, and what was told of it.

    event: as it was sent. rows: float32[n, f], the very features that were scored; None where nothing was.
    answer: what was answered; None of a degraded decision. happened, value, label: of its feedback, None where that was not told.
    """

    decision_id: UUID
    customer: UUID
    at: datetime
    event: msgspec.Struct
    rows: NDArray[np.float32] | None
    answer: msgspec.Struct | None
    happened: bool | None
    value: float | None
    label: str | None


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a job asks of a lesson. presumed_before: questions from before this, of which nothing was told, did not come true;
    None where nothing is presumed."""

    seed: int
    presumed_before: datetime | None = None


def all_known_before(spans: Sequence[tuple[datetime, datetime | None]], until: datetime) -> datetime | None:
    """From when on some that are young have not ended yet, so that of these only the quick ones are known; None where all have.

    spans: beginnings and ends, None where it is not known. Young is what began so lately that one in a hundred takes longer.
    until: the newest moment that anything is known of.
    """
    taken = sorted(end - start for start, end in spans if end is not None)
    if not taken:
        return None
    horizon = taken[int(_LONGEST * (len(taken) - 1))]
    return min((start for start, end in spans if end is None and start > until - horizon), default=None)


class Example(NamedTuple):
    """row: of the feature set. order: by when it is put in order; all rows of one group have the same. values: truths of heads."""

    row: tuple[float, ...]
    happened: bool
    order: datetime
    group: int
    values: Mapping[str, float] = NOTHING


@runtime_checkable
class BringingEvents(Protocol):
    """A lesson of which the events themselves are needed, too: what is fitted plays them again."""

    def events(self) -> Sequence[tuple[msgspec.Struct, datetime]]:
        """Give them with their moments, once the examples are made: the places are the examples' groups."""
        ...


class Lesson(Protocol):
    """what, happened: its examples and those that happened, in words for a refusal; more: how to come by more of them."""

    what: str
    happened: str
    more: str

    def hear(self, asked: Asked) -> None:
        """Take in one question. They come newest first."""
        ...

    def examples(self) -> Iterator[Example]:
        """Make examples, at most `EXAMPLES_MAX`, of the newest facts; each takes up to some milliseconds."""
        ...

    def notes(self) -> tuple[str, ...]:
        """Say what the reader of the card must know, once the examples are made."""
        ...
