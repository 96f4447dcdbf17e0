"""Webhooks: whether what came in is from Countermark. Standard Webhooks 1.0.0; docs/webhooks.md."""

from __future__ import annotations

import base64
import binascii
import builtins
import hashlib
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, Self, TypeVar, cast

from countermark_client.errors import WebhookRefused, WebhookSignatureInvalid, WebhookTimestampOutside
from countermark_client.event_kinds import EVENT_KINDS, EventKind

TOLERANCE_S = 300
_PREFIX = "whsec_"


class EventData(Protocol):
    """A class of `countermark_client.event_data`."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, object], /) -> Self: ...


Data = TypeVar("Data", bound=EventData)


@dataclass(frozen=True)
class WebhookEvent:
    """What happened. id: the same at every try, keep it and drop what you have seen. type: as it was sent. timestamp: RFC 3339, UTC.

    subject: the id of what it is about. data: ids, codes, times and money, by the event's kind; `data_as` reads them typed.
    """

    id: str
    type: str
    timestamp: str
    subject: str | None
    data: Mapping[str, object]

    def data_as(self, kind: builtins.type[Data]) -> Data:
        """Its data as an object of its kind's class, of `countermark_client.event_data`. Raises: WebhookRefused where they do not fit it."""
        try:
            return kind.from_dict(self.data)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise WebhookRefused(f"the data of {self.type} are no {kind.__name__}") from error

    @property
    def kind(self) -> EventKind | None:
        """Its type, where this version knows it: a type checker then knows the words. None of a kind of a later server."""
        return _KINDS.get(self.type)


_KINDS: Mapping[str, EventKind] = {each: each for each in EVENT_KINDS}


def verify(
    body: bytes | str,
    headers: Mapping[str, str],
    secrets: str | Sequence[str],
    *,
    tolerance_s: float = TOLERANCE_S,
    now_s: float | None = None,
) -> WebhookEvent:
    """Return the event, if one of `secrets` signed it just now.

    body: as it came, before anything parsed it. headers: any case of names. secrets: `whsec_…`, several while one is rotated.
    now_s: the time in seconds since 1970, for tests. Raises: WebhookSignatureInvalid, WebhookTimestampOutside, WebhookRefused.
    """
    raw = _bytes(body) if isinstance(body, str) else body
    sent = {name.lower(): value for name, value in headers.items()}
    message_id = sent.get("webhook-id", "")
    timestamp = sent.get("webhook-timestamp", "")
    signatures = sent.get("webhook-signature", "").split(" ")
    if not message_id or not timestamp:
        raise WebhookSignatureInvalid(
            "the headers webhook-id, webhook-timestamp and webhook-signature are not all there"
        )
    known = [secrets] if isinstance(secrets, str) else list(secrets)
    signed = _bytes(f"{message_id}.{timestamp}.") + raw
    if not any(_signed_by(_key(secret), signed, signatures) for secret in known):
        raise WebhookSignatureInvalid("none of its signatures is of one of these secrets")
    _check_time(timestamp, time.time() if now_s is None else now_s, tolerance_s)
    return _event(raw)


def sign(body: bytes, message_id: str, timestamp: int, secret: str) -> str:
    """Return the value of `webhook-signature`, for the tests of a receiver. timestamp: seconds since 1970."""
    return _signature(_key(secret), f"{message_id}.{timestamp}.".encode() + body)


def _signed_by(key: bytes, signed: bytes, signatures: Sequence[str]) -> bool:
    expected = _signature(key, signed).encode()
    return sum(hmac.compare_digest(expected, _bytes(each)) for each in signatures) > 0


def _bytes(text: str) -> bytes:
    """Some frameworks give what is no UTF-8 as lone surrogates: nothing of ours, and to be refused like any other forgery."""
    return text.encode("utf-8", "backslashreplace")


def _signature(key: bytes, signed: bytes) -> str:
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _key(secret: str) -> bytes:
    """Raises: ValueError. An empty secret is none: everybody could sign with it."""
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("a secret of webhooks is whsec_ and base64") from error
    if not key:
        raise ValueError("a secret of webhooks is empty; is the setting that holds it there?")
    return key


def _check_time(timestamp: str, now_s: float, tolerance_s: float) -> None:
    if not (timestamp.isascii() and timestamp.isdigit()) or abs(now_s - int(timestamp)) > tolerance_s:
        raise WebhookTimestampOutside(f"it was signed at {timestamp}, more than {tolerance_s:g} s from now")


def _event(raw: bytes) -> WebhookEvent:
    try:
        read: object = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise WebhookRefused("it is signed, but its body is not JSON") from error
    fields = cast("dict[str, object]", read) if isinstance(read, dict) else {}
    data, subject = fields.get("data"), fields.get("subject")
    if not all(isinstance(fields.get(name), str) for name in ("id", "type", "timestamp")) or not isinstance(
        data, dict
    ):
        raise WebhookRefused("it is signed, but no event")
    return WebhookEvent(
        id=str(fields["id"]),
        type=str(fields["type"]),
        timestamp=str(fields["timestamp"]),
        subject=subject if isinstance(subject, str) else None,
        data=cast("dict[str, object]", data),
    )
