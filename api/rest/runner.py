"""Runs one operation for one request: admit, read the body, call the handler once, encode what it returns."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence

import msgspec
from litestar.types import HTTPScope, Receive

from api.bodies import BodyDecoder, BodyTooLarge
from api.replays import Replays
from api.rest.binding import bind
from api.rest.call import Call
from api.rest.forms import FORM, FormDecoder, file_of, is_form
from api.rest.operations import Answer, Keyed, Operation
from api.rest.parameters import ParameterDecoder
from api.rest.problems import UnsupportedMediaType
from api.services import Services, service_parameters
from api.settings import FaceSettings
from core.clock import NOT_AHEAD, set_ahead
from core.deadlines import within
from core.errors import DeadlineExceeded
from core.idempotency import StoredAnswer, check_key

_JSON = ("application/json", "application/json; charset=utf-8", "application/json;charset=utf-8")
_DRAIN_BYTES_MAX = 8_000_000
_DRAIN_TIMEOUT_S = 1.0
_PIECE_TIMEOUT_S = 60.0
_NONE: Mapping[str, object] = {}
_encoder = msgspec.json.Encoder()


class ClientGone(Exception):
    """The caller hung up before its body was complete: there is nobody to answer."""


class Runner:
    """An operation with everything it needs. One instance an operation, shared by all its requests."""

    def __init__(self, operation: Operation, services: Services, settings: FaceSettings) -> None:
        self.operation = operation
        self.binding = bind(operation)
        self._services = service_parameters(services, self.binding.services)
        self._parameters = ParameterDecoder(operation.operation_id, self.binding)
        self._authenticator = services.authenticator
        self._limits = services.limits
        self._replays = Replays(services.idempotency, services.vaults)
        self._bytes_max = settings.bulk_bytes_max if operation.bulk else settings.body_bytes_max
        once = not (operation.lean or operation.bulk)  # what is asked often or large is read a single time
        body = self.binding.body
        self._decoder = None if body is None else BodyDecoder(body, once=once)
        taken = self.binding.body if operation.multipart else None
        self._form = None if taken is None else FormDecoder(taken, self._bytes_max)

    async def admit(self, call: Call) -> None:
        """Find out who calls, and take the request from their budget; a public operation asks neither."""
        call.operation_id = self.operation.operation_id
        if self.operation.public:
            return
        caller = self._authenticator.find_cached(call.authorization, call.api_key)
        if caller is None:
            async with within(call.deadline):
                caller = await self._authenticator.authenticate(call.authorization, call.api_key)
        call.caller = caller
        if caller.ahead is not NOT_AHEAD:
            set_ahead(caller.ahead)  # the edge sets it back
        call.allowance = self._limits.check(caller, operation=self.operation.operation_id)
        if self.operation.keyed is Keyed.REQUIRED or call.idempotency_key is not None:
            call.idempotency_key = check_key(call.idempotency_key)

    async def read(self, call: Call, receive: Receive, scope: HTTPScope) -> None:
        """Decode the parameters, then read and decode the body, if the operation takes one.

        Raises: InvalidRequest, BodyTooLarge, UnsupportedMediaType, MalformedJson, ClientGone.
        """
        if self.operation.public:
            client = scope["client"]
            call.peer = None if client is None else client[0]
        call.arguments = self._parameters.decode(scope.get("path_params", _NONE), scope["query_string"])
        if self.operation.upload:
            _check_upload(call, (*self.operation.upload, FORM))
            pieces = _pieces(receive, call)
            call.upload = (
                file_of(call, pieces, self.operation.upload) if is_form(call.content_type) else pieces
            )
            return
        if self.operation.form is not None or self.operation.reads is not None:
            call.raw = await _read_all(receive, call, self._bytes_max)
            return
        if self._decoder is None:
            await drain(receive, call)
            return
        media_type = call.content_type
        if media_type not in _JSON and (media_type or "").replace(" ", "").lower() not in _JSON:
            if self._form is not None and is_form(media_type):
                _check_plain(call)
                call.raw, call.body = await self._form.read(call, _pieces(receive, call))
                return
            raise UnsupportedMediaType("The body of this operation is application/json in UTF-8.")
        _check_plain(call)
        call.raw = await _read_all(receive, call, self._bytes_max)
        call.body = self._decoder.decode(call.raw)

    async def run(self, call: Call) -> tuple[Answer[object], bytes]:
        """Call the handler within the deadline, once for each idempotency key; a file takes as long as it takes.

        What keeps its key keeps its deadline too: it knows what may wait.
        """
        if self.operation.upload or self.operation.keyed is Keyed.OWN:
            return await self._answer(call)
        async with within(call.deadline):
            if call.idempotency_key is None or self.operation.keyed is Keyed.NEVER:
                return await self._answer(call)
            return await self._once(call)

    async def _answer(self, call: Call) -> tuple[Answer[object], bytes]:
        known = {name: read(call) for name, read in self.binding.calls}
        value = await self.operation.handler(**self._services, **known, **call.arguments)
        answer: Answer[object] = value if isinstance(value, Answer) else Answer(body=value)
        if answer.body is None:
            return answer, b""
        return answer, answer.body if isinstance(answer.body, bytes) else _encoder.encode(answer.body)

    async def _once(self, call: Call) -> tuple[Answer[object], bytes]:
        """Run a keyed operation; of its answer, status and body are replayed, not extra headers."""
        made: list[Answer[object]] = []

        async def work() -> StoredAnswer:
            answer, body = await self._answer(call)
            made.append(answer)
            return StoredAnswer(answer.status or self.operation.status, body)

        if call.caller is None or call.idempotency_key is None:
            raise RuntimeError("a keyed operation runs for an admitted caller with a key")
        scope = "\0".join([self.operation.operation_id, *map(str, call.arguments.values())])
        stored, replayed = await self._replays.once(
            call.caller, scope, call.idempotency_key, call.fingerprint(), work
        )
        if replayed:
            return Answer(
                body=None, status=stored.status, headers={"idempotent-replayed": "true"}
            ), stored.body
        return made[0], stored.body


def _check_upload(call: Call, media_types: Sequence[str]) -> None:
    sent = (call.content_type or "").partition(";")[0].strip().lower()
    if sent not in media_types:
        raise UnsupportedMediaType(f"The body of this operation is one of {', '.join(media_types)}.")
    _check_plain(call)


def _check_plain(call: Call) -> None:
    if call.content_encoding not in {None, "identity"}:
        raise UnsupportedMediaType("The body of this operation is sent without a content encoding.")


async def _pieces(receive: Receive, call: Call) -> AsyncIterator[bytes]:
    """Hand a body on as it comes in. Raises: DeadlineExceeded when nothing comes for long, ClientGone."""
    while call.unread:
        try:
            async with asyncio.timeout(_PIECE_TIMEOUT_S):
                piece, call.unread = await next_chunk(receive)
        except TimeoutError as error:
            raise DeadlineExceeded(f"Nothing was sent for {_PIECE_TIMEOUT_S:g} s.") from error
        if piece:
            yield piece


async def _read_all(receive: Receive, call: Call, bytes_max: int) -> bytes:
    announced = call.content_length
    if announced is not None and announced.isdecimal() and int(announced) > bytes_max:
        raise BodyTooLarge(f"The body is larger than {bytes_max} bytes.")
    chunks: list[bytes] = []
    size = 0
    while True:
        chunk, more = await next_chunk(receive)
        size += len(chunk)
        if size > bytes_max:
            raise BodyTooLarge(f"The body is larger than {bytes_max} bytes.")
        chunks.append(chunk)
        if not more:
            call.unread = False
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)


async def next_chunk(receive: Receive) -> tuple[bytes, bool]:
    """Return a piece of the body, and whether more follow. Raises: ClientGone."""
    message = await receive()
    if message["type"] != "http.request":
        raise ClientGone
    return message["body"], message["more_body"]


async def drain(receive: Receive, call: Call) -> None:
    """Read on, a while, what will not be used: many clients never see an answer that comes while they still send."""
    size = 0
    with contextlib.suppress(TimeoutError, ClientGone):
        async with asyncio.timeout(_DRAIN_TIMEOUT_S):
            while call.unread and size < _DRAIN_BYTES_MAX:
                chunk, call.unread = await next_chunk(receive)
                size += len(chunk)
