"""Expressions and table cells as trees, read as zen-engine 2.1 reads them (same precedence, same joining of tests)."""

import itertools
from typing import TypeAlias

import msgspec

from rules.language.hints import quote
from rules.language.tokens import NotInLanguage, Token, TokenKind, tokens_of
from rules.limits import DEPTH_MAX, ITEMS_MAX


class Literal(msgspec.Struct, frozen=True):
    value: str | float | bool | None


class Name(msgspec.Struct, frozen=True):
    """A fact or an earlier result by its full name: `transaction.amount_minor`. `$` is the column's own value."""

    path: str


class Unary(msgspec.Struct, frozen=True):
    operator: str
    operand: "Node"


class Binary(msgspec.Struct, frozen=True):
    operator: str
    left: "Node"
    right: "Node"


class Choice(msgspec.Struct, frozen=True):
    condition: "Node"
    then: "Node"
    otherwise: "Node"


class Call(msgspec.Struct, frozen=True):
    function: str
    arguments: "tuple[Node, ...]"


class Items(msgspec.Struct, frozen=True):
    items: "tuple[Node, ...]"


class Range(msgspec.Struct, frozen=True):
    """low_in, high_in: whether the ends belong to it; None where it is written with brackets turned outwards."""

    low: "Node"
    high: "Node"
    low_in: bool | None = True
    high_in: bool | None = True


Node: TypeAlias = Literal | Name | Unary | Binary | Choice | Call | Items | Range

# Source: zen-engine's table of binary operators; all of ours associate to the left.
PRECEDENCE = {
    "or": 10,
    "and": 15,
    **dict.fromkeys(("==", "!=", "<", ">", "<=", ">=", "in", "not in"), 20),
    **dict.fromkeys("+-", 30),
    **dict.fromkeys("*/%", 60),
    "??": 80,
}
_ENDS_IN = {"[": True, "(": False, "..]": True, "..)": False}
_NOT_PRECEDENCE = 50
_SIGN_PRECEDENCE = 200
COMPARISONS = {"==", "!=", "<", ">", "<=", ">=", "in", "not in"}


def expression(source: str) -> Node:
    """Parse an expression: of an expression node, an output cell, a condition, a column's field.

    Raises: NotInLanguage.
    """
    parser = _Parser(source)
    root = parser.operation(0)
    parser.expect_end()
    return root


def cell(source: str) -> Node:
    """Parse an input cell into the condition that it stands for: `> 5` gives `$ > 5`, `'a', 'b'` two tests joined by or.

    Raises: NotInLanguage.
    """
    parser = _Parser(source, in_cell=True)
    root = parser.test()
    while not parser.done:
        word = parser.current.value
        if word not in {"and", "or", ","}:
            raise parser.unexpected("and, or, a comma")
        parser.take()
        root = Binary("and" if word == "and" else "or", root, parser.test())
    return root


