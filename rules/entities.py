"""Rulesets and their versions, as services give them and faces show them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from rules.evaluation import Hit, RuleResult

Outcome = Annotated[str, Meta(min_length=1, max_length=32, pattern=r"^[a-z][a-z0-9_]*$(?!\n)")]
Reason = Annotated[str, Meta(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f]+$(?!\n)")]
"""One line of print, for those who read the history."""
Document: TypeAlias = Mapping[str, object]
"""A JDM graph as its author sent it."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What an author sends. fallback: the outcome when no model or no rule can answer. reason: why this change."""

    graph: Document
    fallback: Outcome
    reason: Reason


class RulesetVersion(msgspec.Struct, frozen=True, kw_only=True):
    """One immutable, checked version.

    id: None for the default that ships with the service, whose number is 0. digest: 32 bytes, as decisions and ledger
    entries name it. outcomes: all that it can give. facts: all that it reads. cost_us: of its worst case, as priced.
    """

    id: UUID | None
    use_case: str
    number: int
    digest: bytes
    fallback: str
    outcomes: tuple[str, ...]
    facts: tuple[str, ...]
    cost_us: int
    author: str
    reason: str
    created_at: datetime | None
    graph: Document


class Ruleset(msgspec.Struct, frozen=True, kw_only=True):
    """The ruleset of a use case. active: the version that decides. active_since: None for the default."""

    use_case: str
    active: RulesetVersion
    active_since: datetime | None
    last_number: int


class RuleTestResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one case gave. expected, expected_notes: as the case says."""

    name: str
    passed: bool
    expected: str
    outcome: str
    expected_notes: tuple[str, ...] | None
    notes: tuple[str, ...]
    trace: tuple[Hit, ...]
    degraded: bool


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """A dry run: what a version would decide for given facts, and for the test cases of its use case."""

    outcomes: tuple[str, ...]
    facts: tuple[str, ...]
    cost_us: int
    results: tuple[RuleResult, ...]
    test_cases: tuple[RuleTestResult, ...] = ()
