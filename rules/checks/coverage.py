"""What the rows of a decision table cover between them: rows that never hit, inputs that no row hits, rows at odds with each other.

A row is a box: for each thing that the table looks at, the set of values that pass (`rules.checks.regions`). Whether earlier rows
leave anything of a box is found by cutting them out of it, exactly, within a bound of work; beyond it nothing is said. A cell that is
more than a comparison with constants counts as letting through everything where that spares a finding, and nothing where it would make
one, so what is found is so.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from rules.checks.regions import OTHER_TEXT, Regions, Value, literals_of
from rules.document import TableContent
from rules.facts import Fact
from rules.language.kinds import Kind, Known
from rules.language.syntax import Name, Node, cell, expression
from rules.language.tokens import NotInLanguage

Box: TypeAlias = tuple[int, ...]
PIECES_MAX = 2_000
WORK_MAX = 400_000
OVERLAPS_MAX = 20


class Overlap(msgspec.Struct, frozen=True):
    """Two rows, 0-based, that both hit `example` and say otherwise."""

    first: int
    second: int
    example: Mapping[str, Value]


class Survey(msgspec.Struct, frozen=True):
    """unreachable: rows, 0-based, that earlier ones cover (which of them), or that hit nothing by themselves (none).

    complete: whether a row is sure to hit. gap: by field, an example that no row hits.
    """

    unreachable: Mapping[int, Sequence[int]]
    complete: bool
    gap: Mapping[str, Value] | None
    overlaps: Sequence[Overlap]


def survey(table: TableContent, scope: Mapping[str, Known], facts: Mapping[str, Fact]) -> Survey:
    """scope: what is known of each name that the table sees. facts: those of them that are facts, with what to expect."""
    looked_at = _Space(table, scope, facts)
    work = _Work()
    unreachable: dict[int, Sequence[int]] = {}
    overlaps: list[Overlap] = []
    for at, (most, _) in enumerate(looked_at.rows):
        if not all(most):
            unreachable[at] = ()
            continue
        before = [
            earlier for earlier in range(at)
            if (sure := looked_at.rows[earlier][1]) is not None and _meet(sure, most)
        ]  # fmt: skip
        left = work.cut(most, [_sure(looked_at.rows[earlier]) for earlier in before])
        if left == []:
            unreachable[at] = before
        elif len(overlaps) < OVERLAPS_MAX:
            found = _odds(table, looked_at, at, before)
            overlaps += [] if found is None else [found]
    sure_ones = [sure for _, sure in looked_at.rows if sure is not None]
    gaps = work.cut(looked_at.expected, [most for most, _ in looked_at.rows])
    return Survey(
        unreachable=unreachable,
        complete=work.cut(looked_at.everything, sure_ones) == [],
        gap=looked_at.named(gaps[0], looked_at.expected) if gaps else None,
        overlaps=overlaps,
    )


class _Space:
    """All that a table looks at. rows: of each row the most that it can hit, and what it is sure to hit."""

    def __init__(self, table: TableContent, scope: Mapping[str, Known], facts: Mapping[str, Fact]) -> None:
        parsed = [[_parsed(row.get(column.id)) for column in table.inputs] for row in table.rules]
        self._fields = [(column.field or "").strip() for column in table.inputs]
        self.names = list(dict.fromkeys(field for field in self._fields if _known(field, scope) is not None))
        self._regions = []
        for name in self.names:
            places = [at for at, field in enumerate(self._fields) if field == name]
            nodes = [row[at] for row in parsed for at in places]
            literals = [value for node in nodes if isinstance(node, Node) for value in literals_of(node)]
            self._regions.append(Regions(_known(name, scope) or Known(Kind.NOTHING), literals))
        self.everything = tuple(
            regions.everything & (regions.whole() if _is_whole(facts.get(name)) else -1)
            for name, regions in zip(self.names, self._regions, strict=True)
        )
        self.expected = tuple(
            most & _expected(regions, facts.get(name))
            for name, regions, most in zip(self.names, self._regions, self.everything, strict=True)
        )
        self.rows = [self._box(row) for row in parsed]

    def _box(self, cells: Sequence["Node | str | None"]) -> tuple[Box, Box | None]:
        most, sure = list(self.everything), True
        for field, node in zip(self._fields, cells, strict=True):
            if node is None:
                continue
            at = self.names.index(field) if field in self.names else None
            passed = None if at is None or isinstance(node, str) else self._regions[at].of(node)
            if passed is None or at is None:
                sure = False
            else:
                most[at] &= passed
        return tuple(most), tuple(most) if sure else None

    def named(self, box: Box, of: Box) -> dict[str, Value]:
        """Say in values what a box is, of whatever is not just everything."""
        found = {
            name: regions.example(bits)
            for name, regions, bits, all_bits in zip(self.names, self._regions, box, of, strict=True)
            if bits != all_bits
        }
        return found or {
            name: regions.example(bits)
            for name, regions, bits in zip(self.names, self._regions, box, strict=True)
        }


class _Work:
    """Counts what is done, so that a table made to be hard costs a second and not a day."""

    def __init__(self) -> None:
        self._done = 0

    def cut(self, box: Box, others: Sequence[Box]) -> list[Box] | None:
        """Return what is left of a box without the others; None where that is too much work to say."""
        left = [box]
        for other in others:
            self._done += len(left)
            if self._done > WORK_MAX or len(left) > PIECES_MAX:
                return None
            left = [piece for each in left for piece in _without(each, other)]
            if not left:
                return left
        return left


def _without(box: Box, other: Box) -> list[Box]:
    """Cut one box out of another: what is left, in boxes that share nothing."""
    if not _meet(box, other):
        return [box]
    pieces, kept = [], list(box)
    for at, (here, there) in enumerate(zip(box, other, strict=True)):
        outside = here & ~there
        if outside:
            pieces.append((*kept[:at], outside, *box[at + 1 :]))
            kept[at] = here & there
    return pieces


def _meet(box: Box, other: Box) -> bool:
    return all(map(operator.and_, box, other))


def _sure(row: tuple[Box, Box | None]) -> Box:
    return row[0] if row[1] is None else row[1]


def _odds(table: TableContent, space: _Space, at: int, before: Sequence[int]) -> Overlap | None:
    """Find an earlier row that hits some of what a row hits, not all, and not only that, and says otherwise.

    A row within a later one is an exception before its rule, which is how such tables are written.
    """
    most, sure = space.rows[at]
    if sure is None or most == space.everything:
        return None
    for earlier in before:
        theirs = _sure(space.rows[earlier])
        within = all(there & here == there for here, there in zip(most, theirs, strict=True))
        if not within and _differ(table, earlier, at):
            both = tuple(here & there for here, there in zip(most, theirs, strict=True))
            return Overlap(earlier, at, space.named(both, space.everything))
    return None


def _differ(table: TableContent, first: int, second: int) -> bool:
    for column in table.outputs:
        if (column.field or "").endswith("[]") or column.field == "notes":
            continue
        one, other = ((table.rules[at].get(column.id) or "").strip() for at in (first, second))
        if one and other and one != other:
            return True
    return False


def _parsed(text: str | None) -> "Node | str | None":
    """A cell as a tree; None where it is empty, its text where it cannot be read."""
    if not (text or "").strip():
        return None
    try:
        return cell(text or "")
    except NotInLanguage:
        return text


def _known(field: str, scope: Mapping[str, Known]) -> Known | None:
    """What is known of what a column looks at, where that is one name of a kind that can be cut up."""
    try:
        node = expression(field) if field else None
    except NotInLanguage:
        return None
    known = scope.get(node.path) if isinstance(node, Name) else None
    return known if known is not None and known.kind in {Kind.NUMBER, Kind.TEXT, Kind.FLAG} else None


def _is_whole(fact: Fact | None) -> bool:
    return fact is not None and fact.whole is True


def _expected(regions: Regions, fact: Fact | None) -> int:
    """What to expect of a value: a gap elsewhere is no gap."""
    if regions.known.kind is not Kind.NUMBER:
        return -1
    if fact is None:
        return regions.beside_neighbours()
    expected = regions.within(fact.low, fact.high)
    return expected if fact.whole is not None else expected & regions.beside_neighbours()


def in_words(
    example: Mapping[str, Value], shown: Callable[[str, float], str | None] = lambda _name, _value: None
) -> str:
    """Write an example as an author would say it. shown: how a number is said, where not as a number."""
    said = []
    for name, value in example.items():
        match value:
            case None:
                said.append(f"{name} is missing")
            case bool():
                said.append(f"{name} is {'true' if value else 'false'}")
            case float():
                said.append(f"{name} is {shown(name, value) or f'{value:.12g}'}")
            case _:
                said.append(f"{name} is another text" if value == OTHER_TEXT else f"{name} is {value!r}")
    return " and ".join(said) or "anything is given"
