"""Merchant, category and rhythm of the lines of a statement: normalise, look up, then ask the text model."""

import itertools
import statistics
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from importlib import resources
from typing import Literal

import msgspec

from inference.answering.kinds import (
    CLASSES,
    Answered,
    Classes,
    EventAnswer,
    Finding,
    ScoredRow,
    TellingVersion,
    ranked,
)
from inference.features.texts import READING, Reading, direction_of, names_in, reading_of
from payments.statement_facts import Statement, StatementLine

CATEGORIES = (
    "groceries", "food", "transport", "fuel", "shopping", "pharmacy", "entertainment", "education", "travel",
    "electronics", "gaming", "utilities", "insurance", "investment", "emi", "rent", "salary", "transfer", "cash",
    "fees", "refund", "interest",
)  # fmt: skip
_KNOWN = 0.99  # what a look-up is worth: merchants' names are not unique
_REPEATS_MIN = 3
_TOLERANCE = 0.2
_PERIODS = ((7, 1.5), (14, 2.5), (30, 4.5), (91, 9.0), (365, 15.0))  # days, and how far a gap may be off


Source = Literal["given", "lookup", "model"]


class CategorizedLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line, in the order that was sent.

    id: yours, if it was sent.
    merchant: its name, as far as the line says it.
    category: yours, where the line came with one; else one of the catalogue's.
    probability: that the category is right, calibrated, 0 to 1; of yours 1.
    source: given (it is yours), lookup (a known merchant) or model.
    period_days: how often it recurs: every 7, 14, 30, 91 or 365 days; null when it does not.
    next_at: when it is to be expected again.
    """

    id: str | None
    merchant: str
    category: str
    probability: float
    source: Source
    period_days: int | None
    next_at: datetime | None


class CategorizeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """probability: that the category of the least certain line is right, calibrated, 0 to 1.

    category: of the largest line.
    lines: all of them, as they were sent.
    """

    probability: float
    category: str | None
    lines: list[CategorizedLine]


def _read_merchants() -> list[tuple[frozenset[str], str, str]]:
    file = resources.files("inference.answering") / "merchants.toml"
    found: Mapping[str, list[str]] = tomllib.loads(file.read_text("utf-8"))
    named = [
        (frozenset(name.split()), name.title(), category)
        for category, names in found.items()
        for name in names
    ]
    return sorted(named, key=lambda each: (-len(each[0]), each[1]))


_MERCHANTS = _read_merchants()


def look_up(words: Sequence[str]) -> tuple[str, str] | None:
    """Return merchant and category of a line that names a known merchant; names of more words come first."""
    said = set(words)
    return next(((merchant, category) for name, merchant, category in _MERCHANTS if name <= said), None)


def _answer(statement: Statement, at: datetime, rows: Sequence[ScoredRow]) -> Answered:
    del at
    return _told(statement, rows, READING)


def _by_version(
    statement: Statement, at: datetime, rows: Sequence[ScoredRow], version: TellingVersion
) -> Answered:
    """As the version reads, so that what it decided before is answered again as it was."""
    del at
    return _told(statement, rows, reading_of(version.manifest.feature_set))


def _told(statement: Statement, rows: Sequence[ScoredRow], reading: Reading) -> Answered:
    rhythms = _rhythms(statement.lines, reading)
    lines = [
        _line(line, row, rhythms.get(place), reading)
        for place, (line, row) in enumerate(zip(statement.lines, rows, strict=True))
    ]
    least = min(
        range(len(lines)), key=lambda place: (lines[place].probability, rows[place].probability, place)
    )
    largest = max(range(len(lines)), key=lambda place: (statement.lines[place].amount_minor, -place))
    known = sum(line.source == "lookup" for line in lines)
    recurring = len({line.merchant for line in lines if line.period_days is not None})
    findings = [
        Finding(code="known", value=float(known), values={"count": str(len(lines))}),
        Finding(code="recurring", value=float(recurring)),
        Finding(
            code="least",
            value=lines[least].probability,
            values={"merchant": lines[least].merchant, "category": lines[least].category},
        ),
    ]
    return Answered(
        CategorizeAnswer(probability=lines[least].probability, category=lines[largest].category, lines=lines),
        explained=least,
        chosen=ranked(rows[least].heads[CLASSES].tolist())[0] if lines[least].source == "model" else None,
        findings=tuple(findings),
    )


def _line(
    line: StatementLine, row: ScoredRow, rhythm: tuple[int, datetime] | None, reading: Reading
) -> CategorizedLine:
    words = names_in(line.text, reading)
    known = look_up(words) if direction_of(line, reading) == "debit" else None
    category, probability, source = _category(line.category, known, row)
    period, following = rhythm or (None, None)
    return CategorizedLine(
        id=line.id,
        merchant=known[0] if known else " ".join(words[:4]).title() or "?",
        category=category,
        probability=probability,
        source=source,
        period_days=period,
        next_at=following,
    )


def _category(given: str | None, known: tuple[str, str] | None, row: ScoredRow) -> tuple[str, float, Source]:
    """What the tenant says wins, then a known merchant."""
    if given is not None:
        return given, 1.0, "given"
    if known is not None:
        return known[1], max(_KNOWN, row.probability), "lookup"
    return CATEGORIES[ranked(row.heads[CLASSES].tolist())[0]], row.probability, "model"


def _rhythms(lines: Sequence[StatementLine], reading: Reading) -> dict[int, tuple[int, datetime]]:
    """Find lines that come again: the same words and direction, like amounts, even gaps. Returns: by place of the line."""
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        alike[direction_of(line, reading), *names_in(line.text, reading)[:3]].append(place)
    found: dict[int, tuple[int, datetime]] = {}
    for places in alike.values():
        ordered = sorted(places, key=lambda place: lines[place].occurred_at)
        period = _period([lines[place] for place in ordered])
        if period is not None:
            following = lines[ordered[-1]].occurred_at + timedelta(days=period)
            found |= dict.fromkeys(ordered, (period, following))
    return found


def _period(lines: Sequence[StatementLine]) -> int | None:
    if len(lines) < _REPEATS_MIN:
        return None
    usual = statistics.median(line.amount_minor for line in lines)
    gaps = [(two.occurred_at - one.occurred_at) / timedelta(days=1) for one, two in itertools.pairwise(lines)]
    if any(abs(line.amount_minor - usual) > _TOLERANCE * usual for line in lines):
        return None
    return next((days for days, off in _PERIODS if all(abs(gap - days) <= off for gap in gaps)), None)


def _of_classes(probability: float, found: Classes) -> Mapping[str, object]:
    del probability
    return {"category": found.names[0]}


CATEGORIZE = EventAnswer(CategorizeAnswer, Statement, _answer, told=_of_classes, by_version=_by_version)
