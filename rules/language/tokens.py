"""The words of an expression. What is not listed here is refused, with the reason where we know it."""

import re
from enum import StrEnum

import msgspec


class TokenKind(StrEnum):
    NUMBER = "number"
    TEXT = "text"
    NAME = "name"
    WORD = "word"
    SYMBOL = "symbol"
    END = "end"


class Token(msgspec.Struct, frozen=True):
    """at: 0-based offset in the expression."""

    kind: TokenKind
    value: str
    at: int


class NotInLanguage(Exception):
    """An expression that rules may not use. `reason` and `fix` are for the author."""

    def __init__(
        self, reason: str, fix: str = "Rewrite it with comparisons, ranges, and/or/not, ?: and ??."
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fix = fix


WORDS = {"and", "or", "not", "in", "true", "false", "null"}
_PATTERN = re.compile(
    r"(?P<space>[ \t\r\n]+)"
    r"|(?P<number>\d[\d_]*(?:\.\d[\d_]*)?(?:e[+-]?\d+)?(?![A-Za-z_]))"
    r"|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<name>\$?[A-Za-z_][A-Za-z0-9_]*|\$)"
    r"|(?P<symbol>\.\.|\?\?|[<>=!]=|[-+*/%<>!?:.,()\[\]])",
)
_REFUSED = {
    "`": ("Template strings are not allowed.", "Write the text in single quotes, or join it with +."),
    "#": (
        "Closures are not allowed: their cost has no bound.",
        "Compute lists as features; a rule compares values.",
    ),
    "{": ("Objects are not allowed.", "Give each value its own key or output column."),
    "}": ("Objects are not allowed.", "Give each value its own key or output column."),
    ";": ("One expression gives one value.", "Give each value its own key or output column."),
    "=": ("Assignments are not allowed.", "Compare with ==."),
    "^": ("Powers are not allowed: they overflow.", "Multiply, or compute the power as a feature."),
    "&": ("There is no operator &.", "Write and."),
    "|": ("There is no operator |.", "Write or."),
    "'": ("A text is not closed.", "Close it with the quote that opened it."),
    '"': ("A text is not closed.", "Close it with the quote that opened it."),
}


def tokens_of(source: str) -> list[Token]:
    """Split an expression into words, an END last.

    Raises: NotInLanguage.
    """
    found: list[Token] = []
    at = 0
    while at < len(source):
        match = _PATTERN.match(source, at)
        if match is None or match.lastgroup is None:
            otherwise = "Put a text in quotes." if source[at].isalpha() else "Remove it."
            reason, fix = _REFUSED.get(
                source[at], (f"The character {source[at]!r} means nothing here.", otherwise)
            )
            raise NotInLanguage(f"At character {at + 1}: {reason}", fix)
        if match.lastgroup != "space":
            found.append(_token(match.lastgroup, match.group(), at))
        at = match.end()
    found.append(Token(TokenKind.END, "", len(source)))
    return found


def _token(group: str, value: str, at: int) -> Token:
    if group == "name" and value in WORDS:
        return Token(TokenKind.WORD, value, at)
    return Token(TokenKind(group), value, at)
