"""A table to named float columns: raw columns by their type, parts of dates, and what was known of entities before.

A plan is learned from the training table and applied unchanged to any later one; it is data, written beside a version.
"""

import dataclasses
import hashlib
import io
from collections.abc import Sequence
from typing import cast

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from inference.manifest import NAME_MAX, Column, DateOf, DatePart
from inference.number_forms import NumberForm
from inference.pasts.dates import DateColumn
from inference.pasts.history import Events, HistoryPlan, history_features
from inference.pasts.order import DAY_MS
from training.conforming import conform, conform_date, text_of
from training.datasets import encode_frame
from training.errors import DatasetRefused
from training.frames import milliseconds


class Preparation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """raw: columns of the table itself. columns: of the matrix: raw ones, parts of dates, history.

    known: the column that says when a label became known; without it, `label_delay_ms` after the row, or where the label
      is itself the days until it was known, as many days after the row.
    numbers: how the numbers of columns are written that are not bare digits. history_sha256: of the kept events. salt: what keys are hashed with, so that no identifier rests beside a version.
    """

    target: str
    positive: str = ""
    time: str = ""
    raw: tuple[Column, ...]
    dates: tuple[DateColumn, ...] = ()
    history: HistoryPlan | None = None
    known: str = ""
    label_delay_ms: int = 0
    label_is_delay: bool = False
    salt: str = ""
    columns: tuple[Column, ...] = ()
    history_sha256: str = ""
    numbers: dict[str, NumberForm] = {}


@dataclasses.dataclass(frozen=True)
class Prepared:
    """matrix: float32[n, columns]. events: of all rows, for the history of later ones; None without history."""

    names: tuple[str, ...]
    matrix: NDArray[np.float32]
    events: Events | None
    notes: tuple[str, ...]

    def of(self, columns: Sequence[Column]) -> NDArray[np.float32]:
        """float32[n, columns], C order: these columns alone."""
        place = {name: index for index, name in enumerate(self.names)}
        chosen = [place[column.name] for column in columns]
        if chosen == list(range(len(self.names))):
            return self.matrix
        return np.ascontiguousarray(self.matrix[:, chosen])


def apply(
    plan: Preparation,
    frame: pl.DataFrame,
    past: Events | None = None,
    label: NDArray[np.float64] | None = None,
) -> Prepared:
    """Make the matrix of these rows.

    past: events that happened before or among these rows, from training. label: float64[n], NaN where not known.
    Raises: DatasetRefused naming the column.
    """
    table, notes = conform(frame, plan.raw)
    parts = [encode_frame(plan.raw, table)] if plan.raw else [np.empty((frame.height, 0), np.float32)]
    names = [column.name for column in plan.raw]
    for name, values in date_columns(plan, frame):
        names.append(name)
        parts.append(values.astype(np.float32)[:, None])
    events = None
    if plan.history is not None:
        timeless = conform_date(frame, plan.time, form_of_date(plan, plan.time)).null_count()
        if timeless:
            notes.append(
                f"{timeless:,} of {frame.height:,} rows have no `{plan.time}`: nothing is known before them."
            )
        events = events_of(plan, frame, label)
        every = past.followed_by(events) if past is not None else events
        history_names, columns = history_features(plan.history, every, len(every) - len(events))
        names.extend(history_names)
        parts.append(columns.astype(np.float32))
    matrix = np.ascontiguousarray(np.concatenate(parts, axis=1))
    return Prepared(tuple(names), matrix, events, tuple(notes))


def form_of_date(plan: Preparation, name: str) -> str:
    """How the training table wrote a date."""
    return next((column.form for column in plan.dates if column.name == name), "")


def made_of_dates(dates: Sequence[DateColumn]) -> dict[str, Column]:
    """The columns that are made of dates, by name, as requests have them made."""
    forms = {column.name: column.form for column in dates}
    found: dict[str, Column] = {}
    for each in dates:
        for part in each.parts:
            name = f"{each.name}: {part}"
            made = DateOf(of=each.name, form=each.form, part=cast("DatePart", part))
            found[name] = Column(name=name, kind="number", date=made)
        if each.against:
            name = f"{each.name}: days from {each.against}"
            other = forms.get(each.against, "")
            made = DateOf(
                of=each.name, form=each.form, against=each.against, against_form=other, ahead=each.ahead
            )
            found[name] = Column(name=name, kind="number", date=made)
    return {name: column for name, column in found.items() if len(name) <= NAME_MAX}


def date_columns(plan: Preparation, frame: pl.DataFrame) -> list[tuple[str, NDArray[np.float64]]]:
    found: list[tuple[str, NDArray[np.float64]]] = []
    for column in plan.dates:
        dates = conform_date(frame, column.name, column.form)
        found.extend((f"{column.name}: {part}", _part(dates, part)) for part in column.parts)
        if column.against:
            days = _days(dates) - _days(
                conform_date(frame, column.against, form_of_date(plan, column.against))
            )
            if not column.ahead:
                days = np.where(days > 0, np.nan, days)
            found.append((f"{column.name}: days from {column.against}", days))
    return found


def _part(dates: pl.Series, part: str) -> NDArray[np.float64]:
    if part == "hour":
        values = dates.dt.hour().cast(pl.Float64) + dates.dt.minute().cast(pl.Float64) / 60
    elif part == "weekday":
        values = dates.dt.weekday().cast(pl.Float64)
    elif part == "month":
        values = dates.dt.month().cast(pl.Float64)
    elif part == "date":
        values = dates.cast(pl.Date).to_physical().cast(pl.Float64)
    else:
        values = dates.dt.day().cast(pl.Float64)
    return values.fill_null(np.nan).to_numpy()


