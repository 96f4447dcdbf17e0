"""What an expression gives, found without running it: its kind, whether it may be missing, the texts that it may be.

The engine raises on a comparison with null, on text against a number, on `not` of a number. In a condition (an input
cell, a switch) that means "does not hold", which is what a missing value should mean there. Anywhere else it would stop
the ruleset, so it is refused here: what may be missing is given a value with `??` or a test first.
"""

from collections.abc import Iterator, Mapping

from rules.language.hints import hint
from rules.language.kinds import FLAG, LISTS, NOTHING, NUMBER, Kind, Known, either, missing, present
from rules.language.syntax import Binary, Call, Choice, Items, Literal, Name, Node, Range, Unary
from rules.language.tokens import NotInLanguage
from rules.limits import TEXT_RESULT_MAX

Scope = Mapping[str, Known]

_ORDERING = {"<", ">", "<=", ">="}
_ARITHMETIC = {"+", "-", "*", "/", "%"}
_LIST_OF = {kind: many for many, kind in LISTS.items()}
_TEXTS_MAX = 64
_PLAIN_CHARS = 40

_OF_NUMBERS = {"abs": 1, "floor": 1, "ceil": 1, "round": 2, "trunc": 2}
_OF_LISTS = {"min", "max", "sum", "avg"}
_OF_TEXT = {"upper", "lower", "trim"}
_OF_TWO_TEXTS = {"startsWith", "endsWith", "contains"}
_CLOCKS = {
    "d",
    "date",
    "time",
    "duration",
    "now",
    "year",
    "month",
    "dayOfWeek",
    "dayOfMonth",
    "startOf",
    "endOf",
}
_LOOPS = {"all", "some", "none", "filter", "map", "flatMap", "count", "one"}
FUNCTIONS = frozenset({*_OF_NUMBERS, *_OF_LISTS, *_OF_TEXT, *_OF_TWO_TEXTS, "len", "string"})


def meaning(node: Node, scope: Scope, *, condition: bool) -> Known:
    """Infer what `node` gives under `scope`.

    condition: an input cell or a switch, where a missing operand only makes the condition fail.
    Raises: NotInLanguage.
    """
    return _Inference(condition=condition).of(node, scope)


def names(node: Node) -> Iterator[str]:
    """Every name that an expression reads."""
    match node:
        case Name(path=path):
            yield path
        case Unary(operand=operand):
            yield from names(operand)
        case Binary(left=left, right=right) | Range(low=left, high=right):
            yield from names(left)
            yield from names(right)
        case Choice(condition=condition, then=then, otherwise=otherwise):
            for part in (condition, then, otherwise):
                yield from names(part)
        case Call(arguments=parts) | Items(items=parts):
            for part in parts:
                yield from names(part)
        case Literal():
            return


