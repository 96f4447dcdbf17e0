"""HTTP/1.1 itself, byte for byte, between a real socket and an ASGI application."""

import asyncio
import contextlib
import json
import socket
from collections.abc import Callable, Coroutine

import httpx
import pytest
import uvloop

from api.rest.server import RestServer
from api.rest.wire import HEAD_BYTES_MAX, HEADERS_MAX, Bounds
from core.clock import SystemClock
from core.errors import PortTaken
from tests.api.wired import TIMEOUT_S, Echo, get, post, serving, started


async def test_one_connection_many_requests() -> None:
    """Kept open between requests, with a date on each answer; a query is apart from its path."""
    async with serving() as place:
        client = await place.client()
        for size in (0, 1, 70_000):
            await client.say(post(b"x" * size, path="/a%20b?q=%31"))
            status, headers, said = await client.answer()
            assert (status, said["size"], said["path"], said["query"]) == (200, size, "/a b", "q=%31")
            assert headers["date"].endswith(" GMT")
            assert "connection" not in headers


async def test_what_is_sent_ahead_is_answered_in_order() -> None:
    """Thirty requests in one packet, while the first still waits: their answers come in their order."""
    async with serving() as place:
        client = await place.client()
        await client.say(get("/gate") + b"".join(get(f"/{at}") for at in range(30)))
        await place.app.begun.wait()
        place.app.gate.set()
        paths = [(await client.answer())[2]["path"] for _ in range(31)]
        assert paths == ["/gate", *(f"/{at}" for at in range(30))]


async def test_byte_by_byte() -> None:
    """However a request is cut up, it is the same request."""
    request = post(
        b"5\r\nhello\r\n6;ext=1\r\n world\r\n0\r\nTrailer: t\r\n\r\n", "Transfer-Encoding: chunked"
    )
    async with serving() as place:
        client = await place.client()
        for _ in range(2):
            for at in range(len(request)):
                client.writer.write(request[at : at + 1])
                await asyncio.sleep(0)
            assert (await client.answer())[2]["body"] == "hello world"


async def test_a_body_is_handed_on_while_it_comes() -> None:
    """The application reads the first piece before the last was sent, and holds the sender back while it does not read."""
    async with serving() as place:
        client = await place.client()
        await client.say(started(b"abc", 6))
        await asyncio.wait_for(place.app.begun.wait(), TIMEOUT_S)
        await client.say(b"def")
        assert (await client.answer())[2]["body"] == "abcdef"
        place.app.begun.clear()
        client.writer.write(post(b"y" * 40_000_000, path="/gate"))
        await place.app.begun.wait()
        await asyncio.sleep(0.2)
        held = client.writer.transport.get_write_buffer_size()
        assert held > 20_000_000
        place.app.gate.set()
        assert (await client.answer())[2]["size"] == 40_000_000


@pytest.mark.parametrize("sent", [True, False])
async def test_continue(sent: bool) -> None:
    """100 is sent to who waits for it, once, and not to who does not."""
    async with serving() as place:
        client = await place.client()
        whole = post(b"hello", "Expect: 100-continue")
        head, body = whole[:-5], whole[-5:]
        if sent:
            await client.say(whole)
        else:
            await client.say(head)
            assert await client.head() == (100, {})
            await client.say(body)
        assert (await client.answer())[2]["body"] == "hello"


UPGRADE = ("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA")


async def test_another_protocol_is_not_taken_up() -> None:
    """Whoever asks for h2c, with a body, in pieces, twice, and with more behind it, is answered in HTTP/1.1."""
    request = post(b"hello", *UPGRADE)
    async with serving() as place:
        client = await place.client()
        await client.say(request[:40], request[40:-7], request[-7:])
        assert (await client.answer())[2]["body"] == "hello"
        await client.say(
            post(b"5\r\nagain\r\n0\r\n\r\n", *UPGRADE, "Transfer-Encoding: chunked") + get("/next")
        )
        said = (await client.answer())[2]
        assert said["body"] == "again"
        assert not {"upgrade", "http2-settings"} & set(said["names"])  # type: ignore[call-overload]
        assert (await client.answer())[2]["path"] == "/next"
        await client.say(b"CONNECT here:443 HTTP/1.1\r\nHost: here:443\r\n\r\n")
        assert (await client.answer())[0] == 400


