"""Look at a table once and decide what of it becomes a feature: raw columns, dates, and whose past is worth counting."""

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from inference.manifest import COLUMNS_MAX, NAME_MAX, Column
from inference.number_forms import NO_FORMS, NumberForm
from inference.pasts.dates import DateColumn
from inference.pasts.history import Entity, HistoryPlan
from inference.pasts.order import DAY_MS
from inference.pasts.questions import KINDS, ROWS_MAX
from inference.pasts.waiting import ages_of
from training.conforming import conform_date
from training.datasets import AMOUNT_NAME, describe
from training.errors import DatasetRefused
from training.frames import as_dates, date_form, milliseconds
from training.preparation import Preparation, combine, events_of, key_hashes, made_of_dates
from training.windows import longest, windows_for

_ID_NAME = re.compile(r"(?:^|[_ .-])(?:id|uuid|ref|key|number|account)$|[a-z](?:ID|Id|Number)$")
_ENTITIES_MAX, _VALUES_MAX, _ALIKE_COLUMNS_MAX = 6, 2, 12
_SOON_MS, _ALIKE_WINDOWS_MS = 300_000, (60_000, 600_000)
Kind = Literal["own", "pair", "class", "alike"]
_CATEGORY_ROWS_MIN = 3.0
_ENTITY_ROWS_MIN = 1.3
_ALIKE_SHARE_MIN = 0.02
_CONTRACT_OFFSETS_MAX = 6


@dataclasses.dataclass(frozen=True)
class Roles:
    """What the caller said of the columns. ids: each a column, or several joined by `+` that name one thing together."""

    target: str
    time: str = ""
    ids: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    known: str = ""
    label_delay_ms: int = 0

    @property
    def id_columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part for each in self.ids for part in each.split("+")))


@dataclasses.dataclass(frozen=True)
class Draft:
    """A plan without history yet, and what may still become of the table. asked: bool[n], rows with a known target."""

    plan: Preparation
    id_like: tuple[str, ...]
    notes: tuple[str, ...]


def draft(
    frame: pl.DataFrame,
    roles: Roles,
    asked: NDArray[np.bool_],
    salt: str,
    forms: Mapping[str, NumberForm] = NO_FORMS,
) -> Draft:
    """Raw columns and dates. forms: how numbers are written that are not bare digits. Raises: DatasetRefused."""
    named = (roles.target, *filter(None, [roles.time, roles.known]), *roles.id_columns, *roles.exclude)
    for name in named:
        if name not in frame.columns:
            raise DatasetRefused(f"There is no column `{name}`; there are: {', '.join(frame.columns)}.")
    notes: list[str] = []
    dates = _date_columns(frame, roles, notes)
    taken = {roles.target, roles.time, roles.known, *roles.exclude, *roles.id_columns}
    rest = frame.select([name for name in frame.columns if name not in taken and name not in dates])
    odd = [
        series.name for series in rest if series.dtype.is_nested() or series.dtype in {pl.Binary, pl.Object}
    ]
    notes.extend(f"`{name}` was left out: lists, structs and bytes have no order." for name in odd)
    rest = rest.drop(odd).with_columns(
        pl.col(pl.Time, pl.Duration).cast(pl.Int64) if _has(rest, pl.Time, pl.Duration) else []
    )
    id_like = tuple(name for name in rest.columns if _ID_NAME.search(name) and _repeats(rest[name]))
    rest = rest.drop(id_like)
    raw, left_out = describe_or_none(rest.filter(pl.Series(asked)) if rest.width else rest)
    notes.extend(left_out)
    raw = tuple(msgspec.structs.replace(column, numbers=forms.get(column.name)) for column in raw)
    made = made_of_dates(tuple(dates.values()))
    columns = [
        *raw,
        *(made.get(name, Column(name=name[:NAME_MAX], kind="number")) for name in date_names(dates.values())),
    ]
    plan = Preparation(
        target=roles.target, time=roles.time, raw=raw, dates=tuple(dates.values()), known=roles.known,
        label_delay_ms=roles.label_delay_ms, salt=salt, columns=tuple(columns),
        numbers=dict(forms),
    )  # fmt: skip
    return Draft(plan, id_like, tuple(notes))


def describe_or_none(frame: pl.DataFrame) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """As `describe`, but no usable column is no error yet: dates and history may do."""
    return describe(frame, least=0) if frame.width else ((), ())


