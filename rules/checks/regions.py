"""What a cell lets through, exactly: a set of regions of its column's values, as bits of one number.

The numbers that a column's cells mention cut the line into points and the open pieces between them, on each of which every cell
says the same; texts are those mentioned and any other; a flag is true or false; and anything may be missing. So a cell is a set of
bits, and what rows cover is counted without trying anything. A cell that is more than comparisons with constants has no such set.
"""

import bisect
import math
from collections.abc import Sequence
from typing import TypeAlias

from rules.language.kinds import Kind, Known
from rules.language.syntax import Binary, Items, Literal, Name, Node, Range, Unary

Value: TypeAlias = str | float | bool | None
OTHER_TEXT = "\0another text"
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


class Regions:
    """The regions of one column. known: of its value. literals: all that its cells mention."""

    def __init__(self, known: Known, literals: Sequence[Value]) -> None:
        self.known = known
        self.numbers = sorted({each for each in literals if isinstance(each, float)})
        mentioned = {each for each in literals if isinstance(each, str)}
        self.texts = (
            sorted(mentioned | known.texts) if known.texts is not None else [*sorted(mentioned), OTHER_TEXT]
        )
        match known.kind:
            case Kind.NUMBER:
                count = 2 * len(self.numbers) + 1
            case Kind.FLAG:
                count = 2
            case Kind.TEXT:
                count = len(self.texts)
            case _:
                count = 1
        self.present = (1 << count) - 1
        self.missing = 1 << count

    @property
    def everything(self) -> int:
        """All that the value can be."""
        present = self.present
        if self.known.kind is Kind.TEXT and self.known.texts is not None:
            present = sum(1 << at for at, text in enumerate(self.texts) if text in self.known.texts)
        return present | self.missing if self.known.missing else present

    def of(self, node: Node) -> int | None:
        """Return the set of values that pass a cell; None where it is not a matter of constants."""
        try:
            passed, when_missing = self._of(node)
        except _NotConstant:
            return None
        return passed | (self.missing if when_missing else 0)

    def _of(self, node: Node) -> tuple[int, bool | None]:
        """The values that pass, and whether a missing one does; None where a missing value is an error, and so does not hit."""
        match node:
            case Binary(operator="and" | "or" as word, left=left, right=right):
                return self._joined(word, self._of(left), self._of(right))
            case Unary(operator="not", operand=operand):
                passed, when_missing = self._of(operand)
                return self.present & ~passed, None if when_missing is None else not when_missing
            case Binary(operator="in" | "not in" as word, left=Name(path="$"), right=among):
                return self._among(among, negated=word == "not in")
            case Binary(operator=operator, left=Name(path="$"), right=right) if operator in _MIRRORED:
                return self._compared(operator, _constant(right))
            case Binary(operator=operator, left=left, right=Name(path="$")) if operator in _MIRRORED:
                return self._compared(_MIRRORED[operator], _constant(left))
            case _:
                raise _NotConstant

    def _joined(
        self, word: str, left: tuple[int, bool | None], right: tuple[int, bool | None]
    ) -> tuple[int, bool | None]:
        passed = left[0] & right[0] if word == "and" else left[0] | right[0]
        if left[1] is None or left[1] is (word == "or"):
            return passed, left[1]  # the engine looks no further, or has failed
        return passed, right[1]

    def _among(self, among: Node, *, negated: bool) -> tuple[int, bool | None]:
        when_missing: bool | None = negated
        if isinstance(among, Items):
            passed = 0
            for each in among.items:
                passed |= self._same(_constant(each))
        elif isinstance(among, Range) and among.low_in is not None and among.high_in is not None:
            low, high = _constant(among.low), _constant(among.high)
            passed = self._ordered(">=" if among.low_in else ">", low) & self._ordered(
                "<=" if among.high_in else "<", high
            )
            when_missing = None
        else:
            raise _NotConstant
        return (self.present & ~passed if negated else passed), when_missing

    def _compared(self, operator: str, value: Value) -> tuple[int, bool | None]:
        if operator in {"==", "!="}:
            same, is_missing = (0, True) if value is None else (self._same(value), False)
            return (same, is_missing) if operator == "==" else (self.present & ~same, not is_missing)
        return self._ordered(operator, value), None

    def _same(self, value: Value) -> int:
        if isinstance(value, bool):
            return (1 if value else 2) if self.known.kind is Kind.FLAG else 0
        if isinstance(value, float):
            return 1 << (2 * self._place(value) + 1) if self.known.kind is Kind.NUMBER else 0
        return 1 << self.texts.index(value) if value is not None and self.known.kind is Kind.TEXT else 0

    def _ordered(self, operator: str, value: Value) -> int:
        if not isinstance(value, float) or isinstance(value, bool) or self.known.kind is not Kind.NUMBER:
            raise _NotConstant
        at = 2 * self._place(value) + 1
        below, here = (1 << at) - 1, 1 << at
        match operator:
            case "<":
                return below
            case "<=":
                return below | here
            case ">":
                return self.present & ~(below | here)
            case _:
                return self.present & ~below

    def _place(self, value: float) -> int:
        return bisect.bisect_left(self.numbers, value)

    def within(self, low: float, high: float) -> int:
        """The regions that hold a number of a closed range, and the missing one."""
        kept = self.missing
        for at in range(2 * len(self.numbers) + 1):
            start, end = self._ends(at)
            if start <= high and end >= low and not (at % 2 == 0 and (start >= high or end <= low)):
                kept |= 1 << at
        return kept

    def whole(self) -> int:
        """The regions that hold a whole number, and the missing one."""
        kept = self.missing
        for at in range(2 * len(self.numbers) + 1):
            start, end = self._ends(at)
            if at % 2 == 1:
                kept |= (1 << at) if start == math.floor(start) else 0
            elif math.isinf(start) or math.isinf(end) or math.floor(start) + 1 < end:
                kept |= 1 << at
        return kept

    def beside_neighbours(self) -> int:
        """All but the open pieces between a whole number and the next: nothing may lie there, where a value is often whole."""
        kept = self.missing | self.present
        for at in range(2, 2 * len(self.numbers), 2):
            start, end = self._ends(at)
            if start == math.floor(start) and end - start == 1:
                kept &= ~(1 << at)
        return kept

    def _ends(self, at: int) -> tuple[float, float]:
        if at % 2 == 1:
            return self.numbers[at // 2], self.numbers[at // 2]
        start = self.numbers[at // 2 - 1] if at else -math.inf
        return start, self.numbers[at // 2] if at // 2 < len(self.numbers) else math.inf

    def example(self, bits: int) -> Value:
        """Return a value of one of the regions, or `OTHER_TEXT`, or None for a missing one, which is taken last."""
        present = bits & self.present
        if not present:
            return None
        if self.known.kind is Kind.FLAG:
            return bool(present & 1)
        points = [at for at in range(present.bit_length()) if present >> at & 1]
        if self.known.kind is Kind.TEXT:
            return self.texts[points[0]]
        at = next((each for each in points if each % 2 == 1), points[0])
        return _between(*self._ends(at))


class _NotConstant(Exception):
    """A cell that compares with more than constants."""


def literals_of(node: Node) -> list[Value]:
    """Every constant that a cell compares with."""
    match node:
        case Literal(value=value):
            return [value]
        case Unary(operator="-" | "+"):
            try:
                return [_constant(node)]
            except _NotConstant:
                return []
        case Unary(operand=operand):
            return literals_of(operand)
        case Binary(left=left, right=right) | Range(low=left, high=right):
            return [*literals_of(left), *literals_of(right)]
        case Items(items=items):
            return [value for each in items for value in literals_of(each)]
        case _:
            return []


def _constant(node: Node) -> Value:
    match node:
        case Literal(value=value):
            return value
        case Unary(operator="-" | "+" as sign, operand=Literal(value=float() as number)):
            return -number if sign == "-" else number
        case _:
            raise _NotConstant


def _between(start: float, end: float) -> float:
    """A number of an open piece, a short one where there is one."""
    if start == end:
        return start
    if math.isinf(start) and math.isinf(end):
        return 0.0
    if math.isinf(start):
        return end - 1
    if math.isinf(end):
        return start + 1
    if math.floor(start) + 1 < end:
        return float(math.floor(start) + 1)
    return (start + end) / 2