async def test_older_clients() -> None:
    """HTTP/1.0 without a Host is answered and left; with keep-alive it stays. Without a length the end is the close."""
    async with serving() as place:
        client = await place.client()
        await client.say(b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        _, headers, said = await client.answer()
        assert (headers["connection"], said["version"]) == ("keep-alive", "1.0")
        await client.say(get("/unsized", version="1.0"))
        _, headers = await client.head()
        assert headers["connection"] == "close"
        assert json.loads(await client.rest())["path"] == "/unsized"


async def test_an_answer_without_a_length_is_chunked() -> None:
    """And one without a body has neither; HEAD has the length and no body."""
    async with (
        serving() as place,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{place.server.port}") as client,
    ):
        unsized = await client.get("/unsized")
        assert unsized.headers["transfer-encoding"] == "chunked"
        assert unsized.json()["path"] == "/unsized"
        none = await client.get("/none")
        assert (none.status_code, none.content) == (204, b"")
        assert not {"content-length", "transfer-encoding"} & set(none.headers)
        head = await client.head("/")
        assert int(head.headers["content-length"]) > 50
        assert (await client.get("/")).json()["method"] == "GET"


async def test_the_client_may_say_that_it_is_done() -> None:
    """A client that closes its half after the request gets its answer; one that asks for a close gets that."""
    async with serving() as place:
        client = await place.client()
        await client.say(get("/gate"))
        client.writer.write_eof()
        await place.app.begun.wait()
        place.app.gate.set()
        assert (await client.answer())[0] == 200
        assert await client.rest() == b""
        client = await place.client()
        await client.say(get("/", "Connection: close"))
        assert (await client.answer())[1]["connection"] == "close"
        assert await client.rest() == b""


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        (b"NONSENSE\r\n\r\n", 400, "malformed_request"),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "malformed_request"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400, "malformed_request"),
        (b"GET / HTTP/1.1\r\n\r\n", 400, "malformed_request"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400, "malformed_request"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "malformed_request"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nName : b\r\n\r\n", 400, "malformed_request"),
        (get("/", *(f"X-{at}: 1" for at in range(HEADERS_MAX))), 431, "head_too_large"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * (HEAD_BYTES_MAX + 1), 431, "head_too_large"),
    ],
)  # fmt: skip
async def test_what_is_no_request_is_refused(request_: bytes, status: int, code: str) -> None:
    """With a problem that says why, and the connection is closed: nothing behind it is taken for a request."""
    async with serving() as place:
        client = await place.client()
        await client.say(request_)
        found, headers, problem = await client.answer()
        assert (found, problem["code"], headers["content-type"]) == (status, code, "application/problem+json")
        assert headers["connection"] == "close"
        assert await client.rest() == b""
        assert not place.server.connections


async def test_nonsense_behind_a_request_costs_that_request_nothing() -> None:
    """What was asked before is answered, then it is closed."""
    async with serving() as place:
        client = await place.client()
        await client.say(get("/gate") + b"NONSENSE\r\n\r\n")
        await place.app.begun.wait()
        place.app.gate.set()
        assert (await client.answer())[0] == 200
        assert await client.rest() == b""


async def test_who_keeps_us_waiting_is_left() -> None:
    """A head that never ends, a body that stops, a connection that nobody uses; not one that waits for its answer."""
    async with serving(Bounds(head_s=2.0, idle_s=2.0)) as place:
        waiting = await place.client()
        await waiting.say(get("/gate"))
        slow, stuck, idle = [await place.client() for _ in range(3)]
        await slow.say(b"GET / HTTP/1.1\r\nHost:")
        await stuck.say(started(b"abc", 9))
        assert [await client.rest() for client in (slow, idle, stuck)] == [b"", b"", b""]
        place.app.gate.set()
        assert (await waiting.answer())[0] == 200
        assert await waiting.rest() == b""


