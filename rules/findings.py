"""What a check finds: where, as path and in words, why, and what to do about it."""

from typing import Literal, TypeAlias

import msgspec

from core.errors import FieldError
from rules.errors import RulesetRefused
from rules.limits import FINDINGS_MAX


class Place(msgspec.Struct, frozen=True):
    """A place in a graph. path: as in the document, `graph.nodes[1].content.rules[0].i1`. words: `Node "T", row 1`."""

    path: str
    words: str

    def inner(self, path: str, words: str = "") -> "Place":
        return Place(f"{self.path}{path}", f"{self.words}{words}")


Severity: TypeAlias = Literal["warning", "information"]


class Finding(msgspec.Struct, frozen=True):
    """What an author should know of a ruleset that is not refused for it. path: as in the document. reason: where and what, in words."""

    severity: Severity
    path: str
    reason: str
    fix: str


class Findings:
    """Collects what is wrong, so that an author sees all of it at once, and what is worth knowing."""

    def __init__(self) -> None:
        self._found: dict[FieldError, None] = {}
        self._noticed: dict[Finding, None] = {}

    def add(self, place: Place, reason: str, fix: str) -> None:
        self._found[FieldError(place.path, f"{place.words}: {reason}", fix)] = None

    def notice(self, severity: Severity, place: Place, reason: str, fix: str) -> None:
        self._noticed[Finding(severity, place.path, f"{place.words}: {reason}", fix)] = None

    @property
    def noticed(self) -> tuple[Finding, ...]:
        """Warnings first."""
        return tuple(sorted(self._noticed, key=lambda each: each.severity != "warning")[:FINDINGS_MAX])

    def __bool__(self) -> bool:
        return bool(self._found)

    def refuse(self) -> None:
        """Raises: RulesetRefused, when anything was found."""
        if self._found:
            fields = tuple(self._found)
            more = f", the first {FINDINGS_MAX} of them named" if len(fields) > FINDINGS_MAX else ""
            raise RulesetRefused(
                f"The ruleset is refused for {len(fields)} reason{'s' if len(fields) > 1 else ''}{more}.",
                fields=fields[:FINDINGS_MAX],
            )
