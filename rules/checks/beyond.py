"""Cells that no fact can ever meet: a probability of 90, an hour of 25, a method that nobody pays by.

Rows of them are not wrong by themselves, and refuse nothing; they are how `90` for 90 %, milliseconds for seconds, `0,9` for 0.9 and
typing errors show.
"""

import re
from collections.abc import Iterator

from rules.checks.regions import Regions, literals_of
from rules.document import TableContent
from rules.facts import Fact, FactSchema
from rules.findings import Findings, Place
from rules.language.kinds import Kind
from rules.language.syntax import Binary, Name, Node, cell, expression
from rules.language.tokens import NotInLanguage
from rules.windows import COLUMN as WINDOW

_SHARES_MAX = 100.0


def check_beyond(place: Place, table: TableContent, facts: FactSchema, findings: Findings) -> set[int]:
    """Say which cells never hold, or hold in part. Returns: the rows, 0-based, that never hit for it."""
    never: set[int] = set()
    for column in table.inputs:
        name = (column.field or "").strip()
        fact = facts.get(name)
        if fact is None or column.id == WINDOW or not _is_name(name):
            continue
        for index, row in enumerate(table.rules):
            text = (row.get(column.id) or "").strip()
            parts = list(_alternatives(text)) if text else []
            beyond = [part for part in parts if _never(part, fact)]
            if not beyond:
                continue
            whole = len(beyond) == len(parts)
            if whole:
                never.add(index)
            title = (column.name or name)[:64]
            findings.notice(
                "warning",
                place.inner(f".content.rules[{index}].{column.id}", f', row {index + 1}, column "{title}"'),
                f"{'It never holds' if whole else 'A part of it never holds'}: `{name}` {_what(fact)}.",
                _fix(fact, beyond[0], whole=whole),
            )
    return never


def _is_name(field: str) -> bool:
    try:
        return isinstance(expression(field), Name)
    except NotInLanguage:
        return False


def _alternatives(text: str) -> Iterator[Node]:
    try:
        yield from _either(cell(text))
    except NotInLanguage:
        return


def _either(node: Node) -> Iterator[Node]:
    if isinstance(node, Binary) and node.operator == "or":
        yield from _either(node.left)
        yield from _either(node.right)
    else:
        yield node


def _never(node: Node, fact: Fact) -> bool:
    """Whether no value of a fact passes, though some of its kind would."""
    if fact.kind is Kind.TEXT and fact.capitals is not None:
        return _equals_other_than(node, re.compile(f"[A-Z]{{{fact.capitals}}}"))
    if not fact.bounded and fact.texts is None:
        return False
    regions = Regions(fact.known(), literals_of(node))
    passed = regions.of(node)
    if not passed or passed & regions.missing:
        return False
    possible = regions.within(fact.low, fact.high) if fact.bounded else regions.everything
    return not passed & possible


def _equals_other_than(node: Node, form: re.Pattern[str]) -> bool:
    if not (isinstance(node, Binary) and node.operator in {"==", "in"} and node.left == Name("$")):
        return False
    said = [each for each in literals_of(node.right) if isinstance(each, str)]
    return bool(said) and not any(form.fullmatch(each) for each in said)


def _what(fact: Fact) -> str:
    if fact.capitals is not None:
        return f"is a code of {fact.capitals} capital letters"
    if fact.texts is not None:
        return f"is one of {', '.join(fact.texts)}"
    return f"is from {fact.low:.12g} to {fact.high:.12g}"


def _fix(fact: Fact, node: Node, *, whole: bool) -> str:
    numbers = [each for each in literals_of(node) if isinstance(each, float)]
    if numbers and not whole:
        return "A comma stands between alternatives: write a fraction with a point."
    if (fact.low, fact.high) == (0, 1) and numbers and 1 < numbers[0] <= _SHARES_MAX:
        return f"Write {numbers[0] / _SHARES_MAX:.12g} for {numbers[0]:.12g} %."
    texts = [each for each in literals_of(node) if isinstance(each, str)]
    if texts and fact.capitals is not None and len(texts[0]) == fact.capitals:
        return f"Write '{texts[0].upper()}'."
    return "Compare it with what it can be, or remove the row."