class _Parser:
    def __init__(self, source: str, *, in_cell: bool = False) -> None:
        self._source = source
        self._tokens = tokens_of(source)
        self._at = 0
        self._depth = 0
        self._in_cell = in_cell

    @property
    def current(self) -> Token:
        return self._tokens[self._at]

    @property
    def done(self) -> bool:
        return self.current.kind is TokenKind.END

    def take(self) -> Token:
        token = self.current
        self._at += 1
        return token

    def test(self) -> Node:
        """One test of a cell: a comparison with the column's value, or a value or list to compare it with."""
        operator = self._operator()
        if operator in COMPARISONS:
            self._take_operator()
            return Binary(operator, Name("$"), self.operation(0))
        value = self.operation(0)
        meaning = _meaning(value)
        return value if meaning is None else Binary(meaning, Name("$"), value)

    def operation(self, least: int) -> Node:
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise NotInLanguage(
                f"It is nested deeper than {DEPTH_MAX}.", "Split it over several expressions."
            )
        left = self._operand()
        while (operator := self._operator()) in PRECEDENCE and PRECEDENCE[operator] >= least:
            if self._in_cell and operator in {"and", "or"}:
                break  # in a cell these join tests, at the top only
            self._take_operator()
            left = Binary(operator, left, self.operation(PRECEDENCE[operator] + 1))
        if least == 0 and self._accept("?"):
            then = self.operation(0)
            self._expect(":")
            left = Choice(left, then, self.operation(0))
        self._depth -= 1
        return left

    def _operand(self) -> Node:
        token = self.current
        if token.value in {"not", "!"} and token.kind is not TokenKind.TEXT:
            self.take()
            return Unary("not", self.operation(_NOT_PRECEDENCE))
        if token.kind is TokenKind.SYMBOL and token.value in {"+", "-"}:
            self.take()
            return Unary(token.value, self.operation(_SIGN_PRECEDENCE))
        if token.kind is TokenKind.SYMBOL and token.value in {"(", "[", "]"}:
            return self._bracketed()
        self.take()
        if token.kind is TokenKind.NUMBER:
            return Literal(float(token.value.replace("_", "")))
        if token.kind is TokenKind.TEXT:
            return Literal(token.value[1:-1])
        if token.value in {"true", "false"}:
            return Literal(token.value == "true")
        if token.value == "null":
            return Literal(None)
        if token.kind is TokenKind.NAME:
            return self._named(token)
        self._at -= 1
        raise self.unexpected("a value")

    def _named(self, token: Token) -> Node:
        if self.current.value == "(" and self.current.kind is TokenKind.SYMBOL:
            self.take()
            return Call(token.value, self._values(")"))
        path = [token.value]
        while self._accept("."):
            part = self.take()
            if part.kind is not TokenKind.NAME or part.value.startswith("$"):
                raise NotInLanguage(
                    f"At character {part.at + 1}: a name is expected after the dot.", "Name a field."
                )
            path.append(part.value)
        if self.current.value == "(" and self.current.kind is TokenKind.SYMBOL:
            raise NotInLanguage(
                f"The method {path[-1]}() is not allowed.", "Use facts: `decided_hour` and others are there."
            )
        if self.current.value == "[" and self.current.kind is TokenKind.SYMBOL and not self._in_cell:
            raise NotInLanguage(
                "Picking an item of a list is not allowed.", "Test with `in`, as in 'X' in reasons."
            )
        return Name(".".join(path))

    def _bracketed(self) -> Node:
        opened = self.take()
        if opened.value == "[" and self._accept("]"):
            return Items(())
        first = self.operation(0)
        if self._accept(".."):
            high = self.operation(0)
            closed = self.take()
            if closed.value not in {")", "]", "["}:
                raise NotInLanguage("A range is not closed.", "Write it as [1..5], (1..5), [1..5) or (1..5].")
            return Range(first, high, _ENDS_IN.get(opened.value), _ENDS_IN.get(f"..{closed.value}"))
        if opened.value == "(":
            self._expect(")")
            return first
        if opened.value == "]":
            raise NotInLanguage("A bracket is closed that was not opened.", "Remove it.")
        items = [first]
        if self._accept(","):
            items.extend(self._values("]"))
        else:
            self._expect("]")
        return Items(self._bounded(items))

    def _values(self, closing: str) -> tuple[Node, ...]:
        values: list[Node] = []
        while not self._accept(closing):
            if values:
                self._expect(",")
            values.append(self.operation(0))
        return self._bounded(values)

    def _bounded(self, values: list[Node]) -> tuple[Node, ...]:
        if len(values) > ITEMS_MAX:
            raise NotInLanguage(
                f"It lists more than {ITEMS_MAX} values.", "Split the list over several rows."
            )
        return tuple(values)

    def _operator(self) -> str:
        token = self.current
        if token.kind not in {TokenKind.SYMBOL, TokenKind.WORD}:
            return ""
        if token.value == "not" and self._tokens[self._at + 1].value == "in":
            return "not in"
        return token.value

    def _take_operator(self) -> None:
        if self.take().value == "not":
            self.take()

    def _accept(self, symbol: str) -> bool:
        if self.current.kind is TokenKind.SYMBOL and self.current.value == symbol:
            self.take()
            return True
        return False

    def _expect(self, symbol: str) -> None:
        if not self._accept(symbol):
            raise self.unexpected(symbol)

    def expect_end(self) -> None:
        if not self.done:
            raise self.unexpected("an operator, or the end")

    def _is_prose(self) -> bool:
        """Whether words follow each other with nothing between them that compares or computes: a text without its quotes."""
        kinds = [token.kind for token in self._tokens]
        symbols = {token.value for token in self._tokens if token.kind is TokenKind.SYMBOL}
        follow = itertools.pairwise(kinds)
        return (TokenKind.NAME, TokenKind.NAME) in follow and symbols <= _PUNCTUATION

    def unexpected(self, expected: str) -> NotInLanguage:
        if self.done:
            return NotInLanguage(f"It ends where {expected} is expected.")
        reason = f"At character {self.current.at + 1}: {self.current.value!r} where {expected} is expected."
        return NotInLanguage(reason, quote(self._source)) if self._is_prose() else NotInLanguage(reason)


_PUNCTUATION = frozenset(".,:!?-()")
_BOOLEAN_FUNCTIONS = {"contains", "startsWith", "endsWith"}


def _meaning(value: Node) -> str | None:
    """How a cell that is a value is compared with its column: by ==, by in, or not at all when it is a condition.

    Source: the UnaryNodeBehaviour of zen-engine's parser.
    """
    match value:
        case Items() | Range():
            return "in"
        case Binary(operator=operator, left=left, right=right):
            if operator in COMPARISONS or operator in {"and", "or", "??"}:
                return None
            both = {_meaning(left), _meaning(right)}
            return both.pop() if len(both) == 1 else "=="
        case Unary(operand=operand):
            return _meaning(operand)
        case Choice(then=then, otherwise=otherwise):
            both = {_meaning(then), _meaning(otherwise)}
            return both.pop() if len(both) == 1 else "=="
        case Call(function=function) if function in _BOOLEAN_FUNCTIONS:
            return None
        case _:
            return "=="