class _Inference:
    def __init__(self, *, condition: bool) -> None:
        self._condition = condition

    def of(self, node: Node, scope: Scope) -> Known:
        match node:
            case Literal(value=value):
                return _literal(value)
            case Name(path=path):
                return _named(path, scope)
            case Unary(operator=operator, operand=operand):
                wanted = Kind.FLAG if operator == "not" else Kind.NUMBER
                self._need(operand, scope, wanted, f"`{operator}`")
                return FLAG if operator == "not" else NUMBER
            case Binary():
                return self._binary(node, scope)
            case Choice(condition=condition, then=then, otherwise=otherwise):
                return self._choice(condition, then, otherwise, scope)
            case Call(function=function, arguments=arguments):
                return self._call(function, arguments, scope)
            case Items(items=items):
                return self._items(items, scope)
            case Range(low=low, high=high):
                self._need(low, scope, Kind.NUMBER, "a range")
                self._need(high, scope, Kind.NUMBER, "a range")
                return Known(Kind.RANGE)

    def _binary(self, node: Binary, scope: Scope) -> Known:
        operator = node.operator
        if operator in {"and", "or"}:
            self._need(node.left, scope, Kind.FLAG, f"`{operator}`")
            self._need(
                node.right, _narrowed(node.left, scope, holds=operator == "and"), Kind.FLAG, f"`{operator}`"
            )
            return FLAG
        if operator == "??":
            return self._default(node, scope)
        if operator in _ORDERING:
            self._need(node.left, scope, Kind.NUMBER, f"`{operator}`")
            self._need(node.right, scope, Kind.NUMBER, f"`{operator}`")
            return FLAG
        if operator in {"in", "not in"}:
            return self._membership(node, scope)
        if operator in _ARITHMETIC:
            return self._arithmetic(node, scope)
        left, right = self.of(node.left, scope), self.of(node.right, scope)
        if either(left, right) is None:
            raise NotInLanguage(
                f"A {left.kind.value} is compared with a {right.kind.value}: that never holds.",
                "Compare values of one kind.",
            )
        return FLAG

    def _default(self, node: Binary, scope: Scope) -> Known:
        left, right = self.of(node.left, scope), self.of(node.right, scope)
        if not left.missing:
            return left
        given = either(present(left), right) if left.kind is not Kind.NOTHING else right
        if given is None:
            raise NotInLanguage(
                f"`??` chooses between a {left.kind.value} and a {right.kind.value}.",
                "Give a default of the same kind.",
            )
        return missing(given) if right.missing else present(given)

    def _membership(self, node: Binary, scope: Scope) -> Known:
        among = self.of(node.right, scope)
        item = self.of(node.left, scope)
        self._present(among, node.right, "`in`")
        if among.kind is Kind.RANGE:
            self._need(node.left, scope, Kind.NUMBER, "a range")
        elif among.kind not in LISTS:
            raise NotInLanguage(f"`in` looks into a {among.kind.value}.", "Give a list or a range.")
        elif item.kind not in {LISTS[among.kind], Kind.NOTHING}:
            raise NotInLanguage(
                f"A {item.kind.value} is looked for in a {among.kind.value}: it is never there.",
                "Use values of one kind.",
            )
        return FLAG

    def _arithmetic(self, node: Binary, scope: Scope) -> Known:
        operator = node.operator
        left = self.of(node.left, scope)
        if operator == "+" and left.kind is Kind.TEXT:
            self._present(left, node.left, "`+`")
            right = self._need(node.right, scope, Kind.TEXT, "`+` after a text")
            chars = left.length_max + right.length_max
            if chars > TEXT_RESULT_MAX:
                raise NotInLanguage(
                    f"The text can become {chars:,} characters long; {TEXT_RESULT_MAX:,} are allowed.",
                    "Join fewer texts, and none with itself over and over.",
                )
            texts = _joined(left.texts, right.texts)
            return Known(Kind.TEXT, texts=texts, chars=0 if texts is not None else chars)
        self._need(node.left, scope, Kind.NUMBER, f"`{operator}`")
        right = self._need(node.right, scope, Kind.NUMBER, f"`{operator}`")
        if operator in {"/", "%"} and not right.never_zero:
            return missing(NUMBER)  # the engine gives null for a division by zero
        return NUMBER

    def _choice(self, condition: Node, then: Node, otherwise: Node, scope: Scope) -> Known:
        self._need(condition, scope, Kind.FLAG, "`?:`")
        first = self.of(then, _narrowed(condition, scope, holds=True))
        second = self.of(otherwise, _narrowed(condition, scope, holds=False))
        given = either(first, second)
        if given is None:
            raise NotInLanguage(
                f"`?:` gives a {first.kind.value} or a {second.kind.value}.", "Give both sides the same kind."
            )
        return given

    def _items(self, items: tuple[Node, ...], scope: Scope) -> Known:
        kinds = {self._present(self.of(item, scope), item, "a list").kind for item in items}
        if len(kinds) > 1:
            raise NotInLanguage("A list mixes kinds of values.", "Use values of one kind.")
        kind = kinds.pop() if kinds else Kind.TEXT
        if kind not in _LIST_OF:
            raise NotInLanguage(f"A list holds a {kind.value}.", "List numbers or texts.")
        return Known(_LIST_OF[kind])

    def _call(self, function: str, arguments: tuple[Node, ...], scope: Scope) -> Known:
        what = f"{function}()"
        if function not in FUNCTIONS:
            raise NotInLanguage(*_why_not(function))
        if not 1 <= len(arguments) <= _most_arguments(function):
            raise NotInLanguage(f"{what} takes {_most_arguments(function)} arguments.", "Correct the call.")
        if function in _OF_NUMBERS:
            for argument in arguments:
                self._need(argument, scope, Kind.NUMBER, what)
            return NUMBER
        if function in _OF_LISTS:
            if arguments[0] == Items(()):
                raise NotInLanguage(f"{what} of nothing.", "List at least one number.")
            self._need(arguments[0], scope, Kind.NUMBERS, what)
            return NUMBER
        if function in _OF_TEXT:
            text = self._need(arguments[0], scope, Kind.TEXT, what)
            return Known(Kind.TEXT, chars=text.chars)
        first = self._present(self.of(arguments[0], scope), arguments[0], what)
        if function in {"len", "string"}:
            wanted = {Kind.TEXT, *LISTS} if function == "len" else {Kind.TEXT, Kind.NUMBER, Kind.FLAG}
            if first.kind not in wanted:
                raise NotInLanguage(f"{what} of a {first.kind.value}.", "Use it on a text.")
            return (
                NUMBER if function == "len" else Known(Kind.TEXT, chars=first.chars or _chars_of(first.kind))
            )
        if len(arguments) != 2:
            raise NotInLanguage(f"{what} takes 2 arguments.", "Correct the call.")
        inside = LISTS[first.kind] if function == "contains" and first.kind in LISTS else Kind.TEXT
        if inside is Kind.TEXT and first.kind not in {Kind.TEXT, Kind.TEXTS}:
            raise NotInLanguage(f"{what} looks into a {first.kind.value}.", "Use it on a text.")
        self._need(arguments[1], scope, inside, what)
        return FLAG

    def _need(self, node: Node, scope: Scope, kind: Kind, what: str) -> Known:
        known = self.of(node, scope)
        if known.kind is not kind and not (known.kind is Kind.NOTHING and self._condition):
            raise NotInLanguage(
                f"{what} needs a {kind.value} where there is a {known.kind.value}.",
                f"Give it a {kind.value}.",
            )
        return self._present(known, node, what)

    def _present(self, known: Known, node: Node, what: str) -> Known:
        if known.missing and not self._condition:
            subject = f"`{node.path}`" if isinstance(node, Name) else "A value"
            raise NotInLanguage(
                f"{subject} may be missing, and {what} would stop the ruleset.",
                "Give it a value first, as in (x ?? 0), or test it, as in x != null ? x : 0.",
            )
        return known