def _days(dates: pl.Series) -> NDArray[np.float64]:
    values = dates.cast(pl.Datetime("ms")).to_physical().cast(pl.Float64) / DAY_MS
    return values.fill_null(np.nan).to_numpy()


def events_of(plan: Preparation, frame: pl.DataFrame, label: NDArray[np.float64] | None) -> Events:
    """A row without a time has no past, and is in nobody's."""
    history = plan.history
    if history is None:
        raise DatasetRefused("This preparation keeps no history.")
    dates = conform_date(frame, plan.time, form_of_date(plan, plan.time))
    timeless = dates.is_null().to_numpy()
    if timeless.all():
        raise DatasetRefused(
            f"The time column `{plan.time}` is missing in every row.",
            fix="Give rows their times: what happened before them is counted by it.",
        )
    dates = dates.fill_null(dates.min())
    time = milliseconds(dates)
    hashed = {
        name: key_hashes(frame, name, plan.salt)
        for name in dict.fromkeys(name for entity in history.entities for name in entity.columns)
    }
    keys = [combine([hashed[name] for name in entity.columns], frame.height) for entity in history.entities]
    keys = [np.where(timeless, np.uint64(0), key) for key in keys]
    table, _ = conform(frame, [Column(name=name, kind="number") for name in history.values])
    values = [
        table[name].fill_null(np.nan).to_numpy().astype(np.float32).astype(np.float64)  # as they are kept
        for name in history.values
    ]
    truth = np.full(frame.height, np.nan) if label is None else label.astype(np.float32).astype(np.float64)
    truth, known = _known(plan, frame, time, truth)
    return Events(
        time,
        np.stack(keys, axis=1),
        np.stack(values, axis=1) if values else np.empty((frame.height, 0)),
        truth,
        known,
    )


def _known(
    plan: Preparation, frame: pl.DataFrame, time: NDArray[np.int64], truth: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The labels that count, and when each became known; rows without one were without it until the table ends."""
    if not (plan.known or plan.label_is_delay):
        return truth, time + plan.label_delay_ms
    if plan.known:
        when = conform_date(frame, plan.known)
        told = when.is_not_null().to_numpy()
        at = np.maximum(milliseconds(when.fill_null(pl.Series([0]).cast(pl.Datetime("ms"))[0])), time)
    else:
        told = np.isfinite(truth)
        at = time + (np.where(told, np.maximum(truth, 0.0), 0.0) * DAY_MS).astype(np.int64)
    if not told.any():  # a table of questions alone says nothing about what waits
        return np.full(len(time), np.nan), time.copy()
    end = max(int(time.max()), int(at[told].max()))
    return np.where(told, truth, np.nan), np.where(told, at, end)


def key_hashes(frame: pl.DataFrame, name: str, salt: str) -> NDArray[np.uint64]:
    """uint64[n], 0 where the value is missing; the same for `7`, 7 and 7.0."""
    if name not in frame.columns:
        return np.zeros(frame.height, np.uint64)
    text = text_of(frame[name])
    distinct = text.drop_nulls().unique().to_list()
    if not distinct:
        return np.zeros(frame.height, np.uint64)
    key = salt.encode()[:64]
    hashes = [
        max(1, int.from_bytes(hashlib.blake2b(str(each).encode(), key=key, digest_size=8).digest(), "little"))
        for each in distinct
    ]
    mapped = text.replace_strict(distinct, pl.Series(hashes, dtype=pl.UInt64), default=None)
    return mapped.fill_null(0).to_numpy().astype(np.uint64)


def combine(keys: Sequence[NDArray[np.uint64]], rows: int) -> NDArray[np.uint64]:
    """One key of several; 1 for everybody, 0 where any is missing."""
    if not keys:
        return np.ones(rows, np.uint64)
    found = keys[0].copy()
    missing = keys[0] == 0
    with np.errstate(over="ignore"):
        for key in keys[1:]:
            found = found * np.uint64(0x9E3779B97F4A7C15) ^ (key + np.uint64(0x7F4A7C15))
            missing |= key == 0
    return np.where(missing, np.uint64(0), np.maximum(found, np.uint64(1)))


def write_events(events: Events) -> bytes:
    """Parquet: hashed keys, times, values, labels; what the history of later rows needs."""
    columns = {"time": events.time, "known": events.known, "label": events.label.astype(np.float32)}
    columns |= {f"key{index}": events.keys[:, index] for index in range(events.keys.shape[1])}
    columns |= {
        f"value{index}": events.values[:, index].astype(np.float32) for index in range(events.values.shape[1])
    }
    target = io.BytesIO()
    pl.DataFrame(columns).write_parquet(target, compression="zstd")
    return target.getvalue()


def read_events(data: bytes) -> Events:
    frame = pl.read_parquet(io.BytesIO(data))
    keys = [name for name in frame.columns if name.startswith("key")]
    values = [name for name in frame.columns if name.startswith("value")]
    return Events(
        frame["time"].to_numpy(),
        frame.select(keys).to_numpy().astype(np.uint64),
        frame.select(values).to_numpy().astype(np.float64) if values else np.empty((frame.height, 0)),
        frame["label"].to_numpy().astype(np.float64),
        frame["known"].to_numpy(),
    )
