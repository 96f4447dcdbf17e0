"""The gRPC face: the same refusals as REST, said in google.rpc.Status; health and reflection answer."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import cast

import grpc
import pytest
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, Help, RetryInfo
from google.rpc.status_pb2 import Status
from grpc_health.v1 import health_pb2
from grpc_reflection.v1alpha import reflection_pb2

from api.rpc import server
from api.rpc.methods import Method, method
from api.rpc.principal import SERVICE
from api.rpc.server import METHODS, stop_server
from api.rpc.status import CODE_OF_KIND
from api.rpc.stubs.countermark.principal.v1 import principal_pb2 as pb
from api.services import Services
from core.errors import ErrorKind, FieldError
from tenants.principals import Principal
from tests.api.operations import FAILURES
from tests.fakes.faces import CALLER, GOOD_KEY, SwitchedLimits, SwitchedReadiness, make_services
from tests.fakes.servers import rpc_server
from tests.log_lines import written
from tests.turns import until

PATH = "/countermark.principal.v1.PrincipalService/GetPrincipal"
CREDENTIAL = (("x-api-key", GOOD_KEY),)


@pytest.fixture
def services() -> Services:
    return make_services()


@pytest.fixture
async def channel(services: Services) -> AsyncIterator[grpc.aio.Channel]:
    async with rpc_server(services) as opened:
        yield opened


async def refusal(
    channel: grpc.aio.Channel,
    raw: bytes = b"",
    metadata: Sequence[tuple[str, str]] = CREDENTIAL,
    timeout_s: float = 10,
) -> tuple[grpc.StatusCode, dict[str, str], list[Message]]:
    """Call, expect a refusal, and return its code, metadata and unpacked details after checking what all share."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await getting(channel)(raw, metadata=tuple(metadata), timeout=timeout_s)
    sent = dict(caught.value.trailing_metadata())
    status = Status.FromString(sent.pop("grpc-status-details-bin"))
    assert status.code == caught.value.code().value[0]
    assert status.message == caught.value.details()
    details: list[Message] = []
    for packed in status.details:
        kind = next(each for each in (ErrorInfo, BadRequest, RetryInfo, Help) if packed.Is(each.DESCRIPTOR))
        detail = kind()
        packed.Unpack(detail)
        details.append(detail)
    info = details[0]
    assert isinstance(info, ErrorInfo)
    assert info.domain == "countermark"
    assert info.metadata["fix"]
    assert info.metadata["request_id"] == sent["x-request-id"]
    help_ = details[-1]
    assert isinstance(help_, Help)
    assert help_.links[0].url == f"/docs/errors#{info.reason}"
    return caught.value.code(), sent, details


def reason(details: Sequence[Message]) -> str:
    info = details[0]
    assert isinstance(info, ErrorInfo)
    return str(info.reason)


def getting(channel: grpc.aio.Channel) -> grpc.aio.UnaryUnaryMultiCallable[bytes, bytes]:
    """The method as it is on the wire: bytes in, bytes out."""
    return channel.unary_unary(PATH)


def failing(error: Exception) -> list[Method]:
    @method(SERVICE, "GetPrincipal")
    async def get_principal(caller: Principal) -> pb.GetPrincipalResponse:
        raise error

    return [get_principal]


def test_every_kind_has_a_code() -> None:
    """No error of the domain is without a gRPC code, and no two kinds share one."""
    assert set(CODE_OF_KIND) == set(ErrorKind)
    assert len(set(CODE_OF_KIND.values())) == len(ErrorKind)


async def test_a_call_that_works(channel: grpc.aio.Channel) -> None:
    """The answer carries request id, version and what is left of the limit."""
    call = getting(channel)(b"", metadata=(*CREDENTIAL, ("x-request-id", "mine")))
    answer = pb.GetPrincipalResponse.FromString(await call)
    assert (answer.id, answer.kind, answer.mode) == (CALLER.id, pb.PRINCIPAL_KIND_API_KEY, pb.MODE_SANDBOX)
    sent = dict(await call.trailing_metadata())
    assert sent["x-request-id"] == "mine"
    assert sent["countermark-version"] == "2026-11-21"
    assert sent["ratelimit"] == '"default";r=99;t=1'


