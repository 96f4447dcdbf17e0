"""The texts inside nodes: cells, expressions, conditions. Each is parsed by us and by the engine, and must pass both."""

import re
from collections.abc import Mapping

import zen

from rules.checks.results import fault
from rules.document import Column, ExpressionContent, SwitchContent, TableContent
from rules.findings import Findings, Place
from rules.language.kinds import LISTS, Kind, Known, either, missing
from rules.language.meaning import Scope, meaning, names
from rules.language.syntax import Node, cell, expression
from rules.language.tokens import NotInLanguage
from rules.limits import TEXT_MAX

_RESULT = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_LIST_OF = {kind: many for many, kind in LISTS.items()}
_NOTHING: Mapping[str, Known] = {}


class Writer:
    """Parses and infers texts, remembers what they read, and says what is wrong with them.

    reserved: names of facts at the top, which no node may write.
    """

    def __init__(self, findings: Findings, *, reserved: frozenset[str]) -> None:
        self._findings = findings
        self._reserved = reserved
        self._parsed: dict[tuple[str, bool], Node | NotInLanguage] = {}
        self.read: set[str] = set()

    def condition(self, text: str, place: Place, scope: Scope) -> None:
        """A condition in full: of a switch, or of a column without a field."""
        known = self._known(text, place, scope, in_cell=False, condition=True)
        if known is not None and known.kind is not Kind.FLAG:
            self._findings.add(
                place, f"It gives a {known.kind.value}, not true or false.", "Compare it with something."
            )

    def test(self, text: str, place: Place, scope: Scope) -> None:
        """An input cell of a column with a field, whose value is `$` in `scope`."""
        known = self._known(text, place, scope, in_cell=True, condition=True)
        if known is not None and known.kind is not Kind.FLAG:
            self._findings.add(
                place, f"It gives a {known.kind.value}, not true or false.", "Compare it with something."
            )

    def value(self, text: str, place: Place, scope: Scope) -> Known | None:
        return self._known(text, place, scope, in_cell=False, condition=False)

    def field(self, text: str, place: Place, scope: Scope) -> Known | None:
        """What a column looks at: when it cannot be computed, no row with a test on it hits."""
        return self._known(text, place, scope, in_cell=False, condition=True)

    def result(self, name: str, place: Place) -> bool:
        """Check the name that a node writes."""
        if not _RESULT.fullmatch(name):
            self.add(
                place,
                f"{name[:64]!r} is not a name for a result.",
                "Use letters, digits and _, without dots.",
            )
        elif name in self._reserved:
            self.add(
                place, f"`{name}` is a fact, which rules do not change.", "Give the result another name."
            )
        else:
            return True
        return False

    def fits(self, name: str, known: Known, place: Place) -> bool:
        """Check what is written to a name that decisions are answered with."""
        wrong = fault(name, known)
        if wrong is not None:
            self._findings.add(place, *wrong)
        return wrong is None

    def add(self, place: Place, reason: str, fix: str) -> None:
        self._findings.add(place, reason, fix)

    def _known(
        self, text: str, place: Place, scope: Scope, *, in_cell: bool, condition: bool
    ) -> Known | None:
        node = self._parse(text, in_cell=in_cell)
        if isinstance(node, NotInLanguage):
            self._findings.add(place, node.reason, node.fix)
            return None
        self.read.update(names(node))
        try:
            return meaning(node, scope, condition=condition)
        except NotInLanguage as error:
            self._findings.add(place, error.reason, error.fix)
            return None

    def _parse(self, text: str, *, in_cell: bool) -> Node | NotInLanguage:
        key = (text, in_cell)
        if key not in self._parsed:
            self._parsed[key] = _read(text, in_cell=in_cell)
        return self._parsed[key]


def _read(text: str, *, in_cell: bool) -> Node | NotInLanguage:
    if len(text) > TEXT_MAX:
        return NotInLanguage(f"It is longer than {TEXT_MAX} characters.", "Split it.")
    try:
        node = cell(text) if in_cell else expression(text)
    except NotInLanguage as error:
        return error
    try:
        (zen.compile_unary_expression if in_cell else zen.compile_expression)(text)
    except RuntimeError as error:
        return NotInLanguage(f"The engine cannot read it: {_cause(error)}.", "Correct it.")
    return node


def _cause(error: RuntimeError) -> str:
    """The engine's words without its stack."""
    return str(error).partition("\n")[0][:200]


def check_switch(place: Place, content: SwitchContent, scope: Scope, writer: Writer) -> None:
    for index, statement in enumerate(content.statements):
        if statement.condition.strip():
            inside = place.inner(f".content.statements[{index}].condition", f", statement {index + 1}")
            writer.condition(statement.condition, inside, scope)


def check_expressions(
    place: Place, content: ExpressionContent, scope: Scope, writer: Writer
) -> dict[str, Known]:
    """Infer the results of an expression node; each sees those before it as `$.key`."""
    given: dict[str, Known] = {}
    for index, item in enumerate(content.expressions):
        inside = place.inner(f".content.expressions[{index}]", f', expression "{item.key[:64]}"')
        if not writer.result(item.key, inside.inner(".key")):
            continue
        if item.key in given:
            writer.add(inside.inner(".key"), "It is written twice here.", "Give it another name.")
        seen = {**scope, **{f"$.{key}": known for key, known in given.items()}}
        known = writer.value(item.value, inside.inner(".value"), seen)
        if known is not None and writer.fits(item.key, known, inside.inner(".value")):
            given[item.key] = known
    return given


