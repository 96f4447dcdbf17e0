"""Rulesets and their versions, as services give them and faces show them."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from rules.evaluation import Hit, RuleResult
from rules.findings import Finding

Outcome = Annotated[str, Meta(min_length=1, max_length=32, pattern=r"^[a-z][a-z0-9_]*$(?!\n)")]
Reason = Annotated[str, Meta(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f]+$(?!\n)")]
"""One line of print, for those who read the history."""
Document: TypeAlias = Mapping[str, object]
"""A JDM graph as its author sent it."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What an author sends.

    fallback: the outcome when no model or no rule can answer. reason: why this change. shadow: try it beside what decides.
    """

    graph: Document
    fallback: Outcome
    reason: Reason
    shadow: bool = False


Verdict: TypeAlias = Literal["approve", "refuse"]
Switch: TypeAlias = Literal["activate", "rollback", "fall_back"]


class VersionState(StrEnum):
    """How far a version has come. What is not yet checked is a draft, and not kept.

    retired: it decided once, and can decide again.
    """

    CHECKED = "checked"
    SHADOW = "shadow"
    APPROVED = "approved"
    ACTIVE = "active"
    RETIRED = "retired"
    REFUSED = "refused"


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """What a member said of a version. digest: of what they read. actor: the credential that they used."""

    id: UUID
    version_id: UUID
    digest: bytes
    verdict: Verdict
    member_id: UUID
    actor: str
    reason: str
    decided_at: datetime


class RulesetVersion(msgspec.Struct, frozen=True, kw_only=True):
    """One immutable, checked version.

    id: None for the default that ships with the service, whose number is 0. digest: 32 bytes, as decisions and ledger
    entries name it. outcomes: all that it can give. facts: all that it reads. cost_us: of its worst case, as priced.
    author_member: whom the author's credential acted for. approvals: oldest first, refusals too.
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
    author_member: UUID | None
    state: VersionState
    approvals: tuple[Approval, ...]


class Ruleset(msgspec.Struct, frozen=True, kw_only=True):
    """The ruleset of a use case. active: the version that decides. active_since: None for the default."""

    use_case: str
    active: RulesetVersion
    active_since: datetime | None
    last_number: int


class RuleTestResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one case gave. expected, expected_notes: as the case says; without notes, they do not matter."""

    name: str
    passed: bool
    expected: str
    outcome: str
    expected_notes: tuple[str, ...]
    notes: tuple[str, ...]
    trace: tuple[Hit, ...]
    degraded: bool


class Activation(msgspec.Struct, frozen=True, kw_only=True):
    """A change of what decides. version_id, previous_version_id: None for the default, whose number is 0."""

    id: UUID
    use_case: str
    kind: Switch
    version_id: UUID | None
    version_number: int
    previous_version_id: UUID | None
    previous_version_number: int
    actor: str
    reason: str
    activated_at: datetime


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """A dry run: what a version would decide for given facts, and for the test cases of its use case; what is worth knowing of it."""

    outcomes: tuple[str, ...]
    facts: tuple[str, ...]
    cost_us: int
    results: tuple[RuleResult, ...]
    test_cases: tuple[RuleTestResult, ...] = ()
    findings: tuple[Finding, ...] = ()
