"""Many series of one table, told apart by ids, on one calendar: a value for each series and period."""

import dataclasses
from typing import Literal

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from training.errors import DatasetRefused
from training.forecast_profile import DAY_MS, MONDAY_MS, WEEK_MS
from training.frames import as_dates, milliseconds
from training.job import TrainingJob
from training.labels import labels_of
from training.preparation import combine, key_hashes

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Keys = NDArray[np.uint64]
SERIES_MAX, CELLS_MAX = 20_000, 20_000_000
_HOUR_MS = 3_600_000
_STEPS_MS = (60_000, 300_000, 600_000, 900_000, 1_800_000, _HOUR_MS, DAY_MS, WEEK_MS)
_SEASONS = {_HOUR_MS: 24, DAY_MS: 7, WEEK_MS: 52}
_AHEAD = {_HOUR_MS: 168, DAY_MS: 60, WEEK_MS: 26}
_MONTH_DAYS = 30.44
_MONTH_DAYS_MIN = 27.5
_REGULAR_SHARE_MIN, _REGULAR_WITHIN = 0.8, 0.25
_MONTHS_MIN, _WEEKS_MIN = 9, 16
_WHOLE_SHARE_MIN = 0.9


class Calendar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How time is cut. size: of a period, in months or in milliseconds. season: after how many it comes round, 1 where it does not."""

    unit: Literal["months", "milliseconds"]
    size: int
    season: int

    def places(self, time: Ints) -> Ints:
        """The period of each moment. time: int64[n] ms."""
        if self.unit == "months":
            months: Ints = time.astype("datetime64[ms]").astype("datetime64[M]").astype(np.int64)
            return months // self.size
        found: Ints = (time - MONDAY_MS) // self.size
        return found

    def begin_ms(self, place: int) -> int:
        if self.unit == "months":
            return int(np.datetime64(place * self.size, "M").astype("datetime64[ms]").astype(np.int64))
        return place * self.size + MONDAY_MS

    @property
    def ahead(self) -> int:
        """How many periods are forecast at most."""
        return 12 if self.unit == "months" else _AHEAD.get(self.size, 60)

    def __str__(self) -> str:
        if self.unit == "months":
            return "month" if self.size == 1 else f"{self.size} months"
        return {_HOUR_MS: "hour", DAY_MS: "day", WEEK_MS: "week"}.get(
            self.size, f"{self.size / 60_000:g} minutes"
        )


@dataclasses.dataclass(frozen=True)
class Panel:
    """keys: uint64[n], rising, of the ids. value: float64[n, periods], NaN where nothing is known. first: the first period.

    ends: int64[n], the column of each series' last value; what is asked begins after it. notes: for the card.
    """

    keys: Keys
    value: Floats
    first: int
    ends: Ints
    calendar: Calendar
    notes: tuple[str, ...]


def panel_of(frame: pl.DataFrame, job: TrainingJob, salt: str) -> Panel:
    """salt: what ids are hashed with. Raises: DatasetRefused."""
    dates = as_dates(frame[job.time or ""])
    if dates is None or dates.null_count():
        raise DatasetRefused(f"The time column `{job.time}` holds no dates in some rows.")
    value = labels_of(frame[job.target], job.profile, "number", None).value
    keys = keys_of(frame, job.ids, salt)
    kept = ~np.isnan(value) & (keys != 0)
    time, value, keys = milliseconds(dates)[kept], value[kept], keys[kept]
    calendar, regular = calendar_of(time, keys)
    place = calendar.places(time)
    notes = [_other_columns(frame, job)] if _other_columns(frame, job) else []
    if not regular:
        notes.append(
            f"Rows come at irregular times: they are summed by {calendar}, and a {calendar} without rows is nought."
        )
        begun = [calendar.begin_ms(each) for each in range(int(place.min()), int(place.max()) + 1)]
        sums = bool(np.isin(time, begun).all())  # a table of months names each by its first day
        whole = sums or _whole(calendar, int(time.max()), int(place.max()))
        if not whole:
            place, value, keys = (each[place < place.max()] for each in (place, value, keys))
            notes.append(f"The last {calendar} is not over in the table and was left out.")
    return _filled(keys, place, value, calendar, notes, regular=regular)


def keys_of(frame: pl.DataFrame, ids: tuple[str, ...], salt: str) -> Keys:
    """uint64[n] of the ids together, 0 where one is missing; no id rests in them."""
    names = [name for each in ids for name in each.split("+")]
    absent = [name for name in names if name not in frame.columns]
    if absent:
        raise DatasetRefused(f"There is no column `{absent[0]}`; there are: {', '.join(frame.columns)}.")
    return combine([key_hashes(frame, name, salt) for name in names], frame.height)


def calendar_of(time: Ints, keys: Keys) -> tuple[Calendar, bool]:
    """The periods of the table, and whether each series has its values at such steps already."""
    order = np.lexsort((time, keys))
    gaps = np.diff(time[order])[np.diff(keys[order]) == 0]
    usual = float(np.median(gaps)) if len(gaps) else 0.0
    near = np.abs(gaps - usual) <= _REGULAR_WITHIN * usual
    if usual > 0 and float(near.mean()) >= _REGULAR_SHARE_MIN:
        if usual >= _MONTH_DAYS_MIN * DAY_MS:
            return _months(max(1, round(usual / DAY_MS / _MONTH_DAYS))), True
        return _steps(max((size for size in _STEPS_MS if size <= usual * 1.01), default=_STEPS_MS[0])), True
    span = int(time.max() - time.min())
    if span >= _MONTHS_MIN * _MONTH_DAYS * DAY_MS:
        return _months(1), False
    return _steps(WEEK_MS if span >= _WEEKS_MIN * WEEK_MS else DAY_MS), False


def _months(size: int) -> Calendar:
    return Calendar(unit="months", size=size, season=12 // size if 12 % size == 0 else 1)


def _steps(size: int) -> Calendar:
    return Calendar(unit="milliseconds", size=size, season=_SEASONS.get(size, max(1, DAY_MS // size)))


def _whole(calendar: Calendar, last_ms: int, place: int) -> bool:
    begin, end = calendar.begin_ms(place), calendar.begin_ms(place + 1)
    return (last_ms - begin) >= _WHOLE_SHARE_MIN * (end - begin)


def _filled(
    keys: Keys, place: Ints, value: Floats, calendar: Calendar, notes: list[str], *, regular: bool
) -> Panel:
    """Several rows of one series and period are one value: their sum."""
    distinct, of = np.unique(keys, return_inverse=True)
    first, last = int(place.min()), int(place.max())
    width = last - first + 1
    if len(distinct) > SERIES_MAX or len(distinct) * width > CELLS_MAX:
        raise DatasetRefused(
            f"{len(distinct):,} series of {width:,} periods are too many: {SERIES_MAX:,} series and {CELLS_MAX:,} values at most.",
            fix="Forecast groups of them, or longer periods.",
        )
    cell = of * width + (place - first)
    cells = len(distinct) * width
    table = np.bincount(cell, weights=value, minlength=cells).reshape(-1, width)
    seen = (np.bincount(cell, minlength=cells) > 0).reshape(-1, width)
    begun = np.maximum.accumulate(seen, axis=1)
    known = seen if regular else begun
    ends = width - 1 - np.argmax(seen[:, ::-1], axis=1) if regular else np.full(len(distinct), width - 1)
    return Panel(
        distinct, np.where(known, table, np.nan), first, ends.astype(np.int64), calendar, tuple(notes)
    )


def _other_columns(frame: pl.DataFrame, job: TrainingJob) -> str:
    named = {job.target, job.time, *job.exclude, *(name for each in job.ids for name in each.split("+"))}
    others = [name for name in frame.columns if name not in named]
    return f"Left out, since their future is not known: {', '.join(others)}." if others else ""
