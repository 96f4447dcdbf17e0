"""What a deployment is, what is asked of one, and why it may be refused."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, PlatformError
from inference.deployment_store import DeploymentRow
from inference.guardrails import Guardrails
from inference.routing import EVERYBODY, EndReason, Origin, Role

CHALLENGER_PERCENT = 10
"""The share of a challenger that names none."""

Percent = Annotated[int, Meta(ge=0, le=100)]
SegmentName = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$(?!\n)")]
"""As requests declare it: the `segment` of a question, else the region of its payment."""


class DeploymentNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "deployment_not_found"
    fix = "List the deployments of this environment to see which there are."


class DeploymentEnded(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "deployment_ended"
    fix = "List the deployments; the ones without `retired_at` serve."


class ChallengerRunning(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "challenger_running"
    fix = "Promote or end the challenger that is running first: two at once could not be told apart."


class ChampionNeeded(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "champion_needed"
    fix = "Deploy a champion for this segment first, or roll back instead of ending the one that answers everybody."


class NotAChampion(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "not_a_champion"
    fix = "End a challenger or a shadow; roll back the champion."


class InputsDiffer(PlatformError):
    kind = ErrorKind.INVALID
    code = "inputs_differ"
    fix = "Try a version that takes what the champion takes: the same facts, or columns of which those that both have are of the same kind."


class Deploy(msgspec.Struct, frozen=True, kw_only=True):
    """How a version shall serve. segment: None for everybody. share_percent: None for the role's own default."""

    role: Role = "champion"
    segment: SegmentName | None = None
    share_percent: Percent | None = None
    guardrails: Guardrails | None = None


class Deployment(msgspec.Struct, frozen=True, kw_only=True):
    """From when, until when, for whom and in which role a version serves a use case.

    replaces: the champion that answered before. origin: how it began. ended_reason: why it no longer serves.
    """

    id: UUID
    use_case: str
    version_id: UUID
    role: Role
    segment: str | None
    share_percent: int
    guardrails: Guardrails | None
    replaces: UUID | None
    origin: Origin
    created_at: datetime
    created_by: str
    retired_at: datetime | None
    ended_by: str | None
    ended_reason: EndReason | None


def deployment_of(row: DeploymentRow) -> Deployment:
    return Deployment(
        id=row.id,
        use_case=row.use_case,
        version_id=row.version_id,
        role=row.role,
        segment=row.segment or None,
        share_percent=row.share_percent,
        guardrails=guardrails_of(row) if row.role == "challenger" or is_watched(row) else None,
        replaces=row.replaces,
        origin=row.origin,
        created_at=row.created_at,
        created_by=row.created_by,
        retired_at=row.retired_at,
        ended_by=row.ended_by,
        ended_reason=row.ended_reason,
    )


def is_watched(row: DeploymentRow) -> bool:
    """Say whether a champion is compared with the one before: not one that was brought back, or a segment's first."""
    took_a_place = row.replaces is not None or row.segment == EVERYBODY
    return row.role == "champion" and row.origin != "rolled_back" and took_a_place


def guardrails_of(row: DeploymentRow) -> Guardrails:
    return msgspec.json.decode(row.guardrails, type=Guardrails)
