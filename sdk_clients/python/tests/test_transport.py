"""What the transport does by itself, on real sockets."""

from __future__ import annotations

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO, cast

import anyio
import pytest

from countermark_client import (
    ApiError,
    AsyncClient,
    AuthenticationError,
    Client,
    Conflict,
    ConnectionFailed,
    InvalidRequest,
    RateLimited,
    ServerError,
    TimedOut,
)
from countermark_client._core.client import Call
from countermark_client.settings import settings_of
from countermark_client.uploads import Upload
from tests.answers import PRINCIPAL, problem
from tests.conftest import Script, Told

WORK = Call(method="POST", path="/api/v1/work", json={"a": "ä"}, keyed=True)


def test_an_answer_is_its_model(script: Script, client: Client) -> None:
    """Key, version and name go with the request; fields of a later version are left out of the answer."""
    script.tell(Told(body=PRINCIPAL))
    found = client.principal.get()
    assert found.to_dict() == {name: each for name, each in PRINCIPAL.items() if name != "added_later"}
    sent = script.seen[0].headers
    assert (sent["x-api-key"], sent["countermark-version"]) == ("cmk_sandbox_x", "2026-11-21")
    assert sent["user-agent"] == "countermark-python/0.1.0"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_may_be_sent_again_is(script: Script, client: Client, status: int) -> None:
    """The same key and the same bytes at each try."""
    script.tell(Told(status, problem(status, "busy")), Told(hang_up=True), Told(body={"done": True}))
    client.core.send(WORK)
    keys = {each.headers["idempotency-key"] for each in script.seen}
    assert len(script.seen) == 3
    assert [uuid.UUID(each).version for each in keys] == [4]
    assert {each.body for each in script.seen} == {'{"a":"ä"}'.encode()}


def test_a_key_in_flight_is_waited_for(script: Script, client: Client) -> None:
    script.tell(Told(409, problem(409, "idempotency_key_in_flight")), Told(body={}))
    client.core.send(WORK)
    assert len(script.seen) == 2


@pytest.mark.parametrize(
    ("status", "kind"), [(400, InvalidRequest), (409, Conflict), (422, InvalidRequest), (500, ServerError)]
)
def test_what_may_not_is_told_at_once(
    script: Script, client: Client, status: int, kind: type[ApiError]
) -> None:
    refused = problem(status, "wrong", errors=[{"field": "a.b", "reason": "Too long.", "fix": "Shorten it."}])
    script.tell(Told(status, refused))
    with pytest.raises(kind) as caught:
        client.core.send(WORK)
    error = caught.value
    assert len(script.seen) == 1
    assert (error.status, error.code, error.fix, error.request_id) == (
        status,
        "wrong",
        "What to change.",
        "req_1",
    )
    assert [(each.field, each.reason, each.fix) for each in error.errors] == [
        ("a.b", "Too long.", "Shorten it.")
    ]
    assert "Too long." in str(error)


def test_a_post_without_a_key_is_sent_once(script: Script, client: Client) -> None:
    script.tell(Told(503, problem(503, "busy")))
    with pytest.raises(ServerError):
        client.core.send(Call(method="POST", path="/api/v1/check", json={}))
    assert len(script.seen) == 1
    assert "idempotency-key" not in script.seen[0].headers


def test_the_tries_come_to_an_end(script: Script) -> None:
    script.tell(Told(503, problem(503, "busy")))
    with Client(base_url=script.url, max_retries=2) as client, pytest.raises(ServerError):
        client.principal.get()
    assert len(script.seen) == 3


def test_retry_after_is_kept(script: Script, client: Client) -> None:
    script.tell(Told(429, problem(429, "rate_limited"), {"Retry-After": "1"}), Told(body=PRINCIPAL))
    began = time.monotonic()
    client.principal.get()
    assert time.monotonic() - began >= 0.99


def test_who_asks_for_more_than_a_minute_is_not_waited_for(script: Script, client: Client) -> None:
    """As a quota does that is used up until the next month."""
    script.tell(Told(429, problem(429, "quota_exhausted"), {"Retry-After": "61"}))
    with pytest.raises(RateLimited) as caught:
        client.principal.get()
    assert (caught.value.retry_after_s, len(script.seen)) == (61.0, 1)


def test_a_deadline_is_not_waited_past(script: Script) -> None:
    """A wait that would pass the deadline is not begun: the answer before it is told."""
    script.tell(Told(429, problem(429, "rate_limited"), {"Retry-After": "30"}))
    with Client(base_url=script.url, deadline_s=0.5) as client, pytest.raises(RateLimited) as caught:
        client.principal.get()
    assert caught.value.retry_after_s == 30
    assert len(script.seen) == 1


@pytest.mark.parametrize("body", [b"<html>Bad gateway</html>", b"", b"\xff\xfe", b"[1]", b'{"code":5}'])
def test_an_error_that_is_no_problem_is_one_of_ours(script: Script, body: bytes) -> None:
    script.tell(Told(502, body, {"X-Request-Id": "req_9"}))
    with Client(base_url=script.url, max_retries=0) as client, pytest.raises(ServerError) as caught:
        client.principal.get()
    assert (caught.value.status, caught.value.code, caught.value.request_id) == (502, "", "req_9")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"kind":'])
