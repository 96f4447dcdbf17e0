"""Runs one method for one call: admit, decode, call the handler once, answer or refuse."""

import asyncio
import inspect
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import NoReturn, Protocol, cast

import grpc
from google.protobuf import message_factory
from google.protobuf.message import Message

from api.bodies import BodyTooLarge
from api.calls import InternalFailure, check_version
from api.places import name_id
from api.replays import Replays
from api.rpc import messages
from api.rpc.call import RpcCall
from api.rpc.codec import plain
from api.rpc.methods import Keyed, Method
from api.rpc.status import DETAILS_KEY, refusal_of
from api.services import Services, service_parameters
from api.settings import FaceSettings
from api.spans import end_rpc
from core import logs
from core.clock import NOT_AHEAD, set_ahead
from core.deadlines import within
from core.errors import DeadlineExceeded, InvalidId, PlatformError
from core.idempotency import StoredAnswer, check_key
from core.tracing import RequestSpan
from tenants.request_log import Seen

Context = grpc.aio.ServicerContext[bytes, bytes]

FROM_CALL: Mapping[str, Callable[[RpcCall], object]] = {
    "accept_language": lambda call: call.accept_language,
    "caller": lambda call: call.caller,
    "deadline": lambda call: call.deadline,
    "fingerprint": RpcCall.fingerprint,
    "idempotency_key": lambda call: call.idempotency_key,
    "peer": lambda call: call.peer,
    "request": lambda call: call.request,
    "upload": lambda call: call.upload,
}

_PIECE_TIMEOUT_S = 60.0
_log = logging.getLogger(__name__)


class FilePart(Protocol):
    """A message that carries a piece of a file."""

    @property
    def data(self) -> bytes: ...


