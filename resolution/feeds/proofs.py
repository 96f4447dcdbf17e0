"""What proves that a delivery is its sender's: Standard Webhooks, or a secret that is sent along.

Source: https://github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md, "Verifying signatures".
"""

import base64
import binascii
import hmac

import msgspec

from resolution.feeds.entities import Scheme
from resolution.webhooks.signing import PREFIX, signature

TOLERANCE_S = 300
_SIGNATURES_MAX = 20
_ID_CHARS_MAX = 255


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """What was sent around a body. secret: of a header that carries one."""

    id: str | None = None
    timestamp: str | None = None
    signature: str | None = None
    secret: str | None = None

    def __repr__(self) -> str:
        return "Marks(***)"


def key_of(secret: str) -> bytes:
    """The bytes that a `whsec_…` stands for. Raises: ValueError."""
    if not secret.startswith(PREFIX):
        raise ValueError
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise ValueError from None
    if not 24 <= len(key) <= 64:
        raise ValueError
    return key


def proves(scheme: Scheme, secret: str, marks: Marks, body: bytes, now_s: int) -> bool:
    """Whether this was sent by who holds the secret, and where it is signed with a time, just now."""
    if scheme == "header":
        return marks.secret is not None and _same(secret, marks.secret)
    told, at = marks.id or "", marks.timestamp or ""
    if (
        not 0 < len(told) <= _ID_CHARS_MAX
        or not told.isascii()
        or not at.isascii()
        or not at.isdecimal()
        or len(at) > 12
    ):
        return False
    if abs(now_s - int(at)) > TOLERANCE_S:
        return False
    expected = signature(key_of(secret), told, int(at), body)
    given = (marks.signature or "").split(" ")[:_SIGNATURES_MAX]
    return any(_same(expected, each) for each in given)


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "surrogateescape"))