@pytest.mark.parametrize("kind", list(ErrorKind))
async def test_domain_errors(services: Services, kind: ErrorKind) -> None:
    """Each kind becomes its code, with fields, wait and fix; what is internal stays inside."""
    fields = [FieldError("part.amount_minor", "Too small.", "Send more.")]
    error = FAILURES[kind]("It failed.", fields=fields, retry_after_s=1.5, internal="seen in the log only")
    async with rpc_server(services, methods=failing(error)) as channel:
        code, _, details = await refusal(channel)
    assert code is CODE_OF_KIND[kind]
    _, bad, retry, _ = details
    assert isinstance(bad, BadRequest)
    assert [(each.field, each.description) for each in bad.field_violations] == [
        ("part.amount_minor", "Too small. Send more.")
    ]
    assert isinstance(retry, RetryInfo)
    assert retry.retry_delay.ToTimedelta().total_seconds() == 1.5
    assert "seen in the log only" not in str(details)


async def test_a_crash_shows_nothing(services: Services) -> None:
    """What we did not foresee is INTERNAL; the log names its place and type with the request id, not its words."""
    with written() as logged:
        async with rpc_server(services, methods=failing(RuntimeError("the-secret-of-the-trace"))) as channel:
            code, sent, details = await refusal(channel)
    assert (code, reason(details)) == (grpc.StatusCode.INTERNAL, "internal")
    assert "the-secret" not in str(details)
    assert "the-secret" not in logged.text
    (line,) = [line for line in logged.lines if line["message"] == "A call failed."]
    assert (line["request_id"], line["error"]) == (sent["x-request-id"], "RuntimeError")


async def test_no_credential(channel: grpc.aio.Channel) -> None:
    """Without a credential, or with a wrong one, a call is UNAUTHENTICATED before its message is read."""
    for metadata in [(), (("x-api-key", "nonsense"),), (("authorization", "Bearer nonsense"),)]:
        code, _, details = await refusal(channel, b"\xff", metadata)
        assert (code, reason(details)) == (grpc.StatusCode.UNAUTHENTICATED, "credential_refused")


async def test_unknown_fields_are_refused(channel: grpc.aio.Channel) -> None:
    """A field that this server does not know is refused by its number, not dropped."""
    code, _, details = await refusal(channel, b"\x0a\x01a")
    assert (code, reason(details)) == (grpc.StatusCode.INVALID_ARGUMENT, "invalid_request")
    bad = details[1]
    assert isinstance(bad, BadRequest)
    assert bad.field_violations[0].field == "#1"


async def test_bytes_that_are_no_message(channel: grpc.aio.Channel) -> None:
    """Bytes that do not parse are INVALID_ARGUMENT."""
    code, _, details = await refusal(channel, b"\xff\xff")
    assert (code, reason(details)) == (grpc.StatusCode.INVALID_ARGUMENT, "malformed_message")


async def test_a_message_over_the_limit(channel: grpc.aio.Channel) -> None:
    """A message above 1 MB is refused with the code that REST gives, and the server stays up."""
    field = b"\x0a" + b"\xc0\x84\x3d" + b"x" * 1_000_000
    code, _, details = await refusal(channel, field)
    assert (code, reason(details)) == (grpc.StatusCode.INVALID_ARGUMENT, "body_too_large")


async def test_versions(channel: grpc.aio.Channel) -> None:
    """A version that this server does not speak is refused."""
    code, _, details = await refusal(channel, metadata=(*CREDENTIAL, ("countermark-version", "2020-01-01")))
    assert (code, reason(details)) == (grpc.StatusCode.INVALID_ARGUMENT, "unknown_api_version")


