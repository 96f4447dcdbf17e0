"""A file of attempts at gateways, of any columns, read for judging routing policies by it."""

import datetime as dt
import re
from collections.abc import Hashable, Iterator, Sequence
from pathlib import Path

import msgspec
import polars as pl

from core.errors import FieldError, InvalidRequest
from inference.gateway_routing.judging import Attempt
from training.frames import as_dates, read_table

_NOT_SLUG = re.compile(r"[^a-z0-9_.-]+")
_TRUE = frozenset({"1", "true", "yes", "y", "success", "succeeded"})


class LogColumns(msgspec.Struct, frozen=True, kw_only=True):
    """Which column holds what. context: columns that together tell kinds of payments apart; they stand where banks stand else.

    payment: columns of which equal values within `gap_s` of each other are tries of one payment. fault: whether a failure was the
    gateway's own; every failure where there is none. propensity: the chance that the gateway had, where it was kept. cost: what a try
    cost, in minor units as the amount.
    """

    at: str
    gateway: str
    succeeded: str
    amount: str | None = None
    context: tuple[str, ...] = ()
    payment: tuple[str, ...] = ()
    gap_s: float = 60.0
    fault: str | None = None
    propensity: str | None = None
    cost: str | None = None


def read_attempts(path: Path, columns: LogColumns) -> list[Attempt]:
    """Read every attempt, oldest first. Raises: InvalidRequest naming a column that is not there or cannot be read."""
    frame = read_table(path)
    wanted = [
        columns.at, columns.gateway, columns.succeeded, *columns.context, *columns.payment,
        *(name for name in (columns.amount, columns.fault, columns.propensity, columns.cost) if name),
    ]  # fmt: skip
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        field = FieldError(missing[0], "There is no such column.", f"Name one of {', '.join(frame.columns)}.")
        raise InvalidRequest("A column is not there.", fields=[field])
    timed = frame.with_columns(_times(frame[columns.at]).alias(columns.at)).drop_nulls([columns.at])
    rows = timed.sort(columns.at, maintain_order=True)
    return list(_attempts(rows, columns))


def _times(series: pl.Series) -> pl.Series:
    """Raises: InvalidRequest."""
    read = series if series.dtype == pl.Datetime else as_dates(series)
    if read is None:
        field = FieldError(series.name, "It holds no times.", "Write them as 2026-11-20T18:43:26Z.")
        raise InvalidRequest("A column cannot be read.", fields=[field])
    return read


def _attempts(rows: pl.DataFrame, columns: LogColumns) -> Iterator[Attempt]:
    payments = _Payments(columns.gap_s)
    for number, row in enumerate(rows.iter_rows(named=True)):
        at: dt.datetime = row[columns.at]
        at = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
        succeeded = _is_true(row[columns.succeeded])
        propensity = row[columns.propensity] if columns.propensity else None
        yield Attempt(
            at=at,
            gateway=slug(str(row[columns.gateway])),
            method="other",
            bank=_context(row, columns.context),
            amount_minor=max(1, round(float(row[columns.amount] or 1))) if columns.amount else 1,
            currency="XXX" if columns.amount else "",
            succeeded=succeeded,
            fault=not succeeded and (columns.fault is None or _is_true(row[columns.fault])),
            payment=payments.of(tuple(row[name] for name in columns.payment), at, number),
            propensity=None if propensity is None else float(propensity),
            cost_minor=max(0, round(float(row[columns.cost] or 0))) if columns.cost else 0,
        )


class _Payments:
    """Tells tries of one payment: equal keys, each within a gap of the one before."""

    def __init__(self, gap_s: float) -> None:
        self._gap = dt.timedelta(seconds=gap_s)
        self._last: dict[tuple[Hashable, ...], tuple[dt.datetime, int]] = {}

    def of(self, key: tuple[Hashable, ...], at: dt.datetime, number: int) -> int:
        if not key:
            return number
        last = self._last.get(key)
        payment = last[1] if last is not None and at - last[0] <= self._gap else number
        self._last[key] = (at, payment)
        return payment


def slug(name: str) -> str:
    """Write a gateway's name as policies name it."""
    return _NOT_SLUG.sub("-", name.lower()).strip("-.") or "unnamed"


def _context(row: dict[str, object], names: Sequence[str]) -> str:
    return "|".join(str(row[name]) for name in names)


def _is_true(value: object) -> bool:
    return str(value).strip().lower() in _TRUE
