"""What a ticket is about, and who should have it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from inference.answering.kinds import (
    CLASSES,
    Answered,
    Classes,
    EventAnswer,
    Finding,
    ScoredRow,
    TellingVersion,
    ranked,
)
from inference.evidence import NONE
from payments.statement_facts import Ticket

CAUSES = (
    "payout_delayed", "refund_missing", "charged_twice", "debited_but_failed", "fraud_report", "login_problem",
    "kyc_pending", "card_blocked", "commission_difference", "invoice_dispute", "settlement_difference", "api_error",
    "webhook_missing", "fees_question", "account_closure", "how_to",
)  # fmt: skip
Route = Literal["l1", "l2", "finance"]
ROUTES: Mapping[str, Route] = {
    "payout_delayed": "l2", "refund_missing": "l1", "charged_twice": "finance", "debited_but_failed": "l2",
    "fraud_report": "l2", "login_problem": "l1", "kyc_pending": "l1", "card_blocked": "l1",
    "commission_difference": "finance", "invoice_dispute": "finance", "settlement_difference": "finance",
    "api_error": "l2", "webhook_missing": "l2", "fees_question": "finance", "account_closure": "l1", "how_to": "l1",
}  # fmt: skip
_URGENT = frozenset({"fraud_report", "debited_but_failed", "payout_delayed", "card_blocked"})
_UNSURE = 0.5
_OTHERS = 3
OTHERS = "(all others)"


class TicketCause(msgspec.Struct, frozen=True, kw_only=True):
    """One cause that the ticket may have. share: of the model's belief, 0 to 1."""

    cause: str
    share: float


class TicketTriageAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """probability: that the cause is right, calibrated, 0 to 1.

    root_cause: the cluster that the ticket belongs to.
    route: who should have it: l1, l2 or finance; l1 where the cause is not sure enough.
    urgent: whether money or access is at stake now.
    causes: the likeliest, the first is `root_cause`. What is about none of them has its share, too, and no name: shares of
    a ticket about something else are all small.
    """

    probability: float
    root_cause: str | None
    route: str | None
    urgent: bool | None
    causes: list[TicketCause]


def _answer(ticket: Ticket, at: datetime, rows: Sequence[ScoredRow]) -> Answered:
    del ticket, at
    return _told(rows[0], tempered=True)


def _by_version(ticket: Ticket, at: datetime, rows: Sequence[ScoredRow], version: TellingVersion) -> Answered:
    del ticket, at
    calibration = version.manifest.calibration
    return _told(rows[0], tempered=(calibration.slope, calibration.intercept) == (1.0, 0.0))


def _told(row: ScoredRow, *, tempered: bool) -> Answered:
    """tempered: the largest share is the probability itself; versions from before were calibrated beside their shares."""
    scores = row.heads[CLASSES].tolist()
    order = ranked(scores)
    cause = CAUSES[order[0]]
    shares = [round(scores[place], 4) for place in order[:_OTHERS]]
    if tempered:
        shares[0] = row.probability
    sure = row.probability >= _UNSURE
    route = ROUTES[cause] if sure else "l1"
    return Answered(
        TicketTriageAnswer(
            probability=row.probability,
            root_cause=cause,
            route=route,
            urgent=cause in _URGENT,
            causes=[
                TicketCause(cause=CAUSES[place], share=share)
                for place, share in zip(order[:_OTHERS], shares, strict=True)
            ],
        ),
        findings=(Finding(code=f"cause.{cause}"), Finding(code=f"route.{route}" if sure else "route.unsure")),
        chosen=order[0],
    )


def _of_classes(probability: float, found: Classes) -> Mapping[str, object]:
    """A version of a tenant's own has causes of its own; who should have them is known of ours alone."""
    cause = found.names[0]
    route = ROUTES.get(cause)
    return {
        "root_cause": cause,
        "route": "l1" if route is not None and probability < _UNSURE else route,
        "urgent": cause in _URGENT if cause in ROUTES else None,
        "causes": _shares_of(found),
    }


def _shares_of(found: Classes) -> list[TicketCause]:
    """The likeliest; of a version that knows what is about none of them, also what the others have together, and that."""
    if found.unknown is None:
        return [
            TicketCause(cause=name, share=round(share, 4))
            for name, share in zip(found.names[:_OTHERS], found.shares, strict=False)
        ]
    told = list(zip(found.names[:_OTHERS], found.shares, strict=False))
    if len(found.names) > _OTHERS:
        told.append((OTHERS, sum(found.shares[_OTHERS:])))
    return [TicketCause(cause=name, share=share) for name, share in (*told, (NONE, found.unknown))]


TICKET_TRIAGE = EventAnswer(TicketTriageAnswer, Ticket, _answer, told=_of_classes, by_version=_by_version)
