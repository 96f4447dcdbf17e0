"""What every answer carries, and what the edge does before a handler runs."""

import asyncio
import pathlib
import re
import shutil
import socket
import subprocess

import httpx
import pytest

from api.services import Services
from api.settings import API_VERSION
from tests.api.conftest import CREDENTIAL
from tests.api.test_problems import ECHO, assert_problem
from tests.fakes.faces import SwitchedLimits, SwitchedReadiness, make_services
from tests.fakes.servers import rest_server

EVERY_ANSWER = [
    ("GET", "/health/live"),
    ("GET", "/nothing"),
    ("DELETE", "/health/live"),
    ("OPTIONS", "/health/live"),
    ("GET", "/api/v1/principal"),
]


@pytest.mark.parametrize(("method", "path"), EVERY_ANSWER)
async def test_headers_of_every_answer(rest: httpx.AsyncClient, method: str, path: str) -> None:
    """Good or bad, routed or not: request id, version, and the headers that keep browsers safe and caches empty."""
    answer = await rest.request(method, path)
    assert re.fullmatch(r"req_[0-9a-z]{26}", answer.headers["x-request-id"])
    assert answer.headers["countermark-version"] == API_VERSION
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers.get_list("cache-control") == ["no-store"]


@pytest.mark.parametrize("sent", ["abc", "9f0c:1", "x" * 128])
async def test_a_request_id_of_the_callers(rest: httpx.AsyncClient, sent: str) -> None:
    """A well-formed X-Request-Id is kept."""
    assert (await rest.get("/health/live", headers={"X-Request-Id": sent})).headers["x-request-id"] == sent


@pytest.mark.parametrize("sent", ["", "a b", "x" * 129, "<script>", 'a"b'])
async def test_a_request_id_that_is_none(rest: httpx.AsyncClient, sent: str) -> None:
    """One that could break a log line is replaced by ours."""
    answer = await rest.get("/health/live", headers={"X-Request-Id": sent})
    assert answer.headers["x-request-id"].startswith("req_")


async def test_versions(rest: httpx.AsyncClient) -> None:
    """The version of today is served; another is refused rather than guessed."""
    good = await rest.get("/health/live", headers={"Countermark-Version": API_VERSION})
    assert good.status_code == 200
    bad = await rest.get("/health/live", headers={"Countermark-Version": "2020-01-01"})
    assert_problem(bad, 400, "unknown_api_version")


async def test_rate_limit_headers(rest: httpx.AsyncClient) -> None:
    """An admitted caller hears what is left."""
    answer = await rest.get("/api/v1/principal", headers=CREDENTIAL)
    assert answer.headers["ratelimit"] == '"default";r=99;t=1'
    assert answer.headers["ratelimit-policy"] == '"default";q=100;w=1'


async def test_a_limit_that_is_used_up(rest: httpx.AsyncClient, services: Services) -> None:
    """A refused caller hears how long to wait, rounded up, and what its limit is."""
    limits = services.limits
    assert isinstance(limits, SwitchedLimits)
    limits.exhausted = True
    try:
        answer = await rest.get("/api/v1/principal", headers=CREDENTIAL)
    finally:
        limits.exhausted = False
    assert_problem(answer, 429, "rate_limited")
    assert answer.headers["retry-after"] == "3"
    assert answer.headers["ratelimit"] == '"default";r=0;t=3'


@pytest.mark.parametrize("headers", [{"X-API-Key": "nonsense"}, {"Authorization": "Bearer nonsense"}, {}])
async def test_credentials_that_are_none(rest: httpx.AsyncClient, headers: dict[str, str]) -> None:
    """No credential and a wrong one are 401 with a challenge."""
    answer = await rest.get("/api/v1/principal", headers=headers)
    assert_problem(answer, 401, "credential_refused")
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_the_deadline_of_the_caller(rest: httpx.AsyncClient) -> None:
    """A handler that takes longer than the caller will wait is stopped and answered 504."""
    answer = await rest.get("/api/v1/test/slow", headers={**CREDENTIAL, "Countermark-Timeout-Ms": "50"})
    assert_problem(answer, 504, "deadline_exceeded")


@pytest.mark.parametrize("wait", ["0", "30001", "-1", "1.5", "soon", ""])
async def test_deadlines_that_are_none(rest: httpx.AsyncClient, wait: str) -> None:
    """A deadline out of range is refused by the name of its header."""
    answer = await rest.get("/health/live", headers={"Countermark-Timeout-Ms": wait})
    assert_problem(answer, 400, "invalid_request")
    assert answer.json()["errors"][0]["field"] == "Countermark-Timeout-Ms"


@pytest.mark.parametrize("path", ["/api/v1/test/echo", "/api/v1/test/lean"])
async def test_the_deadline_reaches_the_handler(rest: httpx.AsyncClient, path: str) -> None:
    """What the caller will wait is what the use case is told, routed or lean."""
    headers = {**CREDENTIAL, "Countermark-Timeout-Ms": "2000"}
    answer = await rest.post(path, json=ECHO, headers=headers)
    assert 1_000 < answer.json()["deadline_ms"] <= 2_000
    answer = await rest.post(path, json=ECHO, headers=CREDENTIAL)
    assert 9_000 < answer.json()["deadline_ms"] <= 10_000