def check_table(
    place: Place, table: TableContent, scope: Scope, writer: Writer, *, complete: bool = False
) -> dict[str, Known]:
    """Check every cell and infer the results of a table that takes the first row that hits. complete: one of its rows always hits."""
    _check_columns(place, table, writer)
    catch_all = len(table.rules)
    for index, row in enumerate(table.rules):
        _check_row(place, table, index, scope, writer)
        if catch_all == len(table.rules) and not any(_text(row, column) for column in table.inputs):
            catch_all = index
    collects = any(column.field and column.field.endswith("[]") for column in table.outputs)
    if catch_all < len(table.rules) - 1 and not collects:
        after = place.inner(f".content.rules[{catch_all + 1}]", f", row {catch_all + 2}")
        writer.add(
            after, f"Row {catch_all + 1} always hits: this one is never reached.", "Move it up, or remove it."
        )
    given: dict[str, Known] = {}
    for position, column in enumerate(table.outputs):
        known = _column(place, table, position, scope, writer, catch_all, complete=complete)
        name = (column.field or "").removesuffix("[]")
        if known is not None:
            given[name] = known
    return given


def _check_columns(place: Place, table: TableContent, writer: Writer) -> None:
    ids = [column.id for column in (*table.inputs, *table.outputs)]
    if len(set(ids)) != len(ids) or any(column_id.startswith("_") for column_id in ids):
        writer.add(
            place.inner(".content"), "Its columns need ids of their own, without a leading _.", "Rename them."
        )
    for index, column in enumerate((*table.inputs, *table.outputs)):
        if column.default_value and column.default_value.strip():
            writer.add(place, f"Column {index + 1} has a default value.", "Write it into the cells.")
    fields = [(column.field or "").removesuffix("[]") for column in table.outputs]
    for index, name in enumerate(fields):
        inside = place.inner(f".content.outputs[{index}].field", f', column "{_title(table.outputs[index])}"')
        if writer.result(name, inside) and fields.count(name) > 1:
            writer.add(inside, f"`{name}` is written by two columns.", "Give each column its own field.")


def _check_row(place: Place, table: TableContent, index: int, scope: Scope, writer: Writer) -> None:
    row = table.rules[index]
    known_ids = {column.id for column in (*table.inputs, *table.outputs)}
    for key in row:
        if key not in known_ids and not key.startswith("_"):
            inside = place.inner(f".content.rules[{index}].{key}", f", row {index + 1}")
            writer.add(inside, "It belongs to no column.", "Remove it.")
    for at, column in enumerate(table.inputs):
        text = _text(row, column)
        if not text:
            continue
        inside = _cell_place(place, index, column)
        field = (column.field or "").strip()
        if not field:
            writer.condition(text, inside, scope)
            continue
        heading = place.inner(f".content.inputs[{at}].field", f', column "{_title(column)}"')
        subject = writer.field(field, heading, scope)
        if subject is not None:
            writer.test(text, inside, {**scope, "$": subject})


def _column(
    place: Place,
    table: TableContent,
    position: int,
    scope: Scope,
    writer: Writer,
    catch_all: int,
    *,
    complete: bool,
) -> Known | None:
    """What an output column gives: one of its cells, or what was there before, or nothing."""
    column = table.outputs[position]
    collects = bool(column.field and column.field.endswith("[]"))
    reached = table.rules if collects else table.rules[: catch_all + 1]
    result: Known | None = None
    faulty = False
    unwritten = catch_all == len(table.rules) and not complete
    for index, row in enumerate(reached):
        text = _text(row, column)
        if not text:
            unwritten = True
            continue
        inside = _cell_place(place, index, column)
        known = writer.value(text, inside, scope)
        if known is None or not writer.fits(column.field or "", known, inside):
            faulty = True
            continue
        joined = known if result is None else either(result, known)
        if joined is None:
            writer.add(
                inside, f"It gives a {known.kind.value}, the rows above do not.", "Use one kind in a column."
            )
            return None
        result = joined
    if faulty:
        return None
    name = (column.field or "").removesuffix("[]")
    if result is None:
        heading = place.inner(f".content.outputs[{position}].field")
        writer.add(heading, f'Column "{_title(column)}" is empty.', "Fill it, or remove it.")
        return None
    if collects:
        many = _LIST_OF.get(result.kind)
        if many is None or result.missing:
            writer.add(
                place, f'Column "{_title(column)}" collects what is not a text or a number.', "Use texts."
            )
            return None
        return Known(many)
    before = scope.get(name) if table.pass_through else None
    if not unwritten:
        return result
    if before is None:
        return missing(result)
    return either(result, before)


def _cell_place(place: Place, index: int, column: Column) -> Place:
    return place.inner(
        f".content.rules[{index}].{column.id}", f', row {index + 1}, column "{_title(column)}"'
    )


def _text(row: Mapping[str, str | None], column: Column) -> str:
    return (row.get(column.id) or "").strip()


def _title(column: Column) -> str:
    return (column.name or column.field or column.id)[:64]