async def test_a_limit_that_is_used_up(channel: grpc.aio.Channel, services: Services) -> None:
    """A refused caller hears how long to wait and what its limit is."""
    assert isinstance(services.limits, SwitchedLimits)
    services.limits.exhausted = True
    code, sent, details = await refusal(channel)
    assert (code, reason(details)) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "rate_limited")
    assert sent["ratelimit"] == '"default";r=0;t=3'


async def test_the_deadline_of_the_server(services: Services) -> None:
    """A handler that outlasts the caller's deadline is stopped by the server too: nothing goes on working for nobody."""
    begun, stopped = asyncio.Event(), asyncio.Event()

    @method(SERVICE, "GetPrincipal")
    async def get_principal(caller: Principal) -> pb.GetPrincipalResponse:
        begun.set()
        try:
            await asyncio.sleep(3_600)
        finally:
            stopped.set()
        raise AssertionError("nobody waits that long")

    async with rpc_server(services, methods=[get_principal]) as channel:
        for timeout_s in (0.1, 1, 10):  # on a busy machine a short one may end before the handler begins
            with pytest.raises(grpc.aio.AioRpcError) as caught:
                await getting(channel)(b"", metadata=CREDENTIAL, timeout=timeout_s)
            assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
            if begun.is_set():
                break
        await asyncio.wait_for(stopped.wait(), 60)


async def test_health(channel: grpc.aio.Channel, services: Services) -> None:
    """The standard health check follows readiness, for the server and for each of its services."""
    readiness = services.readiness
    assert isinstance(readiness, SwitchedReadiness)
    check: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(
        "/grpc.health.v1.Health/Check"
    )
    for service in ["", *{each.service for each in METHODS}]:
        request = health_pb2.HealthCheckRequest(service=service)
        readiness.wrong = {}
        answer = health_pb2.HealthCheckResponse.FromString(await check(request.SerializeToString()))
        assert answer.status == health_pb2.HealthCheckResponse.SERVING
        readiness.wrong = {"database": "away"}
        answer = health_pb2.HealthCheckResponse.FromString(await check(request.SerializeToString()))
        assert answer.status == health_pb2.HealthCheckResponse.NOT_SERVING


async def test_reflection_names_every_service(channel: grpc.aio.Channel) -> None:
    """grpcurl and its like can list what there is."""
    path = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
    ask: grpc.aio.StreamStreamMultiCallable[bytes, bytes] = channel.stream_stream(path)
    request = reflection_pb2.ServerReflectionRequest(list_services="").SerializeToString()
    answers = [
        reflection_pb2.ServerReflectionResponse.FromString(each) async for each in ask(iter([request]))
    ]
    names = {each.name for each in answers[0].list_services_response.service}
    assert {each.service for each in METHODS} | {"grpc.health.v1.Health"} <= names


async def test_metrics_count_by_method(channel: grpc.aio.Channel, services: Services) -> None:
    """Calls are counted by method and code; a refusal is counted once it has been told."""
    await getting(channel)(b"", metadata=CREDENTIAL)
    await refusal(channel, metadata=())
    name = "countermark.principal.v1.PrincipalService.GetPrincipal"

    async def counted(status: str) -> bool:
        line = f'_count{{face="grpc",operation="{name}",status="{status}"}} 1.0'
        return line in services.metrics.prometheus().decode()

    await until(lambda: counted("OK"))
    await until(lambda: counted("UNAUTHENTICATED"))
    assert not await counted("INTERNAL")


class Silent:
    """A server whose core never says that it has ended."""

    asked: float | None = None

    async def stop(self, grace: float | None) -> None:
        self.asked = grace
        await asyncio.Event().wait()


async def test_a_stop_that_does_not_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else what counts calls, and the database, would not be closed."""
    monkeypatch.setattr(server, "_ENDS_S", 0.01)
    silent = Silent()
    leaving = asyncio.create_task(stop_server(cast("grpc.aio.Server", silent), 0.02))
    done, _ = await asyncio.wait({leaving}, timeout=10)
    assert leaving in done
    assert silent.asked == 0.02
