"""Releases as both faces show them."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from api.views.deployments import ComparisonView, comparison_view
from api.views.ruleset_life import (
    DigestText,
    RulesetDiffView,
    RulesetShadowView,
    diff_view,
    shadow_view,
)
from core.ids import parse, public
from core.pages import Page
from inference.releases.entities import (
    PREFIX,
    NewRelease,
    Release,
    ReleaseApproval,
    ReleaseDiff,
    ReleaseShadow,
    ReleaseSide,
    ReleaseSwitch,
    Thresholds,
)
from inference.releases.releases import SWITCH_PREFIX
from rules.entities import Reason

State = Literal["checked", "shadow", "approved", "active", "retired", "refused"]
PartName = Annotated[str, Meta(min_length=1, max_length=64)]


class CreateRelease(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shall move together.

    version_id: of a model; null for the one that answers now. ruleset_version_id: null for the default that ships with the service.
    thresholds: numbers that the ruleset names (expressions whose whole value is one number) and that shall have another value than
    in it; they make a version of the ruleset, which is kept with the release. reason: why, for those who read the history.
    """

    use_case: PartName
    version_id: PartName | None = None
    ruleset_version_id: PartName | None = None
    thresholds: Thresholds = {}
    reason: Reason


class ApproveRelease(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which content you vouch for, by the digest that the release shows, and why."""

    digest: DigestText
    reason: Reason


class RefuseRelease(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the release shall never decide."""

    reason: Reason


class ActivateRelease(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the release shall decide from now on."""

    reason: Reason


class RollBackRelease(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why what decided before the release shall decide again."""

    reason: Reason


class PromoteRelease(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the release of the sandbox shall come to live."""

    reason: Reason


class ReleaseApprovalView(msgspec.Struct, frozen=True, kw_only=True):
    """What a member said of a release. digest: of what they read. actor: the credential that they used."""

    id: str
    verdict: Literal["approve", "refuse"]
    member_id: str
    digest: str
    actor: str
    reason: str
    decided_at: datetime


class ReleaseView(msgspec.Struct, frozen=True, kw_only=True):
    """One immutable release.

    digest: SHA-256, in hexadecimal, over the RFC 8785 form of `{"model": …, "rules": …, "thresholds": …, "use_case": …}`; a copy in
    another environment has the same. model_digest, ruleset_digest: as decisions name them. ruleset_version_id: null for the default;
    where thresholds were set, the version that was made for them. thresholds: every number that the ruleset names. state: `checked`,
    `shadow`, `approved`, `active`, `retired` (it has decided) or `refused`. author_member: whom the author's credential acted for.
    promoted_from: the release of the sandbox that it is a copy of. approvals: oldest first.
    """

    id: str
    use_case: str
    number: int
    digest: str
    version_id: str
    model_digest: str
    ruleset_version_id: str | None
    ruleset_digest: str
    thresholds: dict[str, float]
    state: State
    author: str
    author_member: str | None
    reason: str
    created_at: datetime
    promoted_from: str | None
    approvals: list[ReleaseApprovalView]


class ReleasePage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of releases, newest first."""

    data: list[ReleaseView]
    has_more: bool
    next_after: str | None


class ReleaseShadowView(msgspec.Struct, frozen=True, kw_only=True):
    """What a release would have done beside what decides, now or while it was there.

    model: its version beside the one that answers; null where it answers already. rules: its ruleset beside the one that decides,
    on the score of the version that answers; null where it decides already, and for the default.
    """

    release: ReleaseView
    since: datetime
    model: ComparisonView | None
    rules: RulesetShadowView | None


class ReleaseSideView(msgspec.Struct, frozen=True, kw_only=True):
    """One of two that are compared. release_id: null for what decides now. name, model_digest: of the version."""

    release_id: str | None
    version_id: str
    name: str
    model_digest: str


class ReleaseMetricView(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of the cards of both versions; null where a card has none."""

    name: str
    before: float | None
    after: float | None


class ThresholdChangeView(msgspec.Struct, frozen=True, kw_only=True):
    """A number that differs; null where the ruleset does not name it."""

    name: str
    before: float | None
    after: float | None


class ReleaseDiffView(msgspec.Struct, frozen=True, kw_only=True):
    """What a release changes. same_model: by digest. metrics: the figures of both cards. thresholds: those that differ. rules: by node,
    row and cell."""

    before: ReleaseSideView
    after: ReleaseSideView
    same_model: bool
    metrics: list[ReleaseMetricView]
    thresholds: list[ThresholdChangeView]
    rules: RulesetDiffView


class ReleaseSwitchView(msgspec.Struct, frozen=True, kw_only=True):
    """A change of what is in force. release_id, previous_release_id: null where no release was."""

    id: str
    use_case: str
    kind: Literal["activate", "rollback"]
    release_id: str | None
    previous_release_id: str | None
    actor: str
    reason: str
    switched_at: datetime


class ReleaseSwitchPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of what was in force, newest first."""

    data: list[ReleaseSwitchView]
    has_more: bool
    next_after: str | None


def new_release(wanted: CreateRelease) -> NewRelease:
    return NewRelease(
        use_case=wanted.use_case,
        version_id=None if wanted.version_id is None else parse("ver", wanted.version_id),
        ruleset_version_id=None
        if wanted.ruleset_version_id is None
        else parse("rsv", wanted.ruleset_version_id),
        thresholds=wanted.thresholds,
        reason=wanted.reason,
    )


def release_view(release: Release) -> ReleaseView:
    ruleset, member, source = release.ruleset_version_id, release.author_member, release.promoted_from
    return ReleaseView(
        id=public(PREFIX, release.id),
        use_case=release.use_case,
        number=release.number,
        digest=release.digest.hex(),
        version_id=public("ver", release.version_id),
        model_digest=release.model_digest.hex(),
        ruleset_version_id=None if ruleset is None else public("rsv", ruleset),
        ruleset_digest=release.rules_digest.hex(),
        thresholds=dict(release.thresholds),
        state=release.state.value,
        author=release.author,
        author_member=None if member is None else public("mbr", member),
        reason=release.reason,
        created_at=release.created_at,
        promoted_from=None if source is None else public(PREFIX, source),
        approvals=[_approval(each) for each in release.approvals],
    )


def release_page(page: Page[Release]) -> ReleasePage:
    data = [release_view(each) for each in page.data]
    return ReleasePage(data=data, has_more=page.has_more, next_after=page.next_after)


def release_shadow_view(shadow: ReleaseShadow) -> ReleaseShadowView:
    return ReleaseShadowView(
        release=release_view(shadow.release),
        since=shadow.since,
        model=None if shadow.model is None else comparison_view(shadow.model),
        rules=None if shadow.rules is None else shadow_view(shadow.rules),
    )


def release_diff_view(diff: ReleaseDiff) -> ReleaseDiffView:
    return ReleaseDiffView(
        before=_side(diff.before),
        after=_side(diff.after),
        same_model=diff.same_model,
        metrics=[msgspec.convert(each, ReleaseMetricView, from_attributes=True) for each in diff.metrics],
        thresholds=[
            msgspec.convert(each, ThresholdChangeView, from_attributes=True) for each in diff.thresholds
        ],
        rules=diff_view(diff.rules),
    )


def release_switch_page(page: Page[ReleaseSwitch]) -> ReleaseSwitchPage:
    data = [_switch(each) for each in page.data]
    return ReleaseSwitchPage(data=data, has_more=page.has_more, next_after=page.next_after)


def _approval(said: ReleaseApproval) -> ReleaseApprovalView:
    return ReleaseApprovalView(
        id=public("apr", said.id),
        verdict=said.verdict,
        member_id=public("mbr", said.member_id),
        digest=said.digest.hex(),
        actor=said.actor,
        reason=said.reason,
        decided_at=said.decided_at,
    )


def _side(side: ReleaseSide) -> ReleaseSideView:
    return ReleaseSideView(
        release_id=None if side.release_id is None else public(PREFIX, side.release_id),
        version_id=public("ver", side.version_id),
        name=side.name,
        model_digest=side.digest.hex(),
    )


def _switch(made: ReleaseSwitch) -> ReleaseSwitchView:
    now, before = made.release_id, made.previous_release_id
    return ReleaseSwitchView(
        id=public(SWITCH_PREFIX, made.id),
        use_case=made.use_case,
        kind=made.kind,
        release_id=None if now is None else public(PREFIX, now),
        previous_release_id=None if before is None else public(PREFIX, before),
        actor=made.actor,
        reason=made.reason,
        switched_at=made.switched_at,
    )