async def test_lean_and_routed_answer_alike(rest: httpx.AsyncClient) -> None:
    """The short way through the edge gives the same status, headers and body as the long one."""
    answers = [
        await rest.post(f"/api/v1/test/{way}", json=ECHO, headers=CREDENTIAL) for way in ("echo", "lean")
    ]
    ignored = {"x-request-id", "date", "content-length"}
    headers = [
        {name: each for name, each in answer.headers.items() if name not in ignored} for answer in answers
    ]
    assert headers[0] == headers[1]
    assert answers[0].status_code == answers[1].status_code == 200
    assert [answer.json()["total_minor"] for answer in answers] == [5, 5]


async def test_options_and_head(rest: httpx.AsyncClient) -> None:
    """OPTIONS names what the path has; HEAD is GET without the body and with its length."""
    options = await rest.options("/api/v1/test/things/x")
    assert (options.status_code, options.headers["allow"]) == (204, "DELETE, GET, HEAD, OPTIONS")
    get, head = await rest.get("/health/live"), await rest.head("/health/live")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"] == str(len(get.content))


async def test_an_answer_of_its_own(rest: httpx.AsyncClient) -> None:
    """A handler may choose its status and add headers."""
    answer = await rest.get("/api/v1/test/things/abc", headers=CREDENTIAL)
    assert (answer.status_code, answer.headers["x-thing"], answer.json()["amount_minor"]) == (203, "abc", 3)


async def test_nothing_to_say(rest: httpx.AsyncClient) -> None:
    """An operation that returns nothing answers 204 with no body and no type."""
    answer = await rest.delete("/api/v1/test/things/abc", headers=CREDENTIAL)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "content-type" not in answer.headers


async def test_pages(rest: httpx.AsyncClient) -> None:
    """Following next_after sees every item once, in order, and ends."""
    seen: list[int] = []
    after = ""
    while True:
        query = f"?limit=100{after}"
        page = (await rest.get(f"/api/v1/test/numbers{query}", headers=CREDENTIAL)).json()
        seen += page["data"]
        if not page["has_more"]:
            assert page["next_after"] is None
            break
        after = f"&after={page['next_after']}"
    assert seen == list(range(1, 251))


async def test_health() -> None:
    """Alive is not ready: readiness names what is missing and answers 503 until it is back."""
    readiness = SwitchedReadiness()
    async with rest_server(make_services(readiness=readiness)) as client:
        assert (await client.get("/health/ready")).json() == {
            "status": "ready",
            "runtimes": {"onnx": "ready"},
        }
        readiness.wrong = {"database": "database_unavailable"}
        answer = await client.get("/health/ready")
        assert_problem(answer, 503, "not_ready")
        assert answer.json()["errors"][0]["field"] == "database"
        assert answer.headers["retry-after"]
        assert (await client.get("/health/live")).json() == {"status": "live"}


async def test_metrics_count_by_operation(rest: httpx.AsyncClient) -> None:
    """Requests are counted by operation and status, never by path: an id in a label would live for ever."""
    await rest.get("/api/v1/test/things/some-id-of-a-customer", headers=CREDENTIAL)
    await rest.get("/api/v1/nothing/at/all")
    text = (await rest.get("/metrics")).text
    assert 'operation="getTestThing",status="203"' in text
    assert 'operation="unrouted",status="404"' in text
    assert "some-id" not in text


UPGRADE = (
    b"POST /api/v1/test/{way} HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nContent-Length: 27\r\n"
    b"Host: 127.0.0.1\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\nUpgrade: h2c\r\n"
    b"User-Agent: Java-http-client/17\r\nX-API-Key: cmk_sandbox_good\r\nContent-Type: application/json\r\n\r\n"
    b'{"part":{"amount_minor":5}}'
)


@pytest.mark.parametrize("way", [b"echo", b"lean"])
async def test_the_upgrade_that_java_asks_for(rest: httpx.AsyncClient, way: bytes) -> None:
    """Java's default client asks to upgrade to h2c in each cleartext POST; the body must not be lost over it."""

    def exchange() -> bytes:
        with socket.create_connection(("127.0.0.1", rest.base_url.port or 0), timeout=10) as line:
            line.sendall(UPGRADE.replace(b"{way}", way))
            received = b""
            while b"total_minor" not in received:
                more = line.recv(65_536)
                if not more:
                    break
                received += more
            return received

    received = await asyncio.to_thread(exchange)
    assert received.startswith(b"HTTP/1.1 200"), received
    assert b'"total_minor":5' in received


JAVA = """
import java.net.URI;
import java.net.http.*;

public class Post {
    public static void main(String[] arguments) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(arguments[0]))
            .header("X-API-Key", "cmk_sandbox_good").header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\\"part\\":{\\"amount_minor\\":5}}")).build();
        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.statusCode() + " " + answer.body());
    }
}
"""


@pytest.mark.skipif(shutil.which("java") is None, reason="there is no java on this machine")
async def test_java_itself_can_post(rest: httpx.AsyncClient, tmp_path: pathlib.Path) -> None:
    """java.net.http.HttpClient with its defaults gets its answer."""
    source = tmp_path / "Post.java"
    source.write_text(JAVA)
    command = ["java", "-XX:TieredStopAtLevel=1", str(source), f"{rest.base_url}/api/v1/test/echo"]
    ran = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.stdout.startswith("200 "), ran.stdout + ran.stderr
