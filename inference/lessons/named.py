"""What questions with a row for each of several named things learn from: products that a customer takes, happenings in a life.

Feedback names which it was (`label`); what it does not name did not happen. Without a label, `happened` is about the thing that
was answered, or, when false, about all of them.
"""

import dataclasses
from collections.abc import Callable, Iterator, Sequence

from inference.answering.lead_score import LeadScoreAnswer
from inference.answering.life_events import LifeEventsAnswer
from inference.answering.truths import slug
from inference.features import leads, life_events
from inference.lessons.lesson import EXAMPLES_MAX, Asked, Example, Wanted
from payments.history_facts import CustomerHistory


@dataclasses.dataclass(frozen=True)
class Named:
    """names: of the rows of a question. answered: the name in an answer."""

    what: str
    happened: str
    names: Callable[[CustomerHistory], Sequence[str]]
    answered: Callable[[object], str | None]


LEADS = Named(
    "customers' products of which it is known whether they were taken",
    "taken",
    leads.asked,
    lambda answer: answer.product if isinstance(answer, LeadScoreAnswer) else None,
)
LIFE_EVENTS = Named(
    "possible happenings in customers' lives of which it is known whether they came to pass",
    "did",
    lambda _history: life_events.KINDS,
    lambda answer: answer.event if isinstance(answer, LifeEventsAnswer) else None,
)


class NamedLesson:
    more = (
        "Tell `label` (which it was) or `happened` of the questions asked, or presume with `presumed_after_days` that what nobody told "
        "did not happen."
    )

    def __init__(self, named: Named, wanted: Wanted) -> None:
        self.what, self.happened = named.what, named.happened
        self._named = named
        self._old = wanted.presumed_before
        self._examples: list[Example] = []
        self._customers: dict[str, int] = {}
        self._told = self._presumed = 0

    def hear(self, asked: Asked) -> None:
        event = asked.event
        if not isinstance(event, CustomerHistory) or asked.rows is None:
            return
        names = self._named.names(event)
        if len(names) != len(asked.rows) or len(self._examples) >= EXAMPLES_MAX:
            return
        truths = self._truths(asked, names)
        group = self._customers.setdefault(event.customer_id, len(self._customers))
        for row, truth in zip(asked.rows, truths, strict=True):
            if truth is not None:
                self._examples.append(Example(tuple(map(float, row)), truth, asked.at, group))

    def _truths(self, asked: Asked, names: Sequence[str]) -> list[bool | None]:
        """Of each row; None where nothing is known of it."""
        if asked.label is not None:
            self._told += 1
            return [slug(name) == slug(asked.label) for name in names]
        if asked.happened is None:
            old = self._old is not None and asked.at < self._old
            self._presumed += old
            return [False if old else None for _ in names]
        self._told += 1
        if not asked.happened:
            return [False for _ in names]
        answered = self._named.answered(asked.answer)
        return [True if name == answered else None for name in names]

    def examples(self) -> Iterator[Example]:
        yield from self._examples

    def notes(self) -> tuple[str, ...]:
        return (
            (
                f"Learned from {self._told:,} questions of which was told what came of them and {self._presumed:,} of which nothing was told "
                f"and that is presumed to mean no, about {len(self._customers):,} customers."
            ),
        )