class RpcRunner:
    """A method with everything it needs. One instance a method, shared by all its calls."""

    def __init__(self, method: Method, services: Services, settings: FaceSettings) -> None:
        self._method = method
        self._settings = settings
        self._clock = services.clock
        self._authenticator = services.authenticator
        self._limits = services.limits
        self._metrics = services.metrics
        self._requests = services.request_log
        self._tracing = services.tracing
        self._replays = Replays(services.idempotency, services.vaults)
        name = method.descriptor.name
        self._operation = (
            name[0].lower() + name[1:]
        )  # usage counts a use case once, whichever face it came by
        self._request_class = method.request_class
        self._response_class = message_factory.GetMessageClass(method.descriptor.output_type)
        self._bytes_max = settings.bulk_bytes_max if method.bulk else settings.body_bytes_max
        names = list(inspect.signature(method.handler).parameters)
        self._services = service_parameters(services, names)
        self._calls = tuple((name, FROM_CALL[name]) for name in names if name not in self._services)

    async def serve(self, raw: bytes, context: Context) -> bytes:
        return await self._run(RpcCall(raw, context, self._clock, self._settings), context, self._serve)

    async def serve_upload(self, parts: AsyncIterator[bytes], context: Context) -> bytes:
        """Serve a call that sends a stream: its first message says what is asked."""
        first = await anext(aiter(parts), b"")
        call = RpcCall(first, context, self._clock, self._settings)
        call.upload = self._pieces(call, parts)
        return await self._run(call, context, self._serve)

    async def serve_stream(self, raw: bytes, context: Context) -> None:
        """Serve a call that is answered with a stream; the deadline ends where that begins."""

        async def work(call: RpcCall) -> bytes:
            await self._prepare(call)
            async with within(call.deadline):
                answer = cast("AsyncIterator[Message]", await self._answer(call))
            async for message in answer:
                await context.write(message.SerializeToString())
            return b""

        await self._run(RpcCall(raw, context, self._clock, self._settings), context, work)

    async def _run(
        self, call: RpcCall, context: Context, work: Callable[[RpcCall], Awaitable[bytes]]
    ) -> bytes:
        logs.request_id.set(call.request_id)
        span = None if self._tracing is None else self._tracing.serve(call.traceparent)
        started = time.perf_counter()
        status = grpc.StatusCode.UNKNOWN
        answer = b""
        try:
            answer = await work(call)
            context.set_trailing_metadata(call.trailing_metadata())
            status = grpc.StatusCode.OK
            return answer
        except PlatformError as error:
            status = refusal_of(error, call.request_id).code
            await self._refuse(context, call, error)
        except Exception:  # noqa: BLE001  the face answers for everything, and shows nothing of it
            _log.exception("A call failed.", extra=self._about(call))
            status = grpc.StatusCode.INTERNAL
            await self._refuse(context, call, InternalFailure("The call failed on our side."))
        finally:
            seconds = time.perf_counter() - started
            if call.caller is not None:
                if call.caller.ahead is not NOT_AHEAD:
                    set_ahead(NOT_AHEAD)
                self._requests.add(call.caller, self._seen(call, status, seconds, answer))
            self._metrics.observe("grpc", self._method.descriptor.full_name, status.name, seconds)
            if span is not None or _log.isEnabledFor(logging.DEBUG):
                self._tell(call, status, seconds, span)

    def _tell(self, call: RpcCall, status: grpc.StatusCode, seconds: float, span: RequestSpan | None) -> None:
        if span is not None:
            end_rpc(
                span,
                method=f"{self._method.service}/{self._method.descriptor.name}",
                operation=self._operation,
                request_id=call.request_id,
                caller=call.caller,
                status=status.name,
            )
        timed = {"status": status.name, "duration_ms": round(seconds * 1e3, 3)}
        _log.debug("A call was answered.", extra=self._about(call) | timed)

    def _seen(self, call: RpcCall, status: grpc.StatusCode, seconds: float, answer: bytes) -> Seen:
        return Seen(
            request_id=call.request_id,
            face="grpc",
            operation=self._operation,
            status=status.value[0],
            seconds=seconds,
            code=call.code,
            sent=lambda: messages.as_json(self._request_class, call.raw),
            answered=(lambda: messages.as_json(self._response_class, answer)) if answer else b"",
        )

    async def _pieces(self, call: RpcCall, parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Hand a file on as it comes in. Raises: DeadlineExceeded when nothing comes for long."""
        yield cast("FilePart", call.request).data
        while True:
            try:
                async with asyncio.timeout(_PIECE_TIMEOUT_S):
                    raw = await anext(aiter(parts), None)
            except TimeoutError as error:
                raise DeadlineExceeded(f"Nothing was sent for {_PIECE_TIMEOUT_S:g} s.") from error
            if raw is None:
                return
            yield cast("FilePart", messages.decode(self._request_class, raw)).data

    async def _prepare(self, call: RpcCall) -> None:
        check_version(call.version)
        if not self._method.public:
            await self._admit(call)
        if len(call.raw) > self._bytes_max:
            raise BodyTooLarge(f"The message is larger than {self._bytes_max} bytes.")
        call.request = messages.decode(self._request_class, call.raw)

    async def _serve(self, call: RpcCall) -> bytes:
        await self._prepare(call)
        # A file takes as long as it takes, and what keeps its key keeps its deadline too.
        if call.upload is not None or self._method.keyed is Keyed.OWN:
            return cast("Message", await self._answer(call)).SerializeToString()
        async with within(call.deadline):
            if call.idempotency_key is None or self._method.keyed is Keyed.NEVER:
                return cast("Message", await self._answer(call)).SerializeToString()
            return await self._once(call)

    async def _admit(self, call: RpcCall) -> None:
        caller = self._authenticator.find_cached(call.authorization, call.api_key)
        if caller is None:
            async with within(call.deadline):
                caller = await self._authenticator.authenticate(call.authorization, call.api_key)
        call.caller = caller
        if caller.ahead is not NOT_AHEAD:
            set_ahead(caller.ahead)  # `_run` sets it back
        call.allowance = self._limits.check(caller, operation=self._operation)
        if self._method.keyed is Keyed.REQUIRED or call.idempotency_key is not None:
            call.idempotency_key = check_key(call.idempotency_key)

    async def _answer(self, call: RpcCall) -> Message | AsyncIterator[Message]:
        known = {name: read(call) for name, read in self._calls}
        return await self._method.handler(**self._services, **known)

    async def _once(self, call: RpcCall) -> bytes:
        async def work() -> StoredAnswer:
            return StoredAnswer(0, cast("Message", await self._answer(call)).SerializeToString())

        if call.caller is None or call.idempotency_key is None:
            raise RuntimeError("a keyed method runs for an admitted caller with a key")
        name = self._method.descriptor.full_name
        stored, _ = await self._replays.once(
            call.caller, name, call.idempotency_key, call.fingerprint(), work
        )
        return stored.body

    async def _refuse(self, context: Context, call: RpcCall, error: PlatformError) -> NoReturn:
        call.allowance = getattr(error, "allowance", call.allowance)
        call.code = error.code
        if isinstance(error, InvalidId) and isinstance(call.request, Message):
            name_id(error, plain(call.request))
        if error.internal:
            told = {"code": error.code, "internal": error.internal}
            _log.warning("A call was refused.", extra=self._about(call) | told)
        refusal = refusal_of(error, call.request_id)
        metadata: list[tuple[str, str | bytes]] = [*call.trailing_metadata(), (DETAILS_KEY, refusal.details)]
        await context.abort(refusal.code, refusal.message, tuple(metadata))

    def _about(self, call: RpcCall) -> dict[str, object]:
        """What a line of the log says of a call, beside the id that every line of it carries."""
        about: dict[str, object] = {"face": "grpc", "operation": self._operation}
        if call.caller is not None:
            about["environment_id"] = call.caller.environment_id
        return about
