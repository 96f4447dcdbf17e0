"""The life of a ruleset's version as both faces show it: approvals, differences, switches, shadows."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from api.views.rulesets import RulesetVersionView, ruleset_version_view
from core.ids import public
from core.pages import Page
from rules.diffs import RulesetDiff, Side
from rules.entities import Activation
from rules.entities import Reason as ChangeReason
from rules.shadowing import RulesetShadow
from tenants.approval_policy import ApprovalPolicy

VersionName = Annotated[str, Meta(max_length=64)]
DigestText = Annotated[str, Meta(min_length=64, max_length=64, pattern=r"^[0-9a-f]{64}$(?!\n)")]


class ApproveRulesetVersion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which content you vouch for, by the digest that the version shows, and why."""

    digest: DigestText
    reason: ChangeReason


class RefuseRulesetVersion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the version shall never decide."""

    reason: ChangeReason


class RollBackRuleset(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why what decided before shall decide again."""

    reason: ChangeReason


class StartRulesetShadow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which version shall rule beside the one that decides."""

    version_id: VersionName


class SetApprovalPolicy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether what decides here may change only with the approval of a second member, and why."""

    required: bool
    reason: ChangeReason


class RulesetActivation(msgspec.Struct, frozen=True, kw_only=True):
    """A change of what decides.

    kind: `fall_back` where the service itself returned to the last good version. version_id, previous_version_id: null for the
    default that ships with the service, whose number is 0.
    """

    id: str
    use_case: str
    kind: Literal["activate", "rollback", "fall_back"]
    version_id: str | None
    version_number: int
    previous_version_id: str | None
    previous_version_number: int
    actor: str
    reason: str
    activated_at: datetime


class RulesetActivationPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of activations, newest first."""

    data: list[RulesetActivation]
    has_more: bool
    next_after: str | None


class RulesetPartChange(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a node that changed.

    part: `row`, `cell`, `column`, `expression`, `statement`, or the name of a setting. row: of a table, from 1; of a removed one, in
    the version before. name: of the column, expression or statement. before, after: its text; null where there was or is none.
    """

    part: str
    what: Literal["added", "removed", "changed", "moved"]
    row: int | None
    name: str | None
    before: str | None
    after: str | None


class RulesetNodeChange(msgspec.Struct, frozen=True, kw_only=True):
    """A node that is not the same in both; without changes of its own where it was added or removed as a whole."""

    node_id: str
    name: str
    type: str
    what: Literal["added", "removed", "changed", "moved"]
    changes: list[RulesetPartChange]


class RulesetEdgeChange(msgspec.Struct, frozen=True, kw_only=True):
    """A way between two nodes, by their names. handle: of a switch, the statement that leads there."""

    what: Literal["added", "removed", "changed", "moved"]
    source: str
    target: str
    handle: str | None


class RulesetSide(msgspec.Struct, frozen=True, kw_only=True):
    """A version that is compared. id: null for the default that ships with the service, whose number is 0."""

    id: str | None
    number: int
    digest: str


class RulesetDiffView(msgspec.Struct, frozen=True, kw_only=True):
    """What a version changes. same: both decide the same, by their digests. more: changes left out, beyond 2,000 of a node."""

    before: RulesetSide
    after: RulesetSide
    same: bool
    fallback_before: str
    fallback_after: str
    nodes: list[RulesetNodeChange]
    edges: list[RulesetEdgeChange]
    more: int


class RulesetShadowChange(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions that had one outcome and would have had another, or the same.

    currency, amount_minor: of the payments they were about; null where there was none.
    """

    was: str
    would_be: str
    decisions: int
    currency: str | None
    amount_minor: int | None


class RulesetShadowHour(msgspec.Struct, frozen=True, kw_only=True):
    """An hour of it. failed: decisions for which the version had its fallback alone."""

    hour: datetime
    decisions: int
    changed: int
    failed: int


class RulesetShadowView(msgspec.Struct, frozen=True, kw_only=True):
    """What a version would have decided beside the one that does.

    since: null when it is in the shadow no more; its counts stay. decisions: that it saw. changed: to which it would have given
    another outcome. failed: for which it had its fallback alone. hours: newest first, 168 at most.
    """

    use_case: str
    version: RulesetVersionView
    since: datetime | None
    decisions: int
    changed: int
    failed: int
    changes: list[RulesetShadowChange]
    hours: list[RulesetShadowHour]


class ApprovalPolicyView(msgspec.Struct, frozen=True, kw_only=True):
    """Whether what decides in this environment may change only with the approval of a second member.

    set_by, reason, set_at: null while it is as it came: required in live environments, and not in sandboxes.
    """

    required: bool
    set_by: str | None
    reason: str | None
    set_at: datetime | None


def activation_page(page: Page[Activation]) -> RulesetActivationPage:
    data = [_activation(each) for each in page.data]
    return RulesetActivationPage(data=data, has_more=page.has_more, next_after=page.next_after)


def _activation(made: Activation) -> RulesetActivation:
    return RulesetActivation(
        id=public("rsa", made.id),
        use_case=made.use_case,
        kind=made.kind,
        version_id=None if made.version_id is None else public("rsv", made.version_id),
        version_number=made.version_number,
        previous_version_id=None
        if made.previous_version_id is None
        else public("rsv", made.previous_version_id),
        previous_version_number=made.previous_version_number,
        actor=made.actor,
        reason=made.reason,
        activated_at=made.activated_at,
    )


def diff_view(diff: RulesetDiff) -> RulesetDiffView:
    return RulesetDiffView(
        before=_side(diff.before),
        after=_side(diff.after),
        same=diff.same,
        fallback_before=diff.fallback_before,
        fallback_after=diff.fallback_after,
        nodes=[msgspec.convert(each, RulesetNodeChange, from_attributes=True) for each in diff.nodes],
        edges=[msgspec.convert(each, RulesetEdgeChange, from_attributes=True) for each in diff.edges],
        more=diff.more,
    )


def _side(side: Side) -> RulesetSide:
    name = None if side.id is None else public("rsv", side.id)
    return RulesetSide(id=name, number=side.number, digest=side.digest.hex())


def shadow_view(shadow: RulesetShadow) -> RulesetShadowView:
    return RulesetShadowView(
        use_case=shadow.use_case,
        version=ruleset_version_view(shadow.version),
        since=shadow.since,
        decisions=shadow.decisions,
        changed=shadow.changed,
        failed=shadow.failed,
        changes=[msgspec.convert(each, RulesetShadowChange, from_attributes=True) for each in shadow.changes],
        hours=[msgspec.convert(each, RulesetShadowHour, from_attributes=True) for each in shadow.hours],
    )


def approval_policy_view(policy: ApprovalPolicy) -> ApprovalPolicyView:
    return msgspec.convert(policy, ApprovalPolicyView, from_attributes=True)
