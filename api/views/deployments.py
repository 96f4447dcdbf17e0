"""Deployments and their comparisons as both faces show them."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from core.ids import public
from core.pages import Page
from inference.deployment_entities import Deploy, Deployment, Percent, SegmentName
from inference.experiments import ArmFigures, Comparison, Difference
from inference.guardrails import Guarded, Guardrails
from inference.routing import EndReason, Origin, Role

UseCaseName = Annotated[str, Meta(min_length=1, max_length=64)]


class DeployVersion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which version shall serve a use case from now on, and how.

    role: a champion decides; a challenger decides for a share of the customers and is compared; a shadow scores what was
    decided, after it was answered, and decides nothing.
    share_percent: of the customers, for a challenger (10 when not told) or a shadow (100 when not told). Who belongs to it is
    a stable hash of the customer; a greater share keeps everybody it had.
    segment: only for requests of this segment, as they declare it, or whose payment names it as its region.
    guardrails: of a challenger or a new champion: when it ends by itself.
    """

    use_case: UseCaseName
    version_id: Annotated[str, Meta(max_length=64)]
    role: Role = "champion"
    share_percent: Percent | None = None
    segment: SegmentName | None = None
    guardrails: Guardrails | None = None


class DeploymentView(msgspec.Struct, frozen=True, kw_only=True):
    """From when, until when, for whom, in which role and by whom a version serves a use case.

    segment: null for everybody. share_percent: of the customers. guardrails: of what is watched.
    replaces: the champion before, which a rollback brings back. origin: how it began.
    retired_at, ended_by, ended_reason: null while it serves; `guardrail` is the service's own doing.
    """

    id: str
    use_case: str
    version_id: str
    role: Role
    segment: str | None
    share_percent: int
    guardrails: Guardrails | None
    replaces: str | None
    origin: Origin
    created_at: datetime
    created_by: str
    retired_at: datetime | None
    ended_by: str | None
    ended_reason: EndReason | None


class DeploymentPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of deployments, newest first."""

    data: list[DeploymentView]
    has_more: bool
    next_after: str | None


class ArmView(msgspec.Struct, frozen=True, kw_only=True):
    """What one side did. deployment_id: null where the starter answers that nobody deployed.

    customers: each counts once, by the first decision about it; the rates are of these, but degraded_rate is of all decisions
    and slow_rate of all runs of the model. judged: how many of them have a truth by now. brier_score: mean squared error of
    their probabilities, lower is better. approved_event_rate: how many that were approved came true all the same.
    """

    deployment_id: str | None
    version_id: str
    decisions: int
    customers: int
    degraded_rate: float | None
    approve_rate: float | None
    review_rate: float | None
    decline_rate: float | None
    mean_probability: float | None
    mean_run_ms: float | None
    slow_rate: float | None
    judged: int
    brier_score: float | None
    approved_event_rate: float | None


class ComparisonView(msgspec.Struct, frozen=True, kw_only=True):
    """A challenger or a shadow beside its champion, as of now. It may be read at any time and as often as you like.

    level: of each interval, at all times at once. candidate: the challenger or the shadow. agreement: of a shadow, the part
    of events with the same outcome. passed_over: questions of the candidate's share that it did not get, because they lacked columns which it
    takes and the champion does not; the champion decided about them, and a shadow did not score them. differences: candidate minus champion. breached: whether a guardrail is beyond its limit.
    """

    deployment_id: str
    use_case: str
    role: Role
    since: datetime
    until: datetime
    level: float
    champion: ArmView
    candidate: ArmView
    agreement: float | None
    passed_over: int
    differences: list[Difference]
    guardrails: list[Guarded]
    breached: bool


def deploy_of(wanted: DeployVersion) -> Deploy:
    return Deploy(
        role=wanted.role,
        segment=wanted.segment,
        share_percent=wanted.share_percent,
        guardrails=wanted.guardrails,
    )


def deployment_view(deployment: Deployment) -> DeploymentView:
    fields = msgspec.structs.asdict(deployment)
    fields["id"] = public("dep", deployment.id)
    fields["version_id"] = public("ver", deployment.version_id)
    fields["replaces"] = None if deployment.replaces is None else public("dep", deployment.replaces)
    return DeploymentView(**fields)


def deployment_page(page: Page[Deployment]) -> DeploymentPage:
    return DeploymentPage(
        data=[deployment_view(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def comparison_view(comparison: Comparison) -> ComparisonView:
    fields = msgspec.structs.asdict(comparison)
    fields["deployment_id"] = public("dep", comparison.deployment_id)
    fields["champion"] = _arm_view(comparison.champion)
    fields["candidate"] = _arm_view(comparison.candidate)
    return ComparisonView(**fields)


def _arm_view(arm: ArmFigures) -> ArmView:
    fields = msgspec.structs.asdict(arm)
    fields["deployment_id"] = None if arm.deployment_id is None else public("dep", arm.deployment_id)
    fields["version_id"] = public("ver", arm.version_id)
    return ArmView(**fields)
