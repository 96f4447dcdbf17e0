"""The one layer around everything: request id, version, deadline, problems, headers, metrics, spans, log lines.

A single pure-ASGI layer instead of a stack of middlewares: each layer of the framework costs 3 to 10 microseconds a
request, and those inside its router never see a 404.
"""

import logging
import re
import time
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from api.calls import InternalFailure
from api.places import name_id
from api.rest import problems, v2_errors
from api.rest.call import Call
from api.rest.lean import LeanRoutes
from api.rest.operations import Operation
from api.rest.parameters import check_path, routed
from api.rest.runner import ClientGone, Runner, drain
from api.services import Allowance, Services
from api.settings import API_VERSION, FaceSettings
from api.spans import end_http
from core import logs
from core.clock import NOT_AHEAD, set_ahead
from core.errors import InvalidId, PlatformError
from core.tracing import RequestSpan
from tenants.request_log import Seen

_log = logging.getLogger(__name__)

_SECURITY_HEADERS = [
    (b"countermark-version", API_VERSION.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
_GONE = 499
_JSON = (b"content-type", b"application/json")
_NOT_STORED = (b"cache-control", b"no-store")
_API_POLICY = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_API_HEADERS = [*_SECURITY_HEADERS, _API_POLICY, _NOT_STORED]


class Routes:
    """Which methods each path takes, for OPTIONS and for the Allow header of a 405."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        methods: dict[str, set[str]] = {}
        for operation in operations:
            methods.setdefault(operation.full_path, set()).add(operation.method)
        self._templates = {
            operation.operation_id: re.sub(r"{(\w+):\w+}", r"{\1}", operation.full_path)
            for operation in operations
        }
        ordered = sorted(
            methods, key=lambda path: path.count("{")
        )  # as the router: a fixed path before a pattern
        self._known = [(_pattern_of(path), _allow(methods[path])) for path in ordered]

    def template(self, operation_id: str) -> str | None:
        """Return an operation's path with its parameters by name, or None where there is no such operation."""
        return self._templates.get(operation_id)

    def allow(self, path: str) -> str | None:
        """Return the value of Allow for a path, or None where there is nothing."""
        trimmed = path.rstrip("/") or "/"
        return next((allowed for pattern, allowed in self._known if pattern.fullmatch(trimmed)), None)


class Edge:
    """Wraps Litestar's router. `lean` operations never reach it."""

    def __init__(
        self,
        router: ASGIApp,
        routes: Routes,
        lean: Sequence[Runner],
        services: Services,
        settings: FaceSettings,
    ) -> None:
        self._router = router
        self._routes = routes
        self._lean = {runner.operation.operation_id: runner for runner in lean}
        self._lean_routes = LeanRoutes(runner.operation for runner in lean)
        self._clock = services.clock
        self._metrics = services.metrics
        self._requests = services.request_log
        self._tracing = services.tracing
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.WEBSOCKET:
            await send({"type": "websocket.close", "code": 1008, "reason": "There are no sockets here."})
            return
        if b"%" in scope["raw_path"]:
            scope["path"] = routed(scope["raw_path"])
        call = Call(scope, self._clock)
        scope["state"]["call"] = call
        logs.request_id.set(call.request_id)
        span = None if self._tracing is None else self._tracing.serve(call.traceparent)
        answer = _Reply(call, send, head=scope["method"] == "HEAD")
        started = time.perf_counter()
        try:
            call.check(self._settings)
            await self._serve(scope, receive, answer, call)
        except ClientGone:
            answer.status = _GONE
        except PlatformError as error:
            await self._refuse(scope, receive, answer, call, error)
        except HTTPException as error:
            await self._refuse(scope, receive, answer, call, problems.from_framework(error))
        except Exception:  # noqa: BLE001  the face answers for everything, and shows nothing of it
            _log.exception("A request failed.", extra=_about(call))
            await self._refuse(
                scope, receive, answer, call, InternalFailure("The request failed on our side.")
            )
        finally:
            seconds, status = time.perf_counter() - started, answer.status or _GONE
            self._metrics.observe("rest", call.operation_id, str(status), seconds)
            if call.caller is not None:
                if call.caller.ahead is not NOT_AHEAD:
                    set_ahead(NOT_AHEAD)
                self._requests.add(call.caller, _seen(call, answer, status, seconds))
            if span is not None or _log.isEnabledFor(logging.DEBUG):
                self._tell(scope, call, status, seconds, span)

    def _tell(
        self, scope: HTTPScope, call: Call, status: int, seconds: float, span: RequestSpan | None
    ) -> None:
        if span is not None:
            end_http(
                span,
                method=scope["method"],
                route=self._routes.template(call.operation_id),
                operation=call.operation_id,
                request_id=call.request_id,
                caller=call.caller,
                status=status,
            )
        timed = {"status": status, "duration_ms": round(seconds * 1e3, 3)}
        _log.debug("A request was answered.", extra=_about(call) | timed)

    async def _serve(self, scope: HTTPScope, receive: Receive, answer: "_Reply", call: Call) -> None:
        method, path = scope["method"], scope["path"]
        found = self._lean_routes.find(method, path)
        if found is not None:
            operation_id, parameters = found
            if parameters:
                check_path(path)
                scope["path_params"] = dict(parameters)
            runner = self._lean[operation_id]
            await runner.admit(call)
            await runner.read(call, receive, scope)
            made, body = await runner.run(call)
            await answer.send(made.status or runner.operation.status, made.headers, body)
        elif method == "OPTIONS":
            await self._options(path, answer)
        else:
            check_path(path)
            if method == "HEAD":
                scope["method"] = "GET"
            await self._router(scope, receive, answer)

    async def _options(self, path: str, answer: "_Reply") -> None:
        allowed = self._routes.allow(path)
        if allowed is None:
            raise problems.RouteNotFound("There is nothing at this path.")
        await answer.send(204, {"allow": allowed}, b"")

    async def _refuse(
        self, scope: HTTPScope, receive: Receive, answer: "_Reply", call: Call, error: PlatformError
    ) -> None:
        if answer.status:
            _log.error("A request failed after its answer had begun.", extra=_about(call, error))
            return
        call.allowance = getattr(error, "allowance", call.allowance)
        call.code = error.code
        if isinstance(error, InvalidId):
            name_id(error, call.arguments, None if call.body is None else msgspec.to_builtins(call.body))
        if error.internal:
            _log.warning("A request was refused.", extra=_about(call, error))
        form = v2_errors if v2_errors.speaks(scope["path"]) else problems
        headers = form.headers_of(error)
        if isinstance(error, problems.MethodNotAllowed):
            headers.append((b"allow", (self._routes.allow(scope["path"]) or "").encode()))
        await drain(receive, call)
        await answer.problem(problems.status_of(type(error)), headers, form.encode(error, call.request_id))


def _about(call: Call, error: PlatformError | None = None) -> dict[str, object]:
    """What a line of the log says of a request, beside the id that every line of it carries."""
    about: dict[str, object] = {"face": "rest", "operation": call.operation_id}
    if call.caller is not None:
        about["environment_id"] = call.caller.environment_id
    return about if error is None else about | {"code": error.code, "internal": error.internal or None}


def _seen(call: Call, answer: "_Reply", status: int, seconds: float) -> Seen:
    return Seen(
        request_id=call.request_id,
        face="rest",
        operation=call.operation_id,
        status=status,
        seconds=seconds,
        code=call.code,
        sent=call.raw,
        answered=answer.body,
    )


class _Reply:
    """The send side: puts the face's own headers on whatever is answered, and drops the body of a HEAD.

    status: 0 until an answer has begun. body: of an answer in one piece.
    """

    __slots__ = ("_call", "_head", "_send", "body", "status")

    def __init__(self, call: Call, send: Send, *, head: bool) -> None:
        self._call = call
        self._send = send
        self._head = head
        self.status = 0
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message["headers"], *self._own_headers(message["headers"])]
        elif message["type"] == "http.response.body":
            if self._head:
                message["body"] = b""
            elif not message["more_body"]:
                self.body = message["body"]
        await self._send(message)

    async def send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        named: list[tuple[bytes, bytes]] = []
        if headers:
            named = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
        if body and "content-type" not in headers:
            named.append(_JSON)
        await self.problem(status, named, body)

    async def problem(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        self.status, self.body = status, body
        if status != 204:
            headers.append((b"content-length", str(len(body)).encode()))
        headers.extend(self._own_headers(headers))
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send(
            {"type": "http.response.body", "body": b"" if self._head else body, "more_body": False}
        )

    def _own_headers(self, present: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        own = [(b"x-request-id", self._call.request_id.encode()), *_API_HEADERS]
        names = [name for name, _ in present]
        if b"content-security-policy" in names:
            own.remove(_API_POLICY)
        if b"cache-control" in names:
            own.remove(_NOT_STORED)
        if self._call.allowance is not None:
            own.extend(rate_limit_headers(self._call.allowance))
        return own


def rate_limit_headers(allowance: Allowance) -> list[tuple[bytes, bytes]]:
    """Write RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers-11)."""
    policy = f'"{allowance.policy}";q={allowance.limit};w={allowance.window_s}'
    left = f'"{allowance.policy}";r={allowance.remaining};t={allowance.reset_s}'
    return [(b"ratelimit-policy", policy.encode()), (b"ratelimit", left.encode())]


def _pattern_of(path: str) -> re.Pattern[str]:
    parts = re.split(r"{\w+:(\w+)}", path)
    kinds = {"str": "[^/]+", "path": ".+", "int": "-?[0-9]+"}
    return re.compile("".join(kinds[part] if at % 2 else re.escape(part) for at, part in enumerate(parts)))


def _allow(methods: set[str]) -> str:
    implied = {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
    return ", ".join(sorted(methods | implied))
