"""What `gateway-route` learns from: tries of any payment that questions told of, each as things were just before it.

Such a try has an outcome but no amount. It is given the amount of a question drawn by chance: nothing is learned from amounts
then, and what is scored later looks like what was learned from.
"""

import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from statistics import median_low

from inference.answering.gateway_route import GatewayRouteAnswer
from inference.features.gateways import rows
from inference.lessons.lesson import EXAMPLES_MAX, Asked, Example, Wanted
from payments.gateway_facts import ATTEMPTS_MAX, GatewayAttempt, GatewayCandidate, Routing

POOL_MAX = 100_000
_FIRST = 0.05  # of the tries, that only serve as history
_BEFORE = timedelta(milliseconds=1)

Key = tuple[str, str, datetime, bool, str | None, int | None]


class GatewayLesson:
    what = "tries at gateways of which it is known how they ended"
    happened = "taken"
    more = "Ask with `attempts`, what all gateways did lately, or tell `happened` of the payments that were routed."

    def __init__(self, wanted: Wanted) -> None:
        self._seed = wanted.seed
        self._pool: dict[Key, GatewayAttempt] = {}
        self._amounts: list[int] = []
        self._lengths: list[int] = []
        self._offsets: Counter[int] = Counter()
        self._told: list[Example] = []
        self._tries = 0

    def hear(self, asked: Asked) -> None:
        event = asked.event
        if not isinstance(event, Routing):
            return
        self._amounts.append(event.amount_minor)
        self._lengths.append(len(event.attempts))
        self._offsets[event.utc_offset_minutes] += 1
        for attempt in event.attempts:
            if len(self._pool) < POOL_MAX:
                self._pool.setdefault(_key(attempt), attempt)
        self._hear_truth(asked, event)

    def _hear_truth(self, asked: Asked, event: Routing) -> None:
        """What was told of a question is about the gateway that it was answered with."""
        if asked.happened is None or asked.rows is None or not isinstance(asked.answer, GatewayRouteAnswer):
            return
        names = [candidate.gateway for candidate in event.candidates]
        if asked.answer.gateway in names and len(asked.rows) == len(names):
            row = tuple(map(float, asked.rows[names.index(asked.answer.gateway)]))
            self._told.append(Example(row, asked.happened, asked.at, 0))

    def examples(self) -> Iterator[Example]:
        """Newest first; of many tries, every second or third and so on: neighbours say the same."""
        pool = sorted(self._pool.values(), key=lambda attempt: (attempt.at, attempt.gateway, attempt.method))
        times = [attempt.at for attempt in pool]
        length = min(ATTEMPTS_MAX, median_low(self._lengths)) if self._lengths else 0
        offset = self._offsets.most_common(1)[0][0] if self._offsets else 0
        rng = Random(self._seed)  # noqa: S311 - amounts to stand in, no secret
        yield from itertools.islice(self._told, EXAMPLES_MAX)
        step = 1 + len(pool) // EXAMPLES_MAX
        for place in reversed(range(int(_FIRST * len(pool)), len(pool), step)):
            attempt = pool[place]
            before = attempt.at - _BEFORE
            known = bisect_left(times, attempt.at)
            question = Routing(
                method=attempt.method,
                amount_minor=rng.choice(self._amounts),
                currency="INR",  # no feature looks at it
                candidates=[GatewayCandidate(gateway=attempt.gateway)],
                attempts=pool[max(0, known - length) : known],
                utc_offset_minutes=offset,
            )
            self._tries += 1
            yield Example(tuple(rows(question, before)[0]), attempt.succeeded, attempt.at, 1 + place)

    def notes(self) -> tuple[str, ...]:
        return (
            (
                f"Learned from {self._tries:,} tries that questions brought along and from {len(self._told):,} payments of which was told "
                "whether they were taken. Tries have no amount: theirs were drawn from those of questions, so amounts teach little. A "
                "router sends payments where they succeed, so gateways that it avoids are known less."
            ),
        )


def _key(attempt: GatewayAttempt) -> Key:
    return (
        attempt.gateway, attempt.method, attempt.at, attempt.succeeded, attempt.failure_code, attempt.latency_ms,
    )  # fmt: skip
