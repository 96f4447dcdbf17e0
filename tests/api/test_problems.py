"""Every way to fail has one shape: a problem with code, fix and request id, and never more than that."""

import http
import json
import socket
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import msgspec
import pytest

from api.rest.problems import STATUS_OF_KIND
from api.rest.reference import error_types
from core.errors import ErrorKind
from tenants.permissions import Permission
from tenants.principals import PermissionDenied, system
from tests.api.conftest import CREDENTIAL
from tests.log_lines import written

ECHO = {"part": {"amount_minor": 5}}


def assert_problem(answer: httpx.Response, status: int, code: str) -> dict[str, object]:
    """Check the shape that all problems share, and return the problem."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, object] = answer.json()
    assert set(problem) == {"type", "title", "status", "detail", "code", "fix", "request_id", "errors"}
    assert problem["type"] == f"/docs/errors#{code}"
    assert problem["title"] == http.HTTPStatus(status).phrase
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert problem["detail"]
    assert problem["fix"]
    return problem


def test_every_kind_has_a_status() -> None:
    """No error of the domain is without an HTTP status."""
    assert set(STATUS_OF_KIND) == set(ErrorKind)


def test_codes_mean_one_thing() -> None:
    """Two errors that share a code share kind and fix, so a caller may switch on the code."""
    meanings: dict[str, set[tuple[str, str]]] = {}
    for each in error_types():
        if not each.__module__.startswith("tests."):
            meanings.setdefault(each.code, set()).add((each.kind.value, ""))
    assert {code: said for code, said in meanings.items() if len(said) > 1} == {}


async def test_a_field_that_stands_twice(rest: httpx.AsyncClient) -> None:
    """It is refused where settings are made; on the path of decisions, which is read a single time, the last one counts."""
    twice = b'{"part":{"amount_minor":5,"amount_minor":6}}'
    headers = {**CREDENTIAL, "content-type": "application/json"}
    refused = await rest.post("/api/v1/test/echo", content=twice, headers=headers)
    problem = assert_problem(refused, 400, "invalid_request")
    assert problem["errors"] == [
        {"field": "amount_minor", "reason": "It stands twice in one object.", "fix": "Send it once."}
    ]
    assert (await rest.post("/api/v1/test/lean", content=twice, headers=headers)).status_code < 300


def test_every_403_says_what_to_do() -> None:
    """Whoever may not do it learns how to come to it."""
    refusals = [each for each in error_types() if each.kind is ErrorKind.FORBIDDEN]
    assert PermissionDenied in refusals
    assert [each.__qualname__ for each in refusals if not each.fix] == []


def test_a_missing_permission_is_named_with_the_way_to_it() -> None:
    """The fix names the very scope that a key must have."""
    caller = system(UUID(int=1), UUID(int=2), "live")
    poor = msgspec.structs.replace(caller, permissions=frozenset())
    with pytest.raises(PermissionDenied) as refused:
        poor.require(Permission.MODELS_DEPLOY)
    assert "--scope models:deploy" in refused.value.how_to_fix


@pytest.mark.parametrize("kind", list(ErrorKind))
async def test_domain_errors(rest: httpx.AsyncClient, kind: ErrorKind) -> None:
    """Each kind becomes its status, with fields, wait and fix; what is internal stays inside."""
    answer = await rest.get(f"/api/v1/test/fail/{kind.value}", headers=CREDENTIAL)
    problem = assert_problem(answer, STATUS_OF_KIND[kind], "failing")
    assert problem["errors"] == [{"field": "part.amount_minor", "reason": "Too small.", "fix": "Send more."}]
    assert answer.headers["retry-after"] == "2"
    assert "seen in the log only" not in answer.text
    assert ("www-authenticate" in answer.headers) == (kind is ErrorKind.UNAUTHENTICATED)


@pytest.mark.parametrize("path", ["/api/v1/test/echo", "/api/v1/test/lean"])
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"part": {"amount_minor": 0}}, "part.amount_minor"),
        ({"part": {"amount_minor": -5}}, "part.amount_minor"),
        ({"part": {"amount_minor": "5"}}, "part.amount_minor"),
        ({"part": {"amount_minor": 5.5}}, "part.amount_minor"),
        ({"part": {"amount_minor": True}}, "part.amount_minor"),
        ({"part": {"amount_minor": None}}, "part.amount_minor"),
        ({"part": {"amount_minor": 10**30}}, "part.amount_minor"),
        ({"part": {"amount_minor": 5, "currency": "inr"}}, "part.currency"),
        ({"part": {"amount_minor": 5, "colour": 1}}, "part.colour"),
        ({"part": {}}, "part.amount_minor"),
        ({}, "part"),
        ([], ""),
        ({**ECHO, "parts": [{"amount_minor": 1}, {"amount_minor": 0}]}, "parts[1].amount_minor"),
        ({**ECHO, "parts": [{"amount_minor": 1}] * 4}, "parts"),
        ({**ECHO, "at": "2026-11-21T00:00:00"}, "at"),
        ({**ECHO, "at": "2026-13-45T00:00:00Z"}, "at"),
        ({**ECHO, "mode": "medium"}, "mode"),
        ({**ECHO, "note": "x" * 11}, "note"),
        ({**ECHO, "share": 1.01}, "share"),
        ({**ECHO, "Share": 1}, "Share"),
    ],
)
async def test_refused_fields_are_named(rest: httpx.AsyncClient, path: str, body: object, field: str) -> None:
    """A refused field is named as the caller wrote it, with the reason and what to do, routed or lean."""
    answer = await rest.post(path, json=body, headers=CREDENTIAL)
    problem = assert_problem(answer, 400, "invalid_request")
    (error,) = json.loads(answer.text)["errors"]
    assert error["field"] == field
    assert error["reason"]
    assert error["fix"]
    assert problem["errors"]


@pytest.mark.parametrize("path", ["/api/v1/test/echo", "/api/v1/test/lean"])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"part":{"amount_minor":NaN}}',
        b'{"part":{"amount_minor":1},"share":Infinity}',
        b'{"part":{"amount_minor":1},"note":"\xff"}',
        b'{"part":{"amount_minor":1},"note":"\\ud800"}',
        b'{"part":{"amount_minor":1},"note":"\\u0000"}',
        b'\xef\xbb\xbf{"part":{"amount_minor":1}}',
        b'{"part":{"amount_minor":1}} {}',
        b"[" * 100_000,
        b'{"part":' * 50_000,
    ],
)
async def test_malformed_json(rest: httpx.AsyncClient, path: str, body: bytes) -> None:
    """What is not JSON in UTF-8, or holds what no field may hold, is refused before anything else looks at it."""
    headers = {**CREDENTIAL, "content-type": "application/json"}
    answer = await rest.post(path, content=body, headers=headers)
    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] in {"malformed_json", "invalid_request"}
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b'{"part":{"amount_minor":1},"note":"a\\u0000b"}', ["note"]),
        (b'{"items":[{"id":"a"},{"id":"\\u0000"}]}', ["items[1].id"]),
        (b'{"part":{"\\u0000":1}}', ["part"]),
        (b'{"note":"\\u0000"', []),
    ],
)
async def test_u0000_is_found(rest: httpx.AsyncClient, body: bytes, fields: list[str]) -> None:
    """The field that holds it is named, where the rest is JSON."""
    headers = {**CREDENTIAL, "content-type": "application/json"}
    problem = (await rest.post("/api/v1/test/echo", content=body, headers=headers)).json()
    assert problem["code"] == "malformed_json"
    assert [each["field"] for each in problem["errors"]] == fields


async def test_an_escaped_backslash_before_u0000_is_text(rest: httpx.AsyncClient) -> None:
    """The two characters backslash and u, written out, are not the character U+0000."""
    body = b'{"part":{"amount_minor":1},"note":"\\\\u0000"}'
    headers = {**CREDENTIAL, "content-type": "application/json"}
    assert (await rest.post("/api/v1/test/echo", content=body, headers=headers)).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/test/echo", "/api/v1/test/lean"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": "application/json; charset=latin-1"},
        {"content-type": "application/json", "content-encoding": "gzip"},
    ],
)
async def test_other_media_types(rest: httpx.AsyncClient, path: str, headers: dict[str, str]) -> None:
    """A body that is not plain JSON in UTF-8 is 415, whatever it says."""
    answer = await rest.post(path, content=b'{"part":{"amount_minor":1}}', headers={**CREDENTIAL, **headers})
    assert_problem(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize("content_type", ["application/json", "Application/JSON; charset=UTF-8"])
async def test_json_by_its_names(rest: httpx.AsyncClient, content_type: str) -> None:
    """Media types are read without regard to case, and UTF-8 may be said."""
    headers = {**CREDENTIAL, "content-type": content_type}
    assert (
        await rest.post("/api/v1/test/echo", content=json.dumps(ECHO), headers=headers)
    ).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/test/echo", "/api/v1/test/lean"])
async def test_a_body_over_the_limit(rest: httpx.AsyncClient, path: str) -> None:
    """A body above 1 MB is 413, whether its length was announced or not; the server stays up."""
    headers = {**CREDENTIAL, "content-type": "application/json"}
    assert_problem(await rest.post(path, content=b" " * 1_000_001, headers=headers), 413, "body_too_large")

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 60_000

    assert_problem(await rest.post(path, content=chunks(), headers=headers), 413, "body_too_large")
    assert (await rest.get("/health/live")).status_code == 200


async def test_unknown_route(rest: httpx.AsyncClient) -> None:
    """A path that leads nowhere is a 404 with its own code, for every method."""
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]:
        assert_problem(await rest.request(method, "/api/v1/nothing"), 404, "route_not_found")


async def test_wrong_method(rest: httpx.AsyncClient) -> None:
    """A known path with another method is 405, and Allow names the methods it has."""
    answer = await rest.delete("/api/v1/test/echo")
    assert_problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "OPTIONS, POST"
    answer = await rest.post("/api/v1/test/things/x")
    assert answer.headers["allow"] == "DELETE, GET, HEAD, OPTIONS"
    answer = await rest.put("/api/v1/test/things/special")
    assert answer.headers["allow"] == "OPTIONS, POST"
    assert (await rest.delete("/api/v1/test/lean")).status_code == 405


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("parity=both", "parity"),
        ("odd=1", "odd"),
        ("limit=1&limit=2", "limit"),
        ("limit=null", "limit"),
        ("parity=null", "parity"),
        ("since=null", "since"),
        ("since=2026-02-30", "since"),
        ("since=0.5", "since"),
        ("since=1763683200", "since"),
        ("limit=true", "limit"),
    ],
)
async def test_refused_query_parameters(rest: httpx.AsyncClient, query: str, field: str) -> None:
    """A query parameter out of range, unknown or given twice is refused by its name."""
    answer = await rest.get(f"/api/v1/test/numbers?{query}", headers=CREDENTIAL)
    assert_problem(answer, 400, "invalid_request")
    assert [each["field"] for each in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    "target",
    [
        "/api/v1/test/things/%00",
        "/api/v1/test/numbers?after=%00",
        "/api/v1/test/things/%ff",
        "/api/v1/test/numbers?after=%ff",
    ],
)
async def test_urls_with_bytes_that_are_no_text(rest: httpx.AsyncClient, target: str) -> None:
    """U+0000 and bytes that are not UTF-8 never reach a handler."""
    answer = await rest.get(target, headers=CREDENTIAL)
    assert_problem(answer, 400, "invalid_request")


async def test_a_crash_shows_nothing(rest: httpx.AsyncClient) -> None:
    """What we did not foresee is a 500; the log names its place and type with the request id, not its words."""
    with written() as logged:
        answer = await rest.get(
            "/api/v1/test/crash", headers={**CREDENTIAL, "X-Request-Id": "seen-by-caller"}
        )
    problem = assert_problem(answer, 500, "internal")
    assert "the-secret-of-the-trace" not in answer.text
    assert problem["request_id"] == "seen-by-caller"
    assert "the-secret" not in logged.text
    (line,) = [line for line in logged.lines if line["message"] == "A request failed."]
    assert (line["request_id"], line["error"]) == ("seen-by-caller", "RuntimeError")


async def test_no_credential_before_anything_else(rest: httpx.AsyncClient) -> None:
    """Without a credential the body is not even read: a wrong body and a wrong query are still 401."""
    assert_problem(await rest.post("/api/v1/test/echo", content=b"x" * 2_000_000), 401, "credential_refused")
    assert_problem(await rest.get("/api/v1/test/numbers?limit=x"), 401, "credential_refused")


async def test_a_socket_that_hangs_up(rest: httpx.AsyncClient) -> None:
    """A caller who goes away in the middle of its body harms nobody."""
    host, port = str(rest.base_url.host), rest.base_url.port or 0
    with socket.create_connection((host, port)) as line:
        line.sendall(b"POST /api/v1/test/echo HTTP/1.1\r\nhost: x\r\nx-api-key: cmk_sandbox_good\r\n")
        line.sendall(b"content-type: application/json\r\ncontent-length: 100\r\n\r\n{")
    assert (await rest.get("/health/live")).status_code == 200
