"""Whose fault a failed attempt is, as data: only what is genuinely the gateway's counts against a gateway.

A customer who mistypes a password, or a bank that declines, would have done the same anywhere; a router that held this against
the gateway would run from gateways whose customers are poor. Codes that are not listed are nobody's fault until the caller says
whose (`cause`). Sources: the error reasons that Razorpay and Stripe document (bad_request_error and gateway_error; card_declined
and its decline codes), and NPCI's split of UPI failures into business declines (the customer's or their bank's doing) and
technical declines.
"""

from typing import Literal

import msgspec

Cause = Literal["gateway", "bank", "customer", "merchant", "unknown"]
"""gateway: counts against it. bank: the payer's or issuer's. merchant: a request that no gateway would have taken."""


class FailureKind(msgspec.Struct, frozen=True, kw_only=True):
    """One code that is known. about: in one sentence."""

    code: str
    cause: Cause
    about: str


_LISTED: dict[Cause, dict[str, str]] = {
    "gateway": {
        "gateway_timeout": "The gateway did not answer in time.",
        "gateway_error": "The gateway answered that something broke in it.",
        "gateway_down": "The gateway is out of service.",
        "gateway_unavailable": "The gateway takes nothing at the moment.",
        "gateway_maintenance": "The gateway is being worked on.",
        "connection_refused": "The gateway could not be reached.",
        "connection_reset": "The connection to the gateway broke.",
        "invalid_response": "The gateway answered what cannot be read.",
        "rate_limited": "The gateway takes no more at this rate.",
        "processing_error": "The gateway could not process it.",
        "http_429": "The gateway takes no more at this rate.",
        "http_500": "The gateway broke.",
        "http_502": "What stands behind the gateway broke.",
        "http_503": "The gateway takes nothing at the moment.",
        "http_504": "What stands behind the gateway did not answer.",
    },
    "bank": {
        "issuer_declined": "The payer's bank declined.",
        "do_not_honor": "The payer's bank declined without a reason.",
        "payer_bank_down": "The payer's bank is out of service.",
        "bank_down": "The bank is out of service.",
        "bank_timeout": "The bank did not answer in time.",
        "beneficiary_bank_down": "The payee's bank is out of service.",
        "issuer_unavailable": "The payer's bank could not be reached.",
        "suspected_fraud": "The payer's bank thinks that it is a fraud.",
    },
    "customer": {
        "insufficient_funds": "There is not enough money.",
        "wrong_pin": "The PIN is wrong.",
        "wrong_otp": "The one-time password is wrong.",
        "otp_expired": "The one-time password came too late.",
        "3ds_failed": "The payer was not authenticated.",
        "expired_card": "The card has expired.",
        "invalid_card": "The card's number or code is wrong.",
        "lost_card": "The card was reported as lost.",
        "stolen_card": "The card was reported as stolen.",
        "limit_exceeded": "A limit of the payer is reached.",
        "wallet_locked": "The payer's wallet is locked.",
        "collect_expired": "The payer did not confirm in time.",
        "session_expired": "The payer took too long.",
        "user_cancelled": "The payer cancelled.",
        "invalid_vpa": "There is no such UPI address.",
    },
    "merchant": {
        "bad_request": "The request was malformed.",
        "authentication_failed": "The gateway does not know the credentials.",
        "method_not_enabled": "The account may not take this method.",
        "duplicate_payment": "The gateway has this payment already.",
    },
}
FAILURE_KINDS: dict[str, FailureKind] = {
    code: FailureKind(code=code, cause=cause, about=about)
    for cause, codes in _LISTED.items()
    for code, about in codes.items()
}


def cause_of(code: str | None) -> Cause:
    """Say whose fault a failure with this code is."""
    kind = FAILURE_KINDS.get(code or "")
    return "unknown" if kind is None else kind.cause
