"""What gateways' webhooks say of payments, as the result of one try: who failed, by a code of the catalogue where there is one.

Sources: Razorpay's payment events and their error parameters, source among them (razorpay.com/docs/webhooks/payments,
razorpay.com/docs/errors/payments/payment-methods-error-parameters); Stripe's events of payment intents and charges and its decline
codes (docs.stripe.com/api/events/types, docs.stripe.com/declines/codes). Names, addresses and numbers of payers are not read.
"""

import datetime as dt
from collections.abc import Mapping

import msgspec

from payments.attempts.facts import Result
from payments.attempts.failure_codes import FAILURE_KINDS, Cause
from payments.facts import Method
from resolution.connectors.gateway_values import (
    FactRefused,
    amount_of,
    object_of,
    reference_of,
    slug_of,
    text_of,
    time_of,
)

_RAZORPAY: dict[str, Result] = {
    "payment.authorized": "pending",
    "payment.captured": "succeeded",
    "payment.failed": "failed",
}
_STRIPE: dict[str, Result] = {
    "payment_intent.processing": "pending",
    "payment_intent.amount_capturable_updated": "pending",
    "payment_intent.succeeded": "succeeded",
    "payment_intent.payment_failed": "failed",
    "charge.pending": "pending",
    "charge.succeeded": "succeeded",
    "charge.failed": "failed",
}
_METHODS: dict[str, Method] = {
    "card": "card",
    "emi": "card",
    "card_present": "card",
    "upi": "upi",
    "netbanking": "netbanking",
    "wallet": "wallet",
    "paypal": "wallet",
    "alipay": "wallet",
    "wechat_pay": "wallet",
    "amazon_pay": "wallet",
    "cashapp": "wallet",
    "grabpay": "wallet",
}
_SOURCES: dict[str, Cause] = {
    "gateway": "gateway",
    "internal": "gateway",
    "network": "gateway",
    "customer": "customer",
    "business": "merchant",
    "issuer": "bank",
    "issuer_bank": "bank",
    "beneficiary_bank": "bank",
    "customer_psp": "bank",
    "bank": "bank",
}
"""Whose doing Razorpay says a failure is. Its own systems and the network behind it are on the gateway's side of the choice."""
_CODES: dict[str, str] = {
    "incorrect_otp": "wrong_otp",
    "incorrect_pin": "wrong_pin",
    "incorrect_upi_pin": "wrong_pin",
    "payment_cancelled": "user_cancelled",
    "insufficient_balance": "insufficient_funds",
    "card_expired": "expired_card",
    "gateway_technical_error": "gateway_error",
    "bank_technical_error": "payer_bank_down",
    "issuer_technical_error": "payer_bank_down",
    "server_error": "gateway_error",
    "card_declined": "issuer_declined",
    "generic_decline": "issuer_declined",
    "incorrect_number": "invalid_card",
    "invalid_number": "invalid_card",
    "incorrect_cvc": "invalid_card",
    "invalid_cvc": "invalid_card",
    "fraudulent": "suspected_fraud",
    "issuer_not_available": "issuer_unavailable",
    "authentication_required": "3ds_failed",
    "payment_intent_authentication_failure": "3ds_failed",
    "card_velocity_exceeded": "limit_exceeded",
    "withdrawal_count_limit_exceeded": "limit_exceeded",
    "rate_limit": "rate_limited",
    "api_error": "gateway_error",
}
_VAGUE = frozenset({"payment_failed", "na", ""})


class PaymentTold(msgspec.Struct, frozen=True, kw_only=True):
    """The result of one try. attempt_id, payment_id, choice_id: the tenant's own, where it gave them to the gateway, else the gateway's.

    started_at: None where the event's own time is all that is known.
    """

    attempt_id: str
    payment_id: str
    choice_id: str | None
    method: Method
    bank: str | None
    result: Result
    code: str | None
    cause: Cause | None
    cost_minor: int
    started_at: dt.datetime | None


