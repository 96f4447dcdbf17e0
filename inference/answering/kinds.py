"""What answer code gets and gives, the same for every use case.

A question becomes one or more rows; each row has a margin, a calibrated probability and the version's other heads. An
answer is a pure function of these, the event and the time, so that a replay gives it again from what is stored.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Generic, Protocol, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

Event = TypeVar("Event", bound=msgspec.Struct)
FindingValue = str | float


class ScoredRow(Protocol):
    """row: float32[n_features], NaN where missing. heads: by name, float32[k] each; empty for a tenant's own columns."""

    @property
    def row(self) -> NDArray[np.float32]: ...
    @property
    def margin(self) -> float: ...
    @property
    def probability(self) -> float: ...
    @property
    def heads(self) -> Mapping[str, NDArray[np.float32]]: ...


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A reason that is no share of a score: what was counted or compared. code: of a text in the use case.

    values: what its placeholders say; numbers are written as the finding's unit asks.
    """

    code: str
    value: float | None = None
    values: Mapping[str, str] = {}


@dataclasses.dataclass(frozen=True, slots=True)
class Answered:
    """explained: which of the rows the reasons are about, and whose probability is the decision's score."""

    answer: msgspec.Struct
    explained: int = 0
    findings: tuple[Finding, ...] = ()


class AnswerKind(Protocol):
    """fields: the Struct of the answer. Every field but `probability` can be absent (None or empty): a tenant's own
    version has one probability and no other heads."""

    @property
    def fields(self) -> type[msgspec.Struct]: ...

    def answer(self, event: msgspec.Struct | None, at: datetime, rows: Sequence[ScoredRow]) -> Answered:
        """event: None where a tenant's own columns took its place."""
        ...


@dataclasses.dataclass(frozen=True)
class EventAnswer(Generic[Event]):
    """The kind of answer that is made of an event's facts and heads by `work`."""

    fields: type[msgspec.Struct]
    about: type[Event]
    work: Callable[[Event, datetime, Sequence[ScoredRow]], Answered]

    def answer(self, event: msgspec.Struct | None, at: datetime, rows: Sequence[ScoredRow]) -> Answered:
        if event is None:
            return Answered(bare(self.fields, rows[0].probability))
        if not isinstance(event, self.about):
            raise TypeError(f"{self.fields.__name__} is made of {self.about.__name__}")
        return self.work(event, at, rows)


def bare(kind: type[msgspec.Struct], probability: float) -> msgspec.Struct:
    """Make an answer that says the probability and nothing else."""
    said: dict[str, object] = {"probability": probability}
    for field in msgspec.structs.fields(kind):
        if field.name not in said and field.required:
            said[field.name] = None
    return kind(**said)


def head(row: ScoredRow, name: str) -> float:
    """Return the one value of a head."""
    return float(row.heads[name][0])


def rising(values: Sequence[float], least: float = 0.0) -> list[float]:
    """Quantiles in order, none below the one before: heads are fitted apart and may cross by a little."""
    found: list[float] = []
    for value in values:
        least = max(least, value)
        found.append(least)
    return found
