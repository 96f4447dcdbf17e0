"""What is worth knowing of the rows of a decision table: those that never hit, inputs that none hits, those at odds, those that ended.

None of it refuses a ruleset. A row put on top in an incident covers many below it, and must not be kept from deciding for that; what no
row hits is refused only where an outcome would be missing for it (`rules.checks.flow`).
"""

import datetime as dt
from collections.abc import Sequence

from rules.checks.beyond import check_beyond
from rules.checks.coverage import in_words, survey
from rules.document import Column, TableContent
from rules.facts import FactSchema
from rules.findings import Findings, Place
from rules.language.meaning import Scope
from rules.windows import FIELD, FROM, UNTIL, window_of

_SHOWN_MAX = 3
_OF_TIME = {
    "begin", "begins", "end", "ends", "expires", "expires_at", "expiry", "from", "start", "starts", "til", "till", "to", "until",
    "valid_from", "valid_to", "valid_until",
}  # fmt: skip
"""What people call `_from` and `_until`."""


def check_rows(
    place: Place,
    table: TableContent,
    scope: Scope,
    facts: FactSchema,
    findings: Findings,
    at: dt.datetime | None,
) -> bool:
    """Say what is worth knowing. Returns: whether one of the rows always hits, proved without an empty one."""
    found = survey(table, scope, facts)
    ended = set() if at is None else _ended(place, table, findings, at)
    never = check_beyond(place, table, facts, findings)
    _check_remarks(place, table, findings)
    collects = any((column.field or "").endswith("[]") for column in table.outputs)
    if not collects:
        for row, covering in found.unreachable.items():
            if row not in ended | never and not _behind_always(table, covering):
                findings.notice("warning", _row(place, row), *_why_unreachable(covering))
        for odds in found.overlaps:
            findings.notice(
                "information",
                _row(place, odds.second),
                f"It gives something else than row {odds.first + 1}, and both hit when {in_words(odds.example, _moment)}: row "
                f"{odds.first + 1} counts.",
                "Leave it, if the order is meant; else narrow one of them.",
            )
    if found.gap is not None and table.rules:
        kept = collects or (table.pass_through and all(_kept(column, scope) for column in table.outputs))
        findings.notice(
            "information" if kept else "warning",
            place.inner(".content.rules"),
            f"No row hits when {in_words(found.gap, _moment)}.",
            "Add a last row whose input cells are all empty, unless nothing is to be written then.",
        )
    return found.complete


def _check_remarks(place: Place, table: TableContent, findings: Findings) -> None:
    """A row that is thought to end, and does not, decides for years."""
    said = {
        key: index
        for index, row in reversed(list(enumerate(table.rules)))
        for key, value in row.items()
        if value and key not in {FROM, UNTIL} and key.startswith("_") and key.strip("_").lower() in _OF_TIME
    }
    for key, index in said.items():
        findings.notice(
            "warning",
            place.inner(f".content.rules[{index}].{key}", f', row {index + 1}, column "{key}"'),
            "It is a remark: no row begins or ends by it.",
            f"Call it {FROM} for a beginning, or {UNTIL} for an end.",
        )


def _why_unreachable(covering: Sequence[int]) -> tuple[str, str]:
    rows = [str(row + 1) for row in covering]
    if not rows:
        return "It never hits: its cells rule each other out.", "Correct its cells, or remove it."
    named = ", ".join(rows[:_SHOWN_MAX]) + (" and others" if len(rows) > _SHOWN_MAX else "")
    word = "Row" if len(rows) == 1 else "Rows"
    takes = "takes" if len(rows) == 1 else "take"
    return (
        f"It is never reached: {word.lower()} {named} {takes} all that it would hit.",
        "Move it up, or remove it.",
    )


def _behind_always(table: TableContent, covering: Sequence[int]) -> bool:
    """A row behind one whose cells are all empty is refused already."""
    return any(
        not any((table.rules[row].get(column.id) or "").strip() for column in table.inputs)
        for row in covering
    )


def _ended(place: Place, table: TableContent, findings: Findings, at: dt.datetime) -> set[int]:
    found = set()
    for index, row in enumerate(table.rules):
        _, until = window_of(row)
        if until is not None and until <= at:
            found.add(index)
            findings.notice(
                "warning",
                _row(place, index),
                f"It ended at {until.isoformat()}: it never hits any more.",
                "Remove it, or give it a later end.",
            )
    return found


def _kept(column: Column, scope: Scope) -> bool:
    """Whether a table that no row hits leaves something there, or leaves out only notes."""
    return column.field in scope or column.field == "notes"


def _row(place: Place, row: int) -> Place:
    return place.inner(f".content.rules[{row}]", f", row {row + 1}")


def _moment(name: str, value: float) -> str | None:
    if name != FIELD:
        return None
    return dt.datetime.fromtimestamp(value, dt.UTC).isoformat()
