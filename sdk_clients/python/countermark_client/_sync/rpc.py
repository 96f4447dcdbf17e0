# Generated from `_async` by `make generate-sdk-python`. Do not edit.
"""The client over gRPC: the same questions and answers as over REST."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import TracebackType
from typing import Self, cast

import grpc

from countermark_client import retries
from countermark_client._core.client import Answer, Call
from countermark_client._sync import waiting
from countermark_client._sync.inference import Inference
from countermark_client.errors import ApiError, ConnectionFailed, CountermarkError
from countermark_client.retries import Tries
from countermark_client.rpc_errors import error_of, refused_here
from countermark_client.rpc_messages import MessageRefused, answer_of, message_of, method_of
from countermark_client.settings import Settings, settings_of
from countermark_client.version import API_VERSION

_NAMES = ("countermark-version", "idempotency-key")
_LOST = 503


class GrpcTransport:
    """Sends calls of use cases as rpcs, with the retries, keys and errors of REST."""

    def __init__(self, settings: Settings, target: str, credentials: grpc.ChannelCredentials | None) -> None:
        self._settings = settings
        self._target = target
        self._credentials = credentials
        self._channel: grpc.Channel | None = None

    def send(self, call: Call) -> Answer:
        """Raises: CountermarkError."""
        method = method_of(call.path)
        try:
            request = message_of(
                method.input_type, cast("Mapping[str, object]", call.json)
            ).SerializeToString()
        except MessageRefused as error:
            raise refused_here(str(error)) from error
        tries = Tries(self._settings, call)
        sent = {name.lower(): value for name, value in tries.headers.items()}
        metadata = [(name, sent[name]) for name in _NAMES if name in sent]
        metadata += [("x-api-key", self._settings.api_key)] if self._settings.api_key is not None else []
        path = f"/{method.containing_service.full_name}/{method.name}"
        while True:
            limit_s = tries.timeout_s()
            try:
                answer = self._once(path, request, metadata, limit_s)
            except grpc.RpcError as raw:
                refused = error_of(raw.code(), raw.details() or "", tuple(raw.trailing_metadata() or ()))
                wait = _wait(tries, refused)
                if wait is None:
                    raise refused from raw
                waiting.sleep(wait)
            else:
                content = json.dumps(answer_of(method.output_type, answer)).encode()
                return Answer(200, {}, content)

    def _once(self, path: str, request: bytes, metadata: list[tuple[str, str]], limit_s: float) -> bytes:
        ask: grpc.UnaryUnaryMultiCallable[bytes, bytes] = self._connected().unary_unary(path)
        return ask(request, metadata=tuple(metadata), timeout=limit_s)

    def _connected(self) -> grpc.Channel:
        if self._channel is None:
            if self._credentials is None:
                self._channel = grpc.insecure_channel(self._target)
            else:
                self._channel = grpc.secure_channel(self._target, self._credentials)
        return self._channel

    def close(self) -> None:
        if self._channel is not None:
            self._channel.close()


def _wait(tries: Tries, error: CountermarkError) -> float | None:
    if isinstance(error, ConnectionFailed):
        return tries.after_answer(_LOST, {}, b"")
    if not isinstance(error, ApiError):
        return None
    told = {} if error.retry_after_s is None else {"retry-after": str(error.retry_after_s)}
    if error.status == 409 and error.code != retries.IN_FLIGHT:
        return None
    return tries.after_answer(_LOST if error.status == 409 else error.status, told, b"")


class GrpcClient:
    """Countermark over gRPC. Needs the extra `grpc`.

    target: host and port. api_key: COUNTERMARK_API_KEY when not told. secure: TLS; root_certificates: PEM, the system's when not told.
    The rest as of the client over REST. Raises: ValueError for settings that do not go together.
    """

    def __init__(
        self,
        target: str,
        *,
        api_key: str | None = None,
        secure: bool = True,
        root_certificates: bytes | None = None,
        timeout_s: float = 30.0,
        max_retries: int = 3,
        deadline_s: float | None = None,
        api_version: str = API_VERSION,
    ) -> None:
        settings = settings_of(
            api_key=api_key,
            timeout_s=timeout_s,
            max_retries=max_retries,
            deadline_s=deadline_s,
            api_version=api_version,
        )
        credentials = grpc.ssl_channel_credentials(root_certificates) if secure else None
        self._transport = GrpcTransport(settings, target, credentials)
        self.inference = Inference(self._transport)

    def close(self) -> None:
        """Close the connection."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
