"""What a release is, what is said of one, and why it may be refused."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, PlatformError
from inference.experiments import Comparison
from rules.diffs import RulesetDiff
from rules.entities import Reason, Verdict
from rules.shadowing import RulesetShadow
from rules.thresholds import LARGEST, THRESHOLDS_MAX

PREFIX = "rel"
ThresholdName = Annotated[str, Meta(min_length=1, max_length=64)]
Threshold = Annotated[float, Meta(ge=-LARGEST, le=LARGEST)]
Thresholds: TypeAlias = Annotated[dict[ThresholdName, Threshold], Meta(max_length=THRESHOLDS_MAX)]
SwitchKind: TypeAlias = Literal["activate", "rollback"]


class ReleaseNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "release_not_found"
    fix = "List the releases of this environment. One of the sandbox is promoted by a member, with a credential of the live environment."


class ReleaseDoesNotFit(PlatformError):
    """Its parts do not go together here; `fields` names what is missing."""

    kind = ErrorKind.INVALID
    code = "release_does_not_fit"
    fix = "Add what is missing to this environment, or make a release of parts that go together."


class ReleaseNotApproved(PlatformError):
    """What decides here waits for a second member; `fix` says who may approve."""

    kind = ErrorKind.PRECONDITION
    code = "release_not_approved"
    fix = "Ask a member who may approve, other than its author."


class ReleaseRefused(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "release_refused"
    fix = "Make the release again: the same parts make another one, which can be approved."


class ReleaseUsed(PlatformError):
    """It decides, or has decided: there is nothing left to refuse."""

    kind = ErrorKind.PRECONDITION
    code = "release_used"
    fix = "Roll it back, or activate another release."


class ReleaseDigestDiffers(PlatformError):
    kind = ErrorKind.INVALID
    code = "release_digest_differs"
    fix = "Read the release again, and approve what it says, with its digest."


class ReleaseOutdated(PlatformError):
    """It names a default that this installation ships no more."""

    kind = ErrorKind.PRECONDITION
    code = "release_outdated"
    fix = (
        "Make a release anew: the default ruleset that it names came with an earlier version of the service."
    )


class ReleaseNotActive(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "release_not_active"
    fix = "Roll back the release whose state is `active`."


class ReleaseSuperseded(PlatformError):
    """A part that it switched to was changed by itself since."""

    kind = ErrorKind.PRECONDITION
    code = "release_superseded"
    fix = "Roll back the deployment and the ruleset by themselves, or activate the release that shall decide."


class ReleaseShadowNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "release_shadow_not_found"
    fix = "Put the release into the shadow first."


class ReleaseState(StrEnum):
    """How far a release has come. retired: it decided once, as a whole, and can again."""

    CHECKED = "checked"
    SHADOW = "shadow"
    APPROVED = "approved"
    ACTIVE = "active"
    RETIRED = "retired"
    REFUSED = "refused"


class NewRelease(msgspec.Struct, frozen=True, kw_only=True):
    """What shall move together. version_id: None for what answers now. ruleset_version_id: None for the default that ships with
    the service. thresholds: those that shall have another value than the ruleset's own."""

    use_case: str
    version_id: UUID | None
    ruleset_version_id: UUID | None
    thresholds: Mapping[str, float]
    reason: Reason


class ReleaseApproval(msgspec.Struct, frozen=True, kw_only=True):
    """What a member said of a release. digest: of what they read."""

    id: UUID
    release_id: UUID
    digest: bytes
    verdict: Verdict
    member_id: UUID
    actor: str
    reason: str
    decided_at: datetime


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """One immutable release.

    digest: of its content alone, so that a copy in another environment has the same. ruleset_version_id: None for the default;
    with thresholds of its own it is a version made for them. thresholds: every number that the ruleset names.
    """

    id: UUID
    use_case: str
    number: int
    digest: bytes
    version_id: UUID
    model_digest: bytes
    ruleset_version_id: UUID | None
    rules_digest: bytes
    thresholds: Mapping[str, float]
    author: str
    author_member: UUID | None
    reason: str
    created_at: datetime
    promoted_from: UUID | None
    state: ReleaseState
    approvals: tuple[ReleaseApproval, ...]


class ReleaseShadow(msgspec.Struct, frozen=True, kw_only=True):
    """What a release would have done beside what decides. model, rules: None where that part decides already."""

    release: Release
    since: datetime
    model: Comparison | None
    rules: RulesetShadow | None


class ReleaseSide(msgspec.Struct, frozen=True, kw_only=True):
    """One of two that are compared. release_id: None for what decides now."""

    release_id: UUID | None
    version_id: UUID
    name: str
    digest: bytes


class ReleaseMetric(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of the cards of both versions. None where a card has none."""

    name: str
    before: float | None
    after: float | None


class ThresholdChange(msgspec.Struct, frozen=True, kw_only=True):
    """A number that rules name. None where the ruleset does not name it."""

    name: str
    before: float | None
    after: float | None


class ReleaseDiff(msgspec.Struct, frozen=True, kw_only=True):
    """What a release changes. same_model: by digest. thresholds: those that differ. metrics: all, those of the cards."""

    before: ReleaseSide
    after: ReleaseSide
    same_model: bool
    metrics: tuple[ReleaseMetric, ...]
    thresholds: tuple[ThresholdChange, ...]
    rules: RulesetDiff


class ReleaseSwitch(msgspec.Struct, frozen=True, kw_only=True):
    """A change of what is in force. release_id, previous_release_id: None where no release was."""

    id: UUID
    use_case: str
    kind: SwitchKind
    release_id: UUID | None
    previous_release_id: UUID | None
    actor: str
    reason: str
    switched_at: datetime
