"""One request as the face sees it: read from the raw headers once, carried in the ASGI scope."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator

from litestar.types import HTTPScope

from api.calls import check_version, request_id_of
from api.services import Allowance
from api.settings import FaceSettings
from core.clock import Clock
from core.errors import FieldError, InvalidRequest
from resolution.feeds.proofs import Marks
from tenants.principals import Principal

_TIMEOUT = re.compile(r"[0-9]{1,6}")
_READ = {
    b"authorization": "authorization",
    b"x-api-key": "api_key",
    b"x-request-id": "sent_request_id",
    b"content-type": "content_type",
    b"content-length": "content_length",
    b"content-encoding": "content_encoding",
    b"transfer-encoding": "transfer_encoding",
    b"idempotency-key": "idempotency_key",
    b"traceparent": "traceparent",
    b"x-razorpay-signature": "gateway_signature",
    b"stripe-signature": "gateway_signature",
    b"webhook-id": "webhook_id",
    b"webhook-timestamp": "webhook_timestamp",
    b"webhook-signature": "webhook_signature",
    b"x-feed-secret": "feed_secret",
    b"x-webhook-secret": "feed_secret",
    b"x-webhook-token": "feed_secret",
    b"accept-language": "accept_language",
    b"countermark-version": "version",
    b"countermark-timeout-ms": "timeout_ms",
    b"inference-header-content-length": "header_length",
}


class Call:
    """What was sent around the body, and what the face found out about it so far.

    arguments: of path and query, decoded. unread: a body was announced and is not read to its end. deadline: in the running loop's time; caller and allowance: None until admitted. code: of
    the problem that it was answered with. peer: the address that the connection comes from, of a public operation; no header is asked.
    """

    # Defaults of the class: most requests send few of these, and what is not sent costs nothing.
    authorization: str | None = None
    api_key: str | None = None
    content_type: str | None = None
    content_length: str | None = None
    content_encoding: str | None = None
    transfer_encoding: str | None = None
    idempotency_key: str | None = None
    version: str | None = None
    timeout_ms: str | None = None
    header_length: str | None = None
    traceparent: str | None = None
    sent_request_id: str | None = None
    accept_language: str | None = None
    gateway_signature: str | None = None
    webhook_id: str | None = None
    webhook_timestamp: str | None = None
    webhook_signature: str | None = None
    feed_secret: str | None = None
    caller: Principal | None = None
    allowance: Allowance | None = None
    operation_id = "unrouted"
    deadline = 0.0
    raw = b""
    code: str | None = None
    body: object = None
    upload: AsyncIterator[bytes] | None = None
    peer: str | None = None

    def __init__(self, scope: HTTPScope, clock: Clock) -> None:
        self.arguments: dict[str, object] = {}
        sent = self.__dict__
        for name, value in scope["headers"]:
            known = _READ.get(name)
            if known is not None:
                sent[known] = value.decode("latin-1")
        self.request_id = request_id_of(self.sent_request_id, clock)
        self.unread = _has_body(self.transfer_encoding, self.content_length)

    def check(self, settings: FaceSettings) -> None:
        """Refuse a version or a deadline that cannot be served. Raises: UnknownVersion, InvalidRequest."""
        check_version(self.version)
        self.deadline = asyncio.get_running_loop().time() + self._wait_ms(settings) / 1_000

    def feed_marks(self) -> Marks:
        """What proves a delivery of another system."""
        return Marks(
            id=self.webhook_id,
            timestamp=self.webhook_timestamp,
            signature=self.webhook_signature,
            secret=self.feed_secret,
        )

    def fingerprint(self) -> bytes:
        """Hash the body as it was sent: a retry with the same key must send the same bytes."""
        return hashlib.sha256(self.raw).digest()

    def _wait_ms(self, settings: FaceSettings) -> int:
        if self.timeout_ms is None:
            return settings.timeout_ms
        wait_ms = int(self.timeout_ms) if _TIMEOUT.fullmatch(self.timeout_ms) else 0
        if not 1 <= wait_ms <= settings.timeout_ms_max:
            reason = f"Not a whole number from 1 to {settings.timeout_ms_max}."
            refused = FieldError(
                "Countermark-Timeout-Ms", reason, "Send milliseconds in that range, or nothing."
            )
            raise InvalidRequest("A header was refused.", fields=[refused])
        return wait_ms


def _has_body(transfer_encoding: str | None, content_length: str | None) -> bool:
    return transfer_encoding is not None or content_length not in {None, "0"}
