"""What a gateway's webhook says, in our words: the event, what it is about, and the stage that a payout reached by it.

Unknown events are facts too: they are kept and told by their type, and move nothing.
"""

import datetime as dt
import re
from typing import Literal

import msgspec

from resolution.connectors.presets import WebhookScheme

PayoutStage = Literal["sent", "at_bank", "credited", "failed", "returned"]
_RAZORPAY: dict[str, PayoutStage] = {
    "payout.initiated": "sent",
    "payout.processed": "credited",
    "payout.failed": "failed",
    "payout.rejected": "failed",
    "payout.reversed": "returned",
}
_STRIPE: dict[str, PayoutStage] = {
    "payout.created": "sent",
    "payout.paid": "credited",
    "payout.failed": "failed",
    "payout.canceled": "failed",
}
_TYPE = re.compile(r"[a-z][a-z0-9_.]{0,63}")
_REFERENCE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NOT_SLUG = re.compile(r"[^a-z0-9_-]+")
_MINOR_MAX = 10**15


class GatewayFact(msgspec.Struct, frozen=True, kw_only=True):
    """key: the gateway's own name of the event, or nothing where it signs none. own_id: the tenant's id, as it gave it to the gateway.

    reference: the gateway's id of what the event is about. stage: of a payout.
    """

    gateway: WebhookScheme
    key: str
    type: str
    reference: str | None
    own_id: str | None
    amount_minor: int | None
    currency: str | None
    code: str | None
    stage: PayoutStage | None
    occurred_at: dt.datetime


class FactRefused(ValueError):
    """Signed, but no event."""


def fact_of(gateway: WebhookScheme, body: bytes) -> GatewayFact:
    """Read a webhook. Raises: FactRefused."""
    try:
        document = msgspec.json.decode(body, type=dict[str, object])
        return _of_razorpay(document) if gateway == "razorpay" else _of_stripe(document)
    except (msgspec.DecodeError, ValueError, OverflowError) as error:
        raise FactRefused("no event") from error


def _of_razorpay(document: dict[str, object]) -> GatewayFact:
    kind = _kind(document.get("event"))
    about = _object(_object(document.get("payload")).get(kind.partition(".")[0])).get("entity")
    entity = _object(about)
    details = _object(entity.get("status_details"))
    return GatewayFact(
        gateway="razorpay",
        key="",
        type=kind,
        reference=_reference(entity.get("id")),
        own_id=_text(entity.get("reference_id")) or _text(_object(entity.get("notes")).get("payout_id")),
        amount_minor=_amount(entity.get("amount")),
        currency=_currency(entity.get("currency")),
        code=_slug(details.get("reason") or entity.get("error_code") or entity.get("failure_reason")),
        stage=_RAZORPAY.get(kind),
        occurred_at=_time(document.get("created_at")),
    )


def _of_stripe(document: dict[str, object]) -> GatewayFact:
    kind = _kind(document.get("type"))
    entity = _object(_object(document.get("data")).get("object"))
    key = _text(document.get("id"))
    if not key:
        raise FactRefused("no id")
    return GatewayFact(
        gateway="stripe",
        key=key,
        type=kind,
        reference=_reference(entity.get("id")),
        own_id=_text(_object(entity.get("metadata")).get("payout_id")),
        amount_minor=_amount(entity.get("amount")),
        currency=_currency(entity.get("currency")),
        code=_slug(entity.get("failure_code")),
        stage=_STRIPE.get(kind),
        occurred_at=_time(document.get("created")),
    )


def _object(value: object) -> dict[str, object]:
    return {str(name): each for name, each in value.items()} if isinstance(value, dict) else {}


def _kind(value: object) -> str:
    if not isinstance(value, str) or not _TYPE.fullmatch(value):
        raise FactRefused("no type")
    return value


def _reference(value: object) -> str | None:
    return value if isinstance(value, str) and _REFERENCE.fullmatch(value) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= 128 else None


def _amount(value: object) -> int | None:
    known = isinstance(value, int) and not isinstance(value, bool) and 0 < value < _MINOR_MAX
    return value if known and isinstance(value, int) else None


def _currency(value: object) -> str | None:
    known = isinstance(value, str) and value.isascii() and value.isalpha() and len(value) == 3
    return value.upper() if known and isinstance(value, str) else None


def _slug(value: object) -> str | None:
    """A code of the gateway as we write codes: no sentence, and no long number in it."""
    if not isinstance(value, str):
        return None
    slug = _NOT_SLUG.sub("_", value.lower()).strip("_-")[:40]
    return slug if slug and not re.search(r"[0-9](?:[._-]?[0-9]){8}", slug) else None


def _time(value: object) -> dt.datetime:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10**11:
        raise FactRefused("no time")
    return dt.datetime.fromtimestamp(value, dt.UTC)
