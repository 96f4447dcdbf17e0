"""What a gateway's webhook says, in our words: the event, what it is about, the stage of a payout, the result of an attempt.

Unknown events are facts too: they are kept and told by their type, and move nothing.
"""

import datetime as dt
from typing import Literal

import msgspec

from resolution.connectors.gateway_values import (
    FactRefused,
    amount_of,
    currency_of,
    kind_of,
    object_of,
    reference_of,
    slug_of,
    text_of,
    time_of,
)
from resolution.connectors.payment_facts import PaymentTold, of_razorpay, of_stripe
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


class GatewayFact(msgspec.Struct, frozen=True, kw_only=True):
    """key: the gateway's own name of the event, or nothing where it signs none. own_id: the tenant's id, as it gave it to the gateway.

    reference: the gateway's id of what the event is about. stage: of a payout. payment: of an attempt at one.
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
    payment: PaymentTold | None
    occurred_at: dt.datetime


def fact_of(gateway: WebhookScheme, body: bytes) -> GatewayFact:
    """Read a webhook. Raises: FactRefused."""
    try:
        document = msgspec.json.decode(body, type=dict[str, object])
        return _of_razorpay(document) if gateway == "razorpay" else _of_stripe(document)
    except (msgspec.DecodeError, ValueError, OverflowError) as error:
        raise FactRefused("no event") from error


def _of_razorpay(document: dict[str, object]) -> GatewayFact:
    kind = kind_of(document.get("event"))
    about = object_of(object_of(document.get("payload")).get(kind.partition(".")[0])).get("entity")
    entity = object_of(about)
    details = object_of(entity.get("status_details"))
    return GatewayFact(
        gateway="razorpay",
        key="",
        type=kind,
        reference=reference_of(entity.get("id")),
        own_id=text_of(entity.get("reference_id"))
        or text_of(object_of(entity.get("notes")).get("payout_id")),
        amount_minor=amount_of(entity.get("amount")),
        currency=currency_of(entity.get("currency")),
        code=slug_of(
            details.get("reason")
            or entity.get("error_reason")
            or entity.get("error_code")
            or entity.get("failure_reason")
        ),
        stage=_RAZORPAY.get(kind),
        payment=of_razorpay(kind, entity),
        occurred_at=time_of(document.get("created_at")),
    )


def _of_stripe(document: dict[str, object]) -> GatewayFact:
    kind = kind_of(document.get("type"))
    entity = object_of(object_of(document.get("data")).get("object"))
    key = text_of(document.get("id"))
    if not key:
        raise FactRefused("no id")
    return GatewayFact(
        gateway="stripe",
        key=key,
        type=kind,
        reference=reference_of(entity.get("id")),
        own_id=text_of(object_of(entity.get("metadata")).get("payout_id")),
        amount_minor=amount_of(entity.get("amount")),
        currency=currency_of(entity.get("currency")),
        code=slug_of(entity.get("failure_code") or object_of(entity.get("last_payment_error")).get("code")),
        stage=_STRIPE.get(kind),
        payment=of_stripe(kind, entity, key),
        occurred_at=time_of(document.get("created")),
    )
