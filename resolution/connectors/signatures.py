"""Signatures of gateways' own webhooks, over the bytes as they came.

Razorpay: hex of HMAC-SHA256 over the body in X-Razorpay-Signature (razorpay.com/docs/webhooks/validate-test). Stripe: `t=…,v1=…` in
Stripe-Signature, hex of HMAC-SHA256 over `t.body`, several `v1` while its secret is rotated (docs.stripe.com/webhooks#verify-manually).
"""

import hmac

from resolution.connectors.presets import WebhookScheme

TOLERANCE_S = 300
_PARTS_MAX = 20


def verifies(scheme: WebhookScheme, secret: bytes, signature: str, body: bytes, now_s: int) -> bool:
    """Whether this header signs this body, and where the scheme tells a time, whether that is now."""
    if scheme == "razorpay":
        return _same(hmac.new(secret, body, "sha256").hexdigest(), signature)
    parts = [part.strip().partition("=") for part in signature.split(",")][:_PARTS_MAX]
    times = [value for name, _, value in parts if name == "t"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdecimal()) or len(times[0]) > 12:
        return False
    if abs(now_s - int(times[0])) > TOLERANCE_S:
        return False
    expected = hmac.new(secret, times[0].encode() + b"." + body, "sha256").hexdigest()
    return any(_same(expected, value) for name, _, value in parts if name == "v1")


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "surrogateescape"))
