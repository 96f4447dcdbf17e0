"""One gRPC call as the face sees it: its metadata read once, and what was found out since."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from typing import cast
from urllib.parse import unquote

import grpc

from api.calls import request_id_of
from api.services import Allowance
from api.settings import API_VERSION, FaceSettings
from core.clock import Clock
from tenants.principals import Principal


class RpcCall:
    """peer: the address that the connection comes from. caller and allowance: None until admitted. code: of what refused it. deadline: in the running loop's time."""

    __slots__ = (
        "_context",
        "accept_language",
        "allowance",
        "api_key",
        "authorization",
        "caller",
        "code",
        "deadline",
        "idempotency_key",
        "raw",
        "request",
        "request_id",
        "traceparent",
        "upload",
        "version",
    )

    def __init__(
        self,
        raw: bytes,
        context: grpc.aio.ServicerContext[bytes, bytes],
        clock: Clock,
        settings: FaceSettings,
    ) -> None:
        sent = dict(context.invocation_metadata() or ())
        self.authorization = _text(sent.get("authorization"))
        self.api_key = _text(sent.get("x-api-key"))
        self.idempotency_key = _text(sent.get("idempotency-key"))
        self.version = _text(sent.get("countermark-version"))
        self.accept_language = _text(sent.get("accept-language"))
        self.traceparent = _text(sent.get("traceparent"))
        self.request_id = request_id_of(_text(sent.get("x-request-id")), clock)
        remaining = cast(
            "float | None", context.time_remaining()
        )  # None without a deadline, whatever the stub says
        wait_s = (
            settings.timeout_ms / 1_000
            if remaining is None
            else min(remaining, settings.timeout_ms_max / 1_000)
        )
        self.deadline = asyncio.get_running_loop().time() + wait_s
        self._context = context
        self.caller: Principal | None = None
        self.code: str | None = None
        self.allowance: Allowance | None = None
        self.raw = raw
        self.request: object = None
        self.upload: AsyncIterator[bytes] | None = None

    @property
    def peer(self) -> str | None:
        return _address(self._context.peer())

    def fingerprint(self) -> bytes:
        """Hash the request as it was sent: a retry with the same key must send the same bytes."""
        return hashlib.sha256(self.raw).digest()

    def trailing_metadata(self) -> tuple[tuple[str, str], ...]:
        """Return what every answer carries, good or bad."""
        own = (("x-request-id", self.request_id), ("countermark-version", API_VERSION))
        if self.allowance is None:
            return own
        left = self.allowance
        policy = f'"{left.policy}";q={left.limit};w={left.window_s}'
        return (
            *own,
            ("ratelimit-policy", policy),
            ("ratelimit", f'"{left.policy}";r={left.remaining};t={left.reset_s}'),
        )


def _address(peer: str) -> str | None:
    """The address that a connection comes from, of what gRPC calls it: `ipv4:127.0.0.1:51234`, `ipv6:%5B::1%5D:51234`."""
    kind, _, rest = peer.partition(":")
    if kind not in {"ipv4", "ipv6"}:
        return None
    return unquote(rest.rpartition(":")[0]).strip("[]")


def _text(value: str | bytes | None) -> str | None:
    return value if isinstance(value, str) else None
