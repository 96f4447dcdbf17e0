"""What `payout-delay` learns from: the stages that payouts reached, as questions about them and about later ones told."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from math import log1p
from random import Random
from statistics import median_low

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.features.payouts import rows, stage_of
from inference.lessons.lesson import EXAMPLES_MAX, Asked, Example, Wanted, all_known_before
from payments.payout_facts import HISTORY_MAX, STAGES, PastPayout, Payout

HEADS = ("log_hours_p50", "log_hours_p90", "log_hours_p95")
LONG_HOURS = 24.0
POOL_MAX = 50_000
_FIRST = 0.05  # of the payouts, that only serve as history

Key = tuple[str, str, str, int, datetime]


def moments(past: PastPayout, rng: Random) -> list[datetime]:
    """When a payout is made, and at random shares of the way to each stage."""
    found = [past.created_at]
    stages = (past.created_at, past.approved_at, past.sent_at, past.settled_at)
    for start, end in itertools.pairwise(at for at in stages if at is not None):
        if end > start:
            found.append(start + rng.random() * (end - start))
    return found


def asked_at(
    past: PastPayout, at: datetime, history: Sequence[PastPayout], currency: str, utc_offset_minutes: int
) -> Payout:
    """The question that would have been asked at a moment: stages after it are not known."""
    return Payout(
        payee_id=past.payee_id,
        bank=past.bank,
        method=past.method,
        amount_minor=past.amount_minor,
        currency=currency,
        created_at=past.created_at,
        approved_at=past.approved_at if past.approved_at and past.approved_at <= at else None,
        sent_at=past.sent_at if past.sent_at and past.sent_at <= at else None,
        utc_offset_minutes=utc_offset_minutes,
        history=list(history),
    )


class _Question(msgspec.Struct, frozen=True):
    at: datetime
    stage: int
    rows: NDArray[np.float32]


class PayoutLesson:
    """Payouts are known by payee, bank, rail, amount and when they were made; what any question says of one is put together."""

    what = "waits for a stage of a payout of which it is known when they ended"
    happened = f"took longer than {LONG_HOURS:g} hours"
    more = "Ask about payouts with their `history`, or tell `value` in hours of those asked about."

    def __init__(self, wanted: Wanted) -> None:
        self._seed = wanted.seed
        self._pool: dict[Key, PastPayout] = {}
        self._questions: dict[Key, list[_Question]] = {}
        self._lengths: list[int] = []
        self._offsets: Counter[int] = Counter()
        self._until: datetime | None = None
        self._left_out = 0
        self._payouts = 0

    def hear(self, asked: Asked) -> None:
        event = asked.event
        if not isinstance(event, Payout):
            return
        settled = None if asked.value is None else asked.at + timedelta(hours=max(asked.value, 0.0))
        own = PastPayout(
            payee_id=event.payee_id, bank=event.bank, method=event.method, amount_minor=event.amount_minor,
            created_at=event.created_at, approved_at=event.approved_at, sent_at=event.sent_at, settled_at=settled,
        )  # fmt: skip
        self._add(own)
        for past in event.history:
            self._add(past)
        self._lengths.append(len(event.history))
        self._offsets[event.utc_offset_minutes] += 1
        self._until = max(self._until or asked.at, asked.at)
        if asked.rows is not None and len(asked.rows) == len(STAGES) - 1 - stage_of(event):
            self._questions.setdefault(_key(own), []).append(_Question(asked.at, stage_of(event), asked.rows))

    def _add(self, past: PastPayout) -> None:
        """Later questions are heard first: what they say of a payout stands, earlier ones fill what is missing."""
        key = _key(past)
        known = self._pool.get(key)
        if known is None:
            if len(self._pool) < POOL_MAX:
                self._pool[key] = past
            return
        self._pool[key] = msgspec.structs.replace(
            known,
            approved_at=known.approved_at or past.approved_at,
            sent_at=known.sent_at or past.sent_at,
            settled_at=known.settled_at or past.settled_at,
        )

    def examples(self) -> Iterator[Example]:
        """Newest payouts first. Each is asked about when it is made and in every stage, and as it was asked about indeed."""
        pool = sorted(
            self._pool.values(), key=lambda past: (past.created_at, past.payee_id, past.amount_minor)
        )
        length = min(HISTORY_MAX, median_low(self._lengths)) if self._lengths else 0
        offset = self._offsets.most_common(1)[0][0] if self._offsets else 0
        ended = self._ended(pool)
        made = 0
        for place in reversed(range(int(_FIRST * len(pool)), len(pool))):
            past = pool[place]
            if place not in ended:
                continue
            self._payouts += 1
            for example in self._of(past, pool[max(0, place - length) : place], offset, place):
                yield example
                made += 1
            if made >= EXAMPLES_MAX:
                return

    def _ended(self, pool: Sequence[PastPayout]) -> set[int]:
        """Places of payouts that were credited, but for those of a time of which only the quick ones are."""
        settled = [place for place, past in enumerate(pool) if past.settled_at is not None]
        if self._until is None:
            return set()
        since = all_known_before([(past.created_at, past.settled_at) for past in pool], self._until)
        found = {place for place in settled if since is None or pool[place].created_at < since}
        self._left_out = len(settled) - len(found)
        return found

    def _of(
        self, past: PastPayout, history: Sequence[PastPayout], offset: int, place: int
    ) -> Iterator[Example]:
        reached = (past.created_at, past.approved_at, past.sent_at, past.settled_at)
        told = f"{past.created_at.isoformat()}/{past.payee_id}/{past.amount_minor}"
        rng = Random(f"{self._seed}/{told}")  # noqa: S311 - moments to ask about, no secret
        for at in moments(past, rng):
            asked = asked_at(past, at, history, "INR", offset)  # no feature looks at the currency
            stage = stage_of(asked)
            yield from _examples(reached, at, stage, rows(asked, at), place)
        for question in self._questions.get(_key(past), ()):
            asked_rows = [tuple(map(float, row)) for row in question.rows]
            yield from _examples(reached, question.at, question.stage, asked_rows, place)

    def notes(self) -> tuple[str, ...]:
        questions = sum(map(len, self._questions.values()))
        return (
            (
                f"Learned from {self._payouts:,} credited payouts that {questions:,} questions told of, each asked about when it was "
                "made and at a random moment of each stage, with as many earlier payouts as questions bring along; one row for "
                "each stage ahead. Heads are ln(1 + hours)."
            ),
            (
                f"{self._left_out:,} payouts are left out that are younger than some that are not credited: of these only the quick "
                "ones have ended. Payouts that are never credited teach nothing."
            ),
        )


def _key(past: PastPayout) -> Key:
    return past.payee_id, past.bank, past.method, past.amount_minor, past.created_at


def _examples(
    reached: Sequence[datetime | None],
    at: datetime,
    stage: int,
    found: Sequence[tuple[float, ...]],
    group: int,
) -> Iterator[Example]:
    """One for each stage ahead whose moment is known."""
    created = reached[0]
    for row, end in zip(found, reached[stage + 1 :], strict=True):
        if end is None or end < at or created is None:
            continue
        hours = (end - at) / timedelta(hours=1)
        yield Example(tuple(row), hours > LONG_HOURS, created, group, dict.fromkeys(HEADS, log1p(hours)))