def date_names(dates: Iterable[DateColumn]) -> list[str]:
    names: list[str] = []
    for column in dates:
        names.extend(f"{column.name}: {part}" for part in column.parts)
        if column.against:
            names.append(f"{column.name}: days from {column.against}")
    return names


def _has(frame: pl.DataFrame, *kinds: type[pl.DataType]) -> bool:
    return any(dtype in kinds for dtype in frame.dtypes)


def _date_columns(frame: pl.DataFrame, roles: Roles, notes: list[str]) -> dict[str, DateColumn]:
    """The time column by its parts, every other date by its distance from it (or from the first date)."""
    found: dict[str, DateColumn] = {}
    parsed: dict[str, pl.Series] = {}
    for series in frame:
        if series.name in {roles.target, roles.known, *roles.exclude, *roles.id_columns}:
            continue
        dates = as_dates(series)
        if dates is not None:
            parsed[series.name] = dates
    if roles.time and roles.time not in parsed:
        raise DatasetRefused(
            f"The time column `{roles.time}` holds no dates.", fix="Use ISO 8601: 2026-11-21T08:30:00Z."
        )
    anchor = roles.time or next(iter(parsed), "")
    for name, dates in parsed.items():
        if name == anchor:
            found[name] = DateColumn(name=name, parts=_parts(dates), form=date_form(frame[name]))
            continue
        ahead = _offsets_by_contract(dates, parsed[anchor])
        if not ahead and bool((dates > parsed[anchor]).any()):
            notes.append(
                f"`{name}` lies after `{anchor}` in some rows and may not have been known: there it counts as missing."
            )
        found[name] = DateColumn(name=name, against=anchor, ahead=ahead, form=date_form(frame[name]))
    return found


def _parts(dates: pl.Series) -> tuple[str, ...]:
    """Parts that come round again within the table: a month that was seen once teaches nothing about its next."""
    present = dates.drop_nulls()
    if not len(present):
        return ()
    days = (present.max() - present.min()).days  # type: ignore[operator, union-attr]
    parts = ["hour"] if bool((present.dt.time() != present.dt.time()[0]).any()) else []
    parts += ["weekday"] if days >= 14 else []
    parts += ["day of the month"] if days >= 60 else []
    return (*parts, *(["month"] if days >= 730 else []))


def _offsets_by_contract(dates: pl.Series, anchor: pl.Series) -> bool:
    """A due date lies a few fixed spans after the invoice; a date of something that happened lies anywhere."""
    days = ((dates - anchor).dt.total_days()).drop_nulls()
    return days.n_unique() <= _CONTRACT_OFFSETS_MAX


def _repeats(series: pl.Series) -> bool:
    distinct = series.drop_nulls().n_unique()
    return distinct > 1 and len(series) / distinct >= _ENTITY_ROWS_MIN


def history_plan(
    frame: pl.DataFrame, roles: Roles, drafted: Draft, label: NDArray[np.float64], *, online: bool = False
) -> tuple[HistoryPlan | None, list[str]]:
    """Whose past to count: the named ids, columns that look like ids or categories, rows alike, and everybody.

    online: only pasts that the service can look up at each decision.
    """
    plan = drafted.plan
    time = milliseconds(conform_date(frame, roles.time))
    categories = [column.name for column in plan.raw if column.kind == "category"]
    ids = [tuple(each.split("+")) for each in roles.ids]
    ids = [each for each in ids if _repeats_together(frame, each, plan.salt)]
    auto = [(name,) for name in drafted.id_like]
    auto += [
        (name,) for name in categories
        if frame[name].n_unique() > 1 and frame.height / frame[name].n_unique() >= _CATEGORY_ROWS_MIN
    ]  # fmt: skip
    named = list(dict.fromkeys([*ids, *auto]))[:_ENTITIES_MAX]
    whole_days = not bool((time % DAY_MS).any())
    entities = []
    strong = {*ids, *((name,) for name in drafted.id_like)}
    for columns in named:
        kind: Kind = "own" if columns in strong else "class"
        windows = windows_for(
            time, _keys(frame, columns, plan.salt), whole_days=whole_days or kind == "class"
        )
        entities.append(_entity(" + ".join(columns), columns, kind, windows))
    both = [*ids, *((name,) for name in drafted.id_like)][:2]
    pair = tuple(dict.fromkeys(name for each in both for name in each))
    if len(pair) > 1 and pair not in named and _repeats_together(frame, pair, plan.salt):
        windows = windows_for(time, _keys(frame, pair, plan.salt), whole_days=whole_days)
        entities.append(_entity(" + ".join(pair), pair, "pair", windows))
    if not whole_days:
        entities.extend(_alike(frame, plan, time))
    everybody = windows_for(time, np.ones(len(time), np.uint64), whole_days=True)
    entities.append(_entity("everybody", (), "class", everybody))
    if not roles.ids and len(entities) == 1 and not plan.raw:
        return None, []
    if online:
        entities = [entity for entity in entities if _is_short(frame, entity, plan.salt)]
        if not entities:
            return None, ["No past is short enough to be looked up at each decision."]
    prior = float(np.nanmean(label)) if np.isfinite(label).any() else 0.0
    values = _values(frame, roles, drafted) if strong else ()
    found = HistoryPlan(entities=tuple(entities), values=values, prior=prior)
    if plan.known or plan.label_is_delay:
        events = events_of(msgspec.structs.replace(plan, history=found), frame, label)
        found = msgspec.structs.replace(found, ages_ms=ages_of(events.time, events.label, events.known))
    words = ", ".join(entity.name for entity in entities)
    return found, [f"History was built of: {words}; at every row from strictly earlier ones alone."]


