"""A row that is decided about, whose past is computed here: what of it is looked for, kept, and made into columns. Pure."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.errors import FieldError, named
from inference.dated import time_of
from inference.inputs import InputsRefused, InputValue, Row, encode_inputs, encode_value
from inference.manifest import Column, Manifest, OwnPast
from inference.pasts.dates import milliseconds_of, numbers_of
from inference.pasts.history import Events, HistoryPlan, history_features
from tenants.vault import EnvironmentVault

KEY_BYTES = 16
KINDS = frozenset({"own", "pair", "alike"})
"""Whose pasts are short enough to be read at each decision: not those of categories and of everybody."""
VALUES_MAX = 2
ROWS_MAX = 2_000
"""The latest rows of a key that are its past. No key of a table that a version with a past was learned from has more."""
_TIME_FIX = "Send an ISO 8601 time: 2026-11-21T08:30:00Z."


@dataclasses.dataclass(frozen=True, slots=True)
class KeyRows:
    """The kept rows of one key before a moment, in the order of their times. known: None where the label is not known."""

    at: Sequence[int]
    known: Sequence[int | None]
    label: Sequence[float]
    values: Sequence[Sequence[float]]


NO_ROWS = KeyRows((), (), (), ((),) * VALUES_MAX)


class PastReader:
    """What a version with a past of its own takes of a row, looked up once. Immutable."""

    def __init__(self, manifest: Manifest, past: OwnPast) -> None:
        sent = {column.name for column in past.sent}
        self.past = past
        self._columns = tuple(column for column in manifest.columns if column.name in sent)
        self._own = [at for at, column in enumerate(manifest.columns) if column.name in sent]
        self._place = {
            column.name: at for at, column in enumerate(manifest.columns) if column.name not in sent
        }
        self._width = len(manifest.columns)
        self._known = sent
        self._forms = {column.name: column.form for column in past.dates}
        self._values = [Column(name=name, kind="number") for name in past.plan.values]
        self._plans = [msgspec.structs.replace(past.plan, entities=(each,)) for each in past.plan.entities]
        self._space = msgspec.json.encode((manifest.use_case, past.time, past.plan.values, manifest.task))
        self.numeric = manifest.task == "number"

    def encode(self, row: Row, path: str = "inputs") -> NDArray[np.float32]:
        """The columns of a row, without its past, which is missing. Raises: InputsRefused."""
        return self._row(row, self._times(row, path), path)

    def question(
        self, vault: EnvironmentVault, row: Row, at: datetime, path: str = "inputs"
    ) -> "PastQuestion":
        """at: the moment of a row that names no time. Raises: InputsRefused."""
        times = self._times(row, path)
        asked = times.get(self.past.time)
        moment = milliseconds_of(at.astimezone(UTC).isoformat()) if asked is None else asked
        times[self.past.time] = moment
        values = [encode_value(column, row.get(column.name)) for column in self._values]
        if any(isinstance(value, str) for value in values):
            wrong = next(at for at, value in enumerate(values) if isinstance(value, str))
            raise _refused(path, self._values[wrong].name, "It is not a number.", "Send a JSON number.")
        keys = tuple(self._key(vault, row, entity.columns) for entity in self.past.plan.entities)
        numbers = tuple(float(np.float32(value)) for value in values)
        return PastQuestion(self, self._row(row, times, path), moment, keys, numbers)

    def subject_of(self, row: Row) -> str | None:
        """Whom a row is about: the first thing that has a past of its own, where one column names it."""
        named = next((each.columns for each in self.past.plan.entities if each.kind == "own"), ())
        return text_of(row.get(named[0])) if len(named) == 1 else None

    def columns_of(self, question: "PastQuestion", rows: Sequence[KeyRows]) -> NDArray[np.float32]:
        """float32[columns]: the row with its past. rows: of each of its keys, in order."""
        found = question.row.copy()
        for plan, key, own in zip(self._plans, question.keys, rows, strict=True):
            names, features = history_features(
                plan, _events(plan, question, own, known=key is not None), len(own.at)
            )
            for name, value in zip(names, features[0].astype(np.float32), strict=True):
                place = self._place.get(name)
                if place is not None:
                    found[place] = value
        return found

    def makes(self) -> set[str]:
        """Name what it can make of a row that has a past."""
        nothing = PastQuestion(self, np.empty(0, np.float32), 0, (), (0.0,) * len(self._values))
        before = KeyRows((-1,), (None,), (0.0,), ((0.0,),) * VALUES_MAX)
        made = {name for column in self.past.dates for name in column.names}
        for plan in self._plans:
            made |= set(history_features(plan, _events(plan, nothing, before, known=True), 1)[0])
        return made

    def _times(self, row: Row, path: str) -> dict[str, int]:
        unknown = next((name for name in row if name not in self._known), None)
        if unknown is not None:
            raise _refused(path, named(unknown), "The version takes no such column.", "Leave it out.")
        times: dict[str, int] = {}
        for name in dict.fromkeys((self.past.time, *(column.name for column in self.past.dates))):
            value = row.get(name)
            if value is None:
                continue
            try:
                times[name] = time_of(value if isinstance(value, str) else "", self._forms.get(name, ""))
            except (ValueError, OverflowError) as error:
                raise _refused(path, name, "It is not a time.", _TIME_FIX) from error
        return times

    def _row(self, row: Row, times: Mapping[str, int], path: str) -> NDArray[np.float32]:
        found = np.full(self._width, np.nan, np.float32)
        if self._own:
            own = {column.name: row.get(column.name) for column in self._columns}
            found[self._own] = encode_inputs(self._columns, [own], path)[0]
        for name, value in numbers_of(self.past.dates, times).items():
            place = self._place.get(name)
            if place is not None:
                found[place] = value
        return found

    def _key(self, vault: EnvironmentVault, row: Row, columns: Sequence[str]) -> bytes | None:
        """What stands for an entity; None where part of its name is missing. Nobody reads it back."""
        parts = [text_of(row.get(name)) for name in columns]
        if any(part is None for part in parts):
            return None
        named = [*columns, *(part for part in parts if part is not None)]
        return vault.digest("inference/past", self._space, *(each.encode() for each in named))[:KEY_BYTES]


@dataclasses.dataclass(frozen=True, slots=True)
class PastQuestion:
    """A row on its way. row: float32[columns], NaN where its past belongs. at: in milliseconds. keys: of each entity, None
    where it is not named. values: of the columns whose means are taken, NaN where missing."""

    reader: PastReader
    row: NDArray[np.float32]
    at: int
    keys: tuple[bytes | None, ...]
    values: tuple[float, ...]

    def with_past(self, rows: Sequence[KeyRows]) -> NDArray[np.float32]:
        return self.reader.columns_of(self, rows)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PastRow:
    """A row to keep. row_id: of its decision, or of what the tenant calls it. label, known: None until it is told."""

    environment_id: UUID
    row_id: UUID
    customer: UUID
    question: PastQuestion
    label: float | None = None
    known: int | None = None


def problem_of_past(manifest: Manifest) -> str | None:
    """Why what a manifest says of its past cannot be computed here."""
    past = manifest.past
    if past is None:
        return None
    if manifest.inputs != "columns" or manifest.task not in {"probability", "number"} or manifest.declared:
        return "Only versions of a tenant's own columns that tell a probability or a number have a past."
    sent = {column.name for column in past.sent}
    named = {past.time, *past.plan.values, *(name for each in past.plan.entities for name in each.columns)}
    named |= {name for column in past.dates for name in (column.name, column.against) if name}
    if not named <= sent or len(past.plan.values) > VALUES_MAX:
        return "The past is of columns that no request sends, or of too many."
    if any(entity.kind not in KINDS for entity in past.plan.entities):
        return "The past of categories and of everybody is too long to be looked up at each decision."
    made = PastReader(manifest, past).makes()
    if not {column.name for column in manifest.columns} <= sent | made:
        return "The past makes other columns than the version scores."
    return None


def text_of(value: InputValue) -> str | None:
    """A name as text, the same for `7`, 7 and 7.0; None where it is missing."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value).strip() or None


def _events(plan: HistoryPlan, question: PastQuestion, rows: KeyRows, *, known: bool) -> Events:
    """The rows of one key, and behind them the one that is asked about. A label that is not known yet is waited for."""
    count = len(rows.at)
    values = np.empty((count + 1, len(plan.values)))
    for index in range(len(plan.values)):
        values[:count, index] = rows.values[index]
        values[count, index] = question.values[index]
    label = np.append(np.array(rows.label, np.float64), np.nan)
    when = [question.at if each is None else each for each in rows.known]
    return Events(
        np.array([*rows.at, question.at], np.int64),
        np.full((count + 1, 1), 1 if known else 0, np.uint64),
        values,
        label,
        np.array([*when, question.at], np.int64),
    )


def _refused(path: str, name: str, reason: str, fix: str) -> InputsRefused:
    return InputsRefused("Some inputs cannot be used.", fields=[FieldError(f"{path}.{name}", reason, fix)])
