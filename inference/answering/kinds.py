"""What answer code gets and gives, the same for every use case.

A question becomes one or more rows; each row has a margin, a calibrated probability and the version's other heads. An
answer is a pure function of these, the event and the time, so that a replay gives it again from what is stored.
"""

import dataclasses
import functools
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Generic, Protocol, TypeVar, get_origin

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.linear_classes import Linear
from inference.manifest import Manifest, Task

Event = TypeVar("Event", bound=msgspec.Struct)
ANY_TASKS: frozenset[Task] = frozenset({"probability", "anomaly"})
"""What any answer has a place for: a probability."""
MIDDLE = "p50"
QUANTILES = ("p10", MIDDLE, "p90")
CLASSES = "classes"
HEADS: Mapping[Task, tuple[str, ...]] = {"number": ("mean", *QUANTILES), "classes": (CLASSES,)}
"""What the graph of a tenant's own version gives beside its margin, sorted."""
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


class TellingVersion(Protocol):
    """The version that scored the rows, for answers that are made of what it knows besides. linear: see `artefacts`."""

    @property
    def manifest(self) -> Manifest: ...
    @property
    def linear(self) -> Linear | None: ...


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A reason that is no share of a score: what was counted or compared. code: of a text in the use case.

    values: what its placeholders say; numbers are written as the finding's unit asks.
    """

    code: str
    value: float | None = None
    values: Mapping[str, str] = {}


class Answered(msgspec.Struct, frozen=True):
    """explained: which of the rows the reasons are about, and whose probability is the decision's score.

    chosen: the place of the class that the model named for that row; None where none was named, or not by the model.
    """

    answer: msgspec.Struct
    explained: int = 0
    findings: tuple[Finding, ...] = ()
    chosen: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Numbers:
    """What a tenant's own version says of a number, in the unit of the table that it learned from, in order."""

    p10: float
    p50: float
    p90: float


@dataclasses.dataclass(frozen=True, slots=True)
class Classes:
    """What a tenant's own version says of classes: their names, the likeliest first, with their shares of its belief.

    unknown: the share of what is about none of them; None of a version that knows no such thing. With it, the shares make one,
    and the first is the probability that is told.
    """

    names: Sequence[str]
    shares: Sequence[float]
    unknown: float | None = None


FromNumbers = Callable[[float, Numbers, datetime], Mapping[str, object]]
"""(probability, numbers, decided at) to the fields of the answer that they fill."""
FromClasses = Callable[[float, Classes], Mapping[str, object]]


class AnswerKind(Protocol):
    """fields: the Struct of the answer. Every field but `probability` can be absent (None or empty): a tenant's own
    version has one probability, and a number or classes where the answer has a place for them."""

    @property
    def fields(self) -> type[msgspec.Struct]: ...
    @property
    def tasks(self) -> frozenset[Task]:
        """What versions of a tenant's own may tell."""
        ...

    def answer(
        self,
        event: msgspec.Struct | None,
        at: datetime,
        rows: Sequence[ScoredRow],
        classes: Sequence[str] = (),
        version: TellingVersion | None = None,
    ) -> Answered:
        """event: None where a tenant's own columns took its place. classes: names of those that such a version tells.

        version: that scored the rows; without it, the starter.
        """
        ...


@dataclasses.dataclass(frozen=True)
class EventAnswer(Generic[Event]):
    """The kind of answer that is made of an event's facts and heads by `work`.

    numbers, told: what a number, or classes, of a tenant's own version fill of it; None where it has no place for them.
    by_version: instead of `work`, where the version knows what the answer is made of.
    """

    fields: type[msgspec.Struct]
    about: type[Event]
    work: Callable[[Event, datetime, Sequence[ScoredRow]], Answered]
    numbers: FromNumbers | None = None
    told: FromClasses | None = None
    by_version: Callable[[Event, datetime, Sequence[ScoredRow], TellingVersion], Answered] | None = None

    @property
    def tasks(self) -> frozenset[Task]:
        known: dict[Task, object] = {"number": self.numbers, "classes": self.told}
        return ANY_TASKS | {task for task, work in known.items() if work is not None}

    def answer(
        self,
        event: msgspec.Struct | None,
        at: datetime,
        rows: Sequence[ScoredRow],
        classes: Sequence[str] = (),
        version: TellingVersion | None = None,
    ) -> Answered:
        if event is None:
            return self._of_columns(at, rows[0], classes, version)
        if not isinstance(event, self.about):
            raise TypeError(f"{self.fields.__name__} is made of {self.about.__name__}")
        if self.by_version is not None and version is not None:
            return self.by_version(event, at, rows, version)
        return self.work(event, at, rows)

    def _of_columns(
        self, at: datetime, row: ScoredRow, classes: Sequence[str], version: TellingVersion | None
    ) -> Answered:
        if self.numbers is not None and MIDDLE in row.heads:
            p10, p50, p90 = sorted(head(row, name) for name in QUANTILES)
            numbers = self.numbers(row.probability, Numbers(p10, p50, p90), at)
            return Answered(bare(self.fields, row.probability, numbers))
        if self.told is not None and classes:
            shares = row.heads[CLASSES].tolist()
            order = ranked(shares)
            found = Classes([classes[place] for place in order], [shares[place] for place in order])
            if version is not None and len(version.manifest.features) > len(classes):
                found = _with_unknown(found, row.probability)
            told = bare(self.fields, row.probability, self.told(row.probability, found))
            return Answered(told, chosen=order[0])
        return Answered(bare(self.fields, row.probability))


def _with_unknown(found: Classes, probability: float) -> Classes:
    """The first share is the probability itself, which the graph's float32 rounded otherwise; the rest of one is of none of them."""
    shares = [probability, *found.shares[1:]]
    return Classes(found.names, shares, max(0.0, 1.0 - sum(shares)))


def bare(
    kind: type[msgspec.Struct], probability: float, fields: Mapping[str, object] | None = None
) -> msgspec.Struct:
    """Make an answer that says the probability, these fields, and nothing else."""
    return kind(**{**_absent(kind), "probability": probability, **(fields or {})})


@functools.cache
def _absent(kind: type[msgspec.Struct]) -> Mapping[str, object]:
    """What stands for a field that is not said: nothing in a list, else null."""
    return {
        field.name: [] if get_origin(field.type) is list else None
        for field in msgspec.structs.fields(kind)
        if field.required
    }


def ranked(shares: Sequence[float]) -> list[int]:
    """Places of classes, the likeliest first. A tie is decided by the order of the classes, as `argmax` does in training."""
    return sorted(range(len(shares)), key=lambda place: (-shares[place], place))


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