def _chars_of(kind: Kind) -> int:
    """How long a value is as a text; 0 for a text, which is as long as it is."""
    return 0 if kind is Kind.TEXT else _PLAIN_CHARS


def _literal(value: object) -> Known:
    match value:
        case bool():
            return FLAG
        case str():
            return Known(Kind.TEXT, texts=frozenset({value}))
        case float():
            return Known(Kind.NUMBER, never_zero=value != 0)
        case _:
            return NOTHING


def _named(path: str, scope: Scope) -> Known:
    known = scope.get(path)
    if known is None:
        if path == "$":
            raise NotInLanguage("`$` alone means nothing here.", "Name the fact.")
        raise NotInLanguage(f"`{path}` is not a fact here, nor a result of a node before.", hint(path, scope))
    return known


def _joined(left: frozenset[str] | None, right: frozenset[str] | None) -> frozenset[str] | None:
    if left is None or right is None or len(left) * len(right) > _TEXTS_MAX:
        return None
    return frozenset(first + second for first in left for second in right)


def _most_arguments(function: str) -> int:
    return _OF_NUMBERS.get(function, 2 if function in _OF_TWO_TEXTS else 1)


def _why_not(function: str) -> tuple[str, str]:
    if function == "rand":
        return (
            "rand() is not allowed: the same facts must give the same outcome.",
            "Use a fact, such as the score.",
        )
    if function in _CLOCKS:
        return (
            f"{function}() is not allowed: it can read a clock, and a decision must be repeatable.",
            "Use the facts decided_at, decided_hour and decided_weekday.",
        )
    if function in _LOOPS:
        return f"{function}() is not allowed: its cost has no bound.", "Compute it as a feature."
    return f"The function {function}() is not allowed.", f"These are: {', '.join(sorted(FUNCTIONS))}."


def _narrowed(condition: Node, scope: Scope, *, holds: bool) -> Scope:
    """The scope where `condition` holds, or does not: names that were tested against null are no longer missing."""
    tested = _not_null(condition, holds=holds)
    if not tested:
        return scope
    return {name: present(known) if name in tested else known for name, known in scope.items()}


def _not_null(condition: Node, *, holds: bool) -> frozenset[str]:
    match condition:
        case Binary(operator="!=" | "==" as operator, left=Name(path=path), right=Literal(value=None)):
            return frozenset({path}) if (operator == "!=") is holds else frozenset()
        case Binary(operator="and" | "or" as operator, left=left, right=right) if (
            operator == "and"
        ) is holds:
            return _not_null(left, holds=holds) | _not_null(right, holds=holds)
        case Unary(operator="not", operand=operand):
            return _not_null(operand, holds=not holds)
        case _:
            return frozenset()