def of_razorpay(kind: str, entity: Mapping[str, object]) -> PaymentTold | None:
    result, reference = _RAZORPAY.get(kind), reference_of(entity.get("id"))
    if result is None or reference is None:
        return None
    notes, card = object_of(entity.get("notes")), object_of(entity.get("card"))
    code, cause = None, None
    if result == "failed":
        told = [slug_of(entity.get(name)) or "" for name in ("error_reason", "error_code")]
        code = next((each for each in told if each not in _VAGUE), None)
        cause = _SOURCES.get(slug_of(entity.get("error_source")) or "")
    return PaymentTold(
        attempt_id=text_of(notes.get("attempt_id")) or reference,
        payment_id=text_of(notes.get("payment_id")) or reference_of(entity.get("order_id")) or reference,
        choice_id=text_of(notes.get("choice_id")),
        method=_METHODS.get(str(entity.get("method")), "other"),
        bank=slug_of(entity.get("bank") or card.get("issuer")),
        result=result,
        code=_known(code, cause),
        cause=cause,
        cost_minor=amount_of(entity.get("fee")) or 0,
        started_at=_moment(entity.get("created_at")),
    )


def of_stripe(kind: str, entity: Mapping[str, object], event: str) -> PaymentTold | None:
    """event: the id of the event, which names a try that has no charge."""
    result, reference = _STRIPE.get(kind), reference_of(entity.get("id"))
    if result is None or reference is None:
        return None
    of_charge = kind.startswith("charge.")
    error = object_of(entity.get("last_payment_error"))
    charge = reference if of_charge else _charge(entity, error, failed=result == "failed")
    metadata = object_of(entity.get("metadata"))
    intent = reference_of(entity.get("payment_intent")) if of_charge else reference
    code, cause = _failure(entity, error) if result == "failed" else (None, None)
    return PaymentTold(
        attempt_id=text_of(metadata.get("attempt_id")) or charge or event,
        payment_id=text_of(metadata.get("payment_id")) or intent or reference,
        choice_id=text_of(metadata.get("choice_id")),
        method=_METHODS.get(_method(entity, error), "other"),
        bank=None,
        result=result,
        code=code,
        cause=cause,
        cost_minor=0,
        started_at=_moment(entity.get("created")) if of_charge else None,
    )


def _charge(entity: Mapping[str, object], error: Mapping[str, object], *, failed: bool) -> str | None:
    """The charge of the latest try of an intent: by its id, as an object, or in the list that older versions of the API give."""
    latest = entity.get("latest_charge")
    charges = object_of(entity.get("charges")).get("data")
    listed = object_of(charges[0]).get("id") if isinstance(charges, list) and charges else None
    found = (error.get("charge") if failed else None) or latest or listed
    return reference_of(object_of(found).get("id") or found)


def _failure(entity: Mapping[str, object], error: Mapping[str, object]) -> tuple[str | None, Cause | None]:
    outcome = object_of(entity.get("outcome"))
    told = (
        error.get("decline_code") or outcome.get("reason") or error.get("code") or entity.get("failure_code")
    )
    code = slug_of(told or error.get("type"))
    cause: Cause | None = "gateway" if error.get("type") == "api_error" else None
    return _known(code, cause), cause


def _method(entity: Mapping[str, object], error: Mapping[str, object]) -> str:
    details = object_of(entity.get("payment_method_details") or error.get("payment_method"))
    types = entity.get("payment_method_types")
    alone = types[0] if isinstance(types, list) and len(types) == 1 else None
    return str(details.get("type") or error.get("payment_method_type") or alone)


def _moment(value: object) -> dt.datetime | None:
    try:
        return time_of(value)
    except FactRefused:
        return None


def _known(code: str | None, cause: Cause | None) -> str | None:
    """The catalogue's word for a code, unless the gateway says that somebody else did it."""
    known = _CODES.get(code or "", code)
    kind = FAILURE_KINDS.get(known or "")
    return code if kind is not None and cause is not None and kind.cause != cause else known