def test_a_success_that_is_none_is_told(script: Script, client: Client, body: bytes) -> None:
    script.tell(Told(200, body))
    with pytest.raises(ApiError) as caught:
        client.principal.get()
    assert caught.value.code == "answer_unreadable"


@pytest.mark.parametrize("parts", [[(5.0, b"x")], [(0.05, b"x")] * 40])
def test_a_slow_answer_is_cut_off(script: Script, client: Client, parts: list[tuple[float, bytes]]) -> None:
    """Silent or dripping, it is not waited for longer than asked, and not tried again."""
    script.tell(Told(parts=parts))
    began = time.monotonic()
    with pytest.raises(TimedOut):
        client.principal.get(timeout_s=0.3)
    assert time.monotonic() - began < 1.5
    assert len(script.seen) == 1


def test_nobody_there() -> None:
    with Client(base_url="http://127.0.0.1:1", max_retries=1) as nobody, pytest.raises(ConnectionFailed):
        nobody.principal.get()


def test_tokens_are_kept_and_renewed_once(script: Script) -> None:
    """Eight threads whose token is refused renew it once."""
    with Client(base_url=script.url, client_id="cli_1", client_secret="s") as client:
        script.tell(Told(body=PRINCIPAL))
        client.principal.get()
        client.principal.get()
        assert (script.tokens, script.seen[-1].headers["authorization"]) == (1, "Bearer token-1")
        together = threading.Barrier(4)
        script.tell(
            *[Told(401, problem(401, "credential_ended"), parts=[(0.3, b"{}")])] * 4, Told(body=PRINCIPAL)
        )

        def ask() -> str:
            together.wait()
            return client.principal.get().kind

        with ThreadPoolExecutor(4) as pool:
            assert [job.result() for job in [pool.submit(ask) for _ in range(4)]] == ["api_key"] * 4
        assert script.tokens == 2


class Pipe:
    """As much of a file as a pipe is."""

    def __init__(self) -> None:
        self.left = [b"head\n", b"rest\n", b""]

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1) -> bytes:
        return self.left.pop(0)


def test_a_stream_is_not_sent_again_under_another_token(script: Script) -> None:
    """What is left of it would be taken for the whole."""
    with Client(base_url=script.url, client_id="cli_1", client_secret="s") as client:
        script.tell(
            Told(401, problem(401, "credential_ended"), {"Connection": "close"}), Told(body=PRINCIPAL)
        )
        upload = Upload(cast("BinaryIO", Pipe()))
        with pytest.raises(AuthenticationError):
            client.core.send(Call(method="POST", path="/api/v1/file", content=upload, keyed=True))
        assert len(script.seen) == 1
        script.tell(Told(body=PRINCIPAL))
        client.principal.get()
        assert script.seen[-1].headers["authorization"] == "Bearer token-2"


def test_a_refusal_that_stays_is_told(script: Script) -> None:
    with Client(base_url=script.url, client_id="cli_1", client_secret="s") as client:
        script.tell(Told(401, problem(401, "credential_ended")))
        with pytest.raises(AuthenticationError):
            client.principal.get()
    assert (script.tokens, len(script.seen)) == (2, 2)


def test_a_stream_that_cannot_be_read_again_is_sent_once(script: Script, client: Client) -> None:
    script.tell(Told(503, problem(503, "busy")))
    upload = Upload(cast("BinaryIO", Pipe()))
    with pytest.raises((ServerError, ConnectionFailed)):
        client.core.send(Call(method="PUT", path="/api/v1/file", content=upload))
    assert len(script.seen) == 1


def test_two_downloads_of_one_file_do_not_mix(script: Script, client: Client, tmp_path: Path) -> None:
    """Each writes a file of its own until it is whole."""
    script.tell(Told(parts=[(0.05, bytes([place]) * 1000) for place in range(5)]))
    target = tmp_path / "results.csv"
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(client.batches.results, "bat_1", target) for _ in range(2)]
        assert [job.result() for job in jobs] == [5000, 5000]
    assert [each.name for each in tmp_path.iterdir()] == ["results.csv"]
    assert target.read_bytes() == b"".join(bytes([place]) * 1000 for place in range(5))


def test_settings_that_do_not_go_together() -> None:
    wrongs: tuple[dict[str, Any], ...] = (
        {"client_id": "c"},
        {"api_key": "k", "client_id": "c", "client_secret": "s"},
        {"timeout_s": 0},
    )
    for wrong in wrongs:
        with pytest.raises(ValueError, match=r"together|either|above"):
            settings_of(**wrong)


def test_secrets_are_not_shown(client: Client) -> None:
    assert "cmk_sandbox_x" not in repr(vars(client.core))


def test_the_asynchronous_client(script: Script) -> None:
    async def asked() -> str:
        async with AsyncClient(base_url=script.url, api_key="k") as client:
            return (await client.principal.get()).mode

    script.tell(Told(503, problem(503, "busy")), Told(body=PRINCIPAL))
    assert anyio.run(asked) == "sandbox"