def _is_short(frame: pl.DataFrame, entity: Entity, salt: str) -> bool:
    return entity.kind in KINDS and longest(_keys(frame, entity.columns, salt)) <= ROWS_MAX


def _keys(frame: pl.DataFrame, columns: Sequence[str], salt: str) -> NDArray[np.uint64]:
    return combine([key_hashes(frame, name, salt) for name in columns], frame.height)


def _repeats_together(frame: pl.DataFrame, columns: Sequence[str], salt: str) -> bool:
    distinct = len(np.unique(_keys(frame, columns, salt)))
    return distinct > 1 and frame.height / distinct >= _ENTITY_ROWS_MIN


def _entity(name: str, columns: tuple[str, ...], kind: Kind, windows: tuple[int, ...]) -> Entity:
    return Entity(name=name, columns=columns, kind=kind, windows_ms=windows)


def _alike(sample: pl.DataFrame, plan: Preparation, time: NDArray[np.int64]) -> list[Entity]:
    """Rows that agree in everything, or in everything but one category: a retry, a duplicate, a second attempt.

    Worth counting only where such rows come soon after each other. Of those that leave one category out, the one that
    brings most rows together: what changes between attempts.
    """
    names = [column.name for column in plan.raw]
    if not 3 <= len(names) <= _ALIKE_COLUMNS_MAX:
        return []
    hashed = {name: key_hashes(sample, name, plan.salt) for name in names}

    def share(columns: tuple[str, ...]) -> float:
        keys = combine([hashed[name] for name in columns], sample.height)
        order = np.lexsort((time, keys))
        return float(((np.diff(keys[order]) == 0) & (np.diff(time[order]) <= _SOON_MS)).mean())

    whole = tuple(names)
    if share(whole) < _ALIKE_SHARE_MIN:
        return []
    found = [_entity("same in everything", whole, "alike", _ALIKE_WINDOWS_MS)]
    without = {
        column.name: tuple(name for name in names if name != column.name)
        for column in plan.raw
        if column.kind == "category"
    }
    if without:
        best = max(without, key=lambda name: share(without[name]))
        found.append(_entity(f"same but {best}", without[best], "alike", _ALIKE_WINDOWS_MS))
    return found


def _values(frame: pl.DataFrame, roles: Roles, drafted: Draft) -> tuple[str, ...]:
    """Up to two columns of numbers whose past means are worth having: amounts by their name, else the most varied.

    Rows that only bring history may be the only ones that have them.
    """
    left_out = {roles.target, roles.time, roles.known, *roles.exclude, *roles.id_columns, *drafted.id_like}
    numbers = [series for series in frame if series.dtype.is_numeric() and series.name not in left_out]
    amounts = [series.name for series in numbers if AMOUNT_NAME.search(series.name)]
    varied = {series.name: series.n_unique() for series in numbers if series.name not in amounts}
    others = sorted((name for name, count in varied.items() if count > 50), key=lambda name: -varied[name])
    return tuple([*amounts, *others][:_VALUES_MAX])


def amounts_of(names: Sequence[str]) -> list[str]:
    """Columns that hold amounts of money by their name."""
    return [name for name in names if ": " not in name and AMOUNT_NAME.search(name)]


def check_width(columns: Sequence[Column]) -> None:
    if not 0 < len(columns) <= COLUMNS_MAX:
        raise DatasetRefused(f"{len(columns)} usable columns are left; from 1 to {COLUMNS_MAX} can be used.")
