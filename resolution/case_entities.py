"""Cases: a decision, a payout or an alert that waits for a person, the queues they wait in, and what came of them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, InvalidRequest, PlatformError

QUEUES_MAX = 200
EVIDENCE_MAX = 50
COMMENT_CHARS_MAX = 4_000

Priority = Literal["low", "normal", "high", "urgent"]
PRIORITIES: tuple[Priority, ...] = ("low", "normal", "high", "urgent")
CaseState = Literal["open", "assigned", "waiting", "to_approve", "closed"]
"""waiting: for somebody outside; its clock stands still. to_approve: a result waits for a second member."""

QueueName = Annotated[str, Meta(min_length=1, max_length=48, pattern=r"^[a-z][a-z0-9-]*$(?!\n)")]
Skill = Annotated[str, Meta(min_length=1, max_length=48, pattern=r"^[a-z][a-z0-9_-]*$(?!\n)")]
Result = Annotated[str, Meta(min_length=1, max_length=48, pattern=r"^[a-z][a-z0-9_]*$(?!\n)")]
PublicId = Annotated[str, Meta(min_length=5, max_length=64, pattern=r"^[a-z]{2,4}_[0-9a-z]+$(?!\n)")]
Minutes = Annotated[int, Meta(ge=1, le=525_600)]
Title = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$(?!\n)")]
Comment = Annotated[str, Meta(min_length=1, max_length=COMMENT_CHARS_MAX)]


class SlaMinutes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From opening until a result, by priority, the time spent in `waiting` left out."""

    low: Minutes = 5 * 24 * 60
    normal: Minutes = 2 * 24 * 60
    high: Minutes = 8 * 60
    urgent: Minutes = 60


class QueueSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """team: who works it off, in the tenant's words. approval: whether a second member has to agree with each result.

    results: those that may be given; empty allows any.
    """

    team: Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$(?!\n)")]
    sla_minutes: SlaMinutes = SlaMinutes()
    approval: bool = False
    results: Annotated[list[Result], Meta(max_length=32)] = []


class CaseQueue(msgspec.Struct, frozen=True, kw_only=True):
    """open: cases that are not closed. overdue: of those, past their time."""

    name: str
    settings: QueueSettings
    open: int
    overdue: int


class OpenCase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """title: kept encrypted. subject: the public id that it is about. skill: only for who has it.

    evidence: public ids of decisions, payouts, payments, alerts and entries that speak for or against.
    """

    queue: QueueName
    title: Title
    subject: PublicId | None = None
    priority: Priority = "normal"
    skill: Skill | None = None
    evidence: Annotated[list[PublicId], Meta(max_length=EVIDENCE_MAX)] = []


class CaseResult(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What came of it. happened, label: the truth about the decisions among its evidence, which becomes their feedback."""

    result: Result
    happened: bool | None = None
    label: Annotated[str, Meta(min_length=1, max_length=256)] | None = None
    comment: Comment | None = None


class MoveCase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changes; what is left out stays. waiting: whether it waits for somebody outside, which stops its clock.

    evidence: what joins the evidence that is there, by public ids.
    """

    queue: QueueName | None = None
    priority: Priority | None = None
    assignee: PublicId | None = None
    waiting: bool | None = None
    comment: Comment | None = None
    evidence: Annotated[list[PublicId], Meta(max_length=EVIDENCE_MAX)] = []


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """due_at: when its time is up; None while it waits and once it is closed. overdue: whether it was not done in time.

    title, proposed: None once the customer that it is about was erased. proposed: the result that waits for a second
    member. closed_by: who agreed last.
    """

    id: UUID
    queue: str
    title: str | None
    subject: str | None
    priority: Priority
    skill: str | None
    state: CaseState
    assignee: str | None
    evidence: list[str]
    alert_id: UUID | None
    opened_by: str
    opened_at: datetime
    due_at: datetime | None
    overdue: bool
    proposed: CaseResult | None
    proposed_by: str | None
    result: str | None
    closed_by: str | None
    closed_at: datetime | None


class CaseStep(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a case's history. what: opened, assigned, moved, commented, evidence, waiting, resumed, proposed, refused, closed."""

    id: UUID
    at: datetime
    actor: str
    what: str
    value: str | None
    comment: str | None


class CaseNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "case_not_found"
    fix = "Use the id that the case was listed with, in the environment that opened it."


class QueueNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "case_queue_not_found"
    fix = "Make the queue first (PUT /api/v1/case-queues/{name}), or name one of GET /api/v1/case-queues."


class CaseClosed(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "case_closed"
    fix = "Open another case, and name this one in its evidence."


class CaseNotProposed(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "case_not_proposed"
    fix = "Close it with a result first; where its queue asks for a second member, that one approves."


class SecondMemberNeeded(PlatformError):
    kind = ErrorKind.FORBIDDEN
    code = "second_member_needed"
    fix = "Let another member approve, with that member's own credential."


class CaseRefused(InvalidRequest):
    code = "case_refused"
    fix = "Correct the named fields and send the request again; nothing was changed."
