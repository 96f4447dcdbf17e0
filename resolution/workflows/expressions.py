"""Runtime expressions, `${ … }`: the bounded language of the rules over what an instance knows, in place of jq.

An expression is a whole text. It reads `$input`, `$context`, `$output`, `$workflow`, `$event` and the names that `for` and `catch`
bring; paths after the dot are plain names. It has no loop, no clock and no way out, so it always ends, in microseconds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import msgspec
import zen

from core.json_values import JsonValue
from resolution.workflows.limits import EXPRESSION_CHARS_MAX
from rules.language.meaning import FUNCTIONS
from rules.language.syntax import Binary, Call, Choice, Items, Literal, Name, Node, Range, Unary, expression
from rules.language.tokens import NotInLanguage, Token, TokenKind, tokens_of

_WHOLE = re.compile(r"\$\{(.*)\}", re.DOTALL)
Scope: TypeAlias = Mapping[str, JsonValue]
EXACT_MAX = 2**53
"""Below it the engine's whole numbers are whole numbers: money stays in minor units."""
ROOTS = frozenset({"$input", "$context", "$output", "$workflow"})


class ExpressionFailed(Exception):
    """It cannot be evaluated on what the instance knows: a comparison with nothing, a text where a number is needed."""


class Expression(msgspec.Struct, frozen=True):
    """names: what it reads, in the order in which the engine's own names stand for them: `v0`, `v1` …"""

    source: str
    names: tuple[str, ...]
    compiled: "zen.Expression | None"

    def evaluate(self, scope: Scope) -> JsonValue:
        """Raises: ExpressionFailed."""
        values = {f"v{at}": _find(name, scope) for at, name in enumerate(self.names)}
        if self.compiled is None:
            return values["v0"]
        try:
            return _checked(self.compiled.evaluate(values))
        except BaseException as error:
            # The engine raises bare Exception, and a panic of its own that derives from BaseException.
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            raise ExpressionFailed(self.source) from error

    def holds(self, scope: Scope) -> bool:
        """Raises: ExpressionFailed, also when it gives something else than true or false."""
        value = self.evaluate(scope)
        if not isinstance(value, bool):
            raise ExpressionFailed(self.source)
        return value


class Template(msgspec.Struct, frozen=True):
    """Any JSON whose texts may be expressions."""

    value: object

    def render(self, scope: Scope) -> JsonValue:
        """Raises: ExpressionFailed."""
        return _render(self.value, scope)


def is_expression(text: str) -> bool:
    return text.strip().startswith("${")


def compile_expression(text: str, names: frozenset[str]) -> Expression:
    """Read `${ … }`, or the bare expression of a `when`.

    names: the roots that it may read. Raises: NotInLanguage.
    """
    found = _WHOLE.fullmatch(text.strip())
    source = (found.group(1) if found else text).strip()
    if len(source) > EXPRESSION_CHARS_MAX:
        raise NotInLanguage(
            f"It is longer than {EXPRESSION_CHARS_MAX} characters.", "Split it over several tasks."
        )
    node = expression(source)
    for name in _names(node):
        if name.partition(".")[0] not in names:
            raise NotInLanguage(
                f"`{name}` is not known here.", f"Begin with one of: {', '.join(sorted(names))}."
            )
    if isinstance(node, Name):
        return Expression(source, (node.path,), None)
    rewritten, read = _rewritten(tokens_of(source))
    return Expression(source, read, zen.compile_expression(rewritten))


def compile_template(value: object, names: frozenset[str]) -> Template:
    """Raises: NotInLanguage."""
    return Template(_compiled(value, names))


def _compiled(value: object, names: frozenset[str]) -> object:
    match value:
        case str() if is_expression(value):
            return compile_expression(value, names)
        case str() if "${" in value:
            raise NotInLanguage(
                "An expression is a whole text here, not a part of one.",
                "Join texts inside of the expression: ${ 'Dear ' + $input.name }.",
            )
        case Mapping():
            return {key: _compiled(each, names) for key, each in value.items()}
        case list():
            return [_compiled(each, names) for each in value]
        case _:
            return value


def _render(value: object, scope: Scope) -> JsonValue:
    match value:
        case Expression():
            return value.evaluate(scope)
        case Mapping():
            return {key: _render(each, scope) for key, each in value.items()}
        case list():
            return [_render(each, scope) for each in value]
        case _:
            return _checked(value)


def _find(name: str, scope: Scope) -> JsonValue:
    root, _, rest = name.partition(".")
    value = scope.get(root)
    for part in rest.split(".") if rest else ():
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _checked(value: object) -> JsonValue:
    match value:
        case float() if value.is_integer() and abs(value) < EXACT_MAX:
            return int(value)
        case None | bool() | int() | float() | str():
            return value
        case Mapping():
            return {str(key): _checked(each) for key, each in value.items()}
        case list():
            return [_checked(each) for each in value]
        case _:
            raise ExpressionFailed(type(value).__name__)


def _rewritten(tokens: Sequence[Token]) -> tuple[str, tuple[str, ...]]:
    """Put a plain name of ours in the place of each path: the engine gives `$` a meaning of its own."""
    read: list[str] = []
    written: list[str] = []
    at = 0
    while tokens[at].kind is not TokenKind.END:
        token = tokens[at]
        at += 1
        if token.kind is TokenKind.NAME and tokens[at].value != "(":
            path = [token.value]
            while tokens[at].value == "." and tokens[at + 1].kind is TokenKind.NAME:
                path.append(tokens[at + 1].value)
                at += 2
            name = ".".join(path)
            if name not in read:
                read.append(name)
            written.append(f"v{read.index(name)}")
        else:
            written.append(token.value)
    return " ".join(written), tuple(read)


def _names(node: Node) -> Iterator[str]:
    """Every name that is read. Raises: NotInLanguage for a function that rules do not have either."""
    match node:
        case Name(path=path):
            yield path
        case Unary(operand=operand):
            yield from _names(operand)
        case Binary(left=left, right=right) | Range(low=left, high=right):
            yield from (*_names(left), *_names(right))
        case Choice(condition=condition, then=then, otherwise=otherwise):
            yield from (*_names(condition), *_names(then), *_names(otherwise))
        case Call(function=function, arguments=parts):
            if function not in FUNCTIONS:
                raise NotInLanguage(
                    f"The function {function}() is not allowed.",
                    f"These are: {', '.join(sorted(FUNCTIONS))}.",
                )
            for part in parts:
                yield from _names(part)
        case Items(items=parts):
            for part in parts:
                yield from _names(part)
        case Literal():
            return