async def test_an_application_that_breaks_off_ends_its_connection() -> None:
    """Before it said anything, with what is no header, or leaving a body unread: none of it is taken for another answer."""
    async with serving() as place:
        for path in ("/broken", "/split"):
            client = await place.client()
            await client.say(get(path))
            assert await client.rest() == b""
        client = await place.client()
        await client.say(started(b"abc", 9, path="/unread"))
        assert (await client.answer())[1]["connection"] == "close"
        assert await client.rest() == b""


async def test_a_client_that_goes_is_told_of() -> None:
    """While its body comes, and while it listens to a stream."""
    async with serving() as place:
        client = await place.client()
        await client.say(started(b"abc", 9))
        await asyncio.wait_for(place.app.begun.wait(), TIMEOUT_S)
        client.writer.close()
        await asyncio.wait_for(place.app.left.wait(), TIMEOUT_S)
        place.app.left.clear()
        client = await place.client()
        await client.say(get("/stream"))
        _, headers = await client.head()
        assert headers["transfer-encoding"] == "chunked"
        assert await client.reader.readexactly(8) == b"3\r\none\r\n"
        client.writer.close()
        await asyncio.wait_for(place.app.left.wait(), TIMEOUT_S)


async def test_leaving() -> None:
    """Who idles is let go, who is being answered or half heard is answered and asked to leave, newcomers find nobody."""
    async with serving() as place:
        idle, asking, half = [await place.client() for _ in range(3)]
        for client in (idle, asking, half):
            await client.say(get())
            await client.answer()
        await asking.say(get("/gate"))
        await half.say(get("/half")[:20])
        stopping = asyncio.create_task(place.server.stop(TIMEOUT_S))
        assert await idle.rest() == b""
        with pytest.raises(OSError, match=r"refused|Connect call failed"):
            await place.client()
        place.app.gate.set()
        await half.say(get("/half")[20:])
        for client in (asking, half):
            assert (await client.answer())[1]["connection"] == "close"
            assert await client.rest() == b""
        await stopping
        assert not place.server.connections


async def test_only_who_was_asked_to_leave_is_left() -> None:
    """An answer that went out in the moment before invites the next request: that one is answered, and then asked to leave."""
    async with serving() as place:
        client = await place.client()
        await client.say(get("/tail"))
        assert "connection" not in (await client.answer())[1]
        place.server.leaving = True
        place.app.gate.set()
        await asyncio.sleep(0.05)  # its answering comes to its end
        await client.say(get())
        assert (await client.answer())[1]["connection"] == "close"
        assert await client.rest() == b""


async def test_who_does_not_get_on_is_cut_off() -> None:
    """After the grace the connection is cut, and the server is gone."""
    async with serving() as place:
        client = await place.client()
        await client.say(get("/gate"))
        await place.app.begun.wait()
        await place.server.stop(0.05)
        with contextlib.suppress(ConnectionResetError):
            assert await client.rest() == b""


async def test_a_taken_port_is_said() -> None:
    """And nothing is served beside what listens there."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=str(port)):
            await RestServer(Echo(), "127.0.0.1", port, SystemClock()).start()


@pytest.mark.parametrize(
    "case",
    [
        test_one_connection_many_requests, test_what_is_sent_ahead_is_answered_in_order, test_byte_by_byte,
        test_a_body_is_handed_on_while_it_comes, test_another_protocol_is_not_taken_up, test_older_clients,
        test_the_client_may_say_that_it_is_done, test_nonsense_behind_a_request_costs_that_request_nothing,
        test_who_keeps_us_waiting_is_left, test_an_application_that_breaks_off_ends_its_connection,
        test_a_client_that_goes_is_told_of, test_leaving, test_only_who_was_asked_to_leave_is_left,
        test_who_does_not_get_on_is_cut_off, test_a_taken_port_is_said,
    ],
)  # fmt: skip
def test_on_the_loop_that_serves(case: Callable[[], Coroutine[None, None, None]]) -> None:
    """All of that on uvloop too, whose transports are others."""

    async def loop_of_case() -> asyncio.AbstractEventLoop:
        await case()
        return asyncio.get_running_loop()

    assert isinstance(uvloop.run(loop_of_case()), uvloop.Loop)
