"""What a tenant, a gateway or a bank tells of a payout: that it is to be made, and each stage that it reached.

`created`, `approved`, `sent`, `at_bank` and `credited` follow each other; `credited` is what the use case payout-delay calls
`settled_at`. A payout ends as credited, failed or returned, and may be on hold in between.
"""

import re
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.errors import FieldError
from payments.checks import AHEAD_MAX, EARLIEST, problems_of_currency
from payments.fact_checks import problems_of
from payments.facts import AmountMinor, Currency, Description, Instant, Reference
from payments.payout_facts import Rail, Slug

BULK_MAX = 1_000
ROAD = ("created", "approved", "sent", "at_bank", "credited")
"""The stages in order. A payout may skip some: not every gateway tells when it is at the bank."""
Told = Literal["approved", "sent", "at_bank", "credited", "failed", "returned", "on_hold", "released"]
Stage = Literal["created", "approved", "sent", "at_bank", "credited", "failed", "returned"]
ENDS: frozenset[str] = frozenset({"credited", "failed", "returned"})
Source = Literal["tenant", "gateway", "bank"]
Document = Literal["kyc", "pan", "bank_account", "gstin"]
_NUMBER = re.compile(r"[0-9](?:[._-]?[0-9]){8}")


class NewPayout(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A payout that is to be made.

    id: your own id of it; sending it again changes nothing.
    payee_id: your own id of who is to be paid.
    amount_minor: minor units of the currency.
    currency: ISO 4217.
    method: the rail.
    bank: of the payee, as a slug.
    gateway: that it goes through, as a slug.
    created_at: when it was made.
    due_at: when the payee was promised the money.
    documents_missing: of the payee; it waits for these.
    account: the payee's account, in your own words; kept sealed.
    description: what it is for; kept sealed.
    """

    id: Reference
    payee_id: Reference
    amount_minor: AmountMinor
    currency: Currency
    method: Rail
    bank: Slug
    gateway: Slug | None = None
    created_at: Instant
    due_at: Instant | None = None
    documents_missing: Annotated[list[Document], Meta(max_length=4)] = []
    account: Reference | None = None
    description: Description | None = None


class PayoutEvent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something that happened to a payout: it reached a stage, was put on hold, or went on.

    payout_id: your own id of the payout.
    id: your own id of the event, or the gateway's; without one, the same words twice are one event.
    stage: what it reached; `on_hold` and `released` stand beside the stages.
    occurred_at: when; not before 2000 and not more than a day ahead.
    source: who says so.
    error_code: why it failed or was returned, as a slug.
    reference: the gateway's or the bank's own number of it, such as a UTR; kept sealed.
    """

    payout_id: Reference
    id: Reference | None = None
    stage: Told
    occurred_at: Instant
    source: Source = "tenant"
    error_code: Slug | None = None
    reference: Reference | None = None


def problems_of_payout(payout: NewPayout, now: datetime, path: str = "") -> list[FieldError]:
    """Name what the types cannot refuse. path: where the payout stands in the request."""
    found = problems_of_currency(payout.currency, path)
    found += _not_ahead(payout.created_at, now, _at(path, "created_at"))
    if payout.due_at is not None:
        if payout.due_at < payout.created_at:
            reason = "It is before `created_at`."
            found.append(FieldError(_at(path, "due_at"), reason, "Send when the money was promised."))
        found += [
            msgspec.structs.replace(each, field=_at(path, "due_at"))
            for each in problems_of(payout, now, "")
            if each.field == ".due_at"
        ]
    for field, slug in (("bank", payout.bank), ("gateway", payout.gateway)):
        if slug is not None and _NUMBER.search(slug):
            reason = "It holds a long number, and it is kept in clear."
            found.append(FieldError(_at(path, field), reason, "Send a slug, such as hdfc or upi-psp."))
    return found


def problems_of_event(event: PayoutEvent, now: datetime, path: str = "") -> list[FieldError]:
    found = _not_ahead(event.occurred_at, now, _at(path, "occurred_at"))
    code = event.error_code
    if code is not None and event.stage not in {"failed", "returned"}:
        reason = "Only what failed or was returned has one."
        found.append(FieldError(_at(path, "error_code"), reason, "Leave it out."))
    if code is not None and _NUMBER.search(code):
        reason = "It holds a long number, and it is kept in clear."
        found.append(FieldError(_at(path, "error_code"), reason, "Send a code, such as account_closed."))
    return found


def _not_ahead(at: datetime, now: datetime, field: str) -> list[FieldError]:
    if at < EARLIEST:
        return [FieldError(field, "It is before the year 2000.", "Send when it happened.")]
    if at > now + AHEAD_MAX:
        return [FieldError(field, "It is more than a day ahead.", "Send when it happened.")]
    return []


def _at(path: str, field: str) -> str:
    return f"{path}.{field}" if path else field
