"""Nothing that a tenant names leads inside: sockets that really listen here count who connects."""

import ipaddress
import logging
import pathlib
from collections.abc import AsyncIterator, Mapping, Sequence

import pytest

from core.errors import PlatformError
from resolution.outbound.addresses import is_outside
from resolution.outbound.exchange import ANSWER_BYTES_MAX, Request, TargetRefused, TargetUnreachable
from resolution.outbound.guard import Guard
from resolution.outbound.reach import Reach
from tests.resolution.outbound.hostile import ANSWERS, REFUSED_AS_WRITTEN
from tests.resolution.outbound.inside import Authority, Listener, answer, listening

_log = logging.getLogger(__name__)

REFUSALS = {"invalid_request", "target_refused", "target_unreachable"}


def resolver(answers: Mapping[str, Sequence[str]]) -> "Names":
    return Names(answers)


class Names:
    """A DNS of the test's own. asked: each question, in order."""

    def __init__(self, answers: Mapping[str, Sequence[str]]) -> None:
        self._answers = answers
        self.asked: list[str] = []

    async def __call__(self, name: str) -> Sequence[str]:
        self.asked.append(name)
        if name not in self._answers:
            raise OSError("no such name")
        return self._answers[name]


@pytest.fixture
async def inside() -> AsyncIterator[Listener]:
    async with listening(hosts=("127.0.0.1", "::1", "0.0.0.0")) as listener:
        yield listener


def opened(listener: Listener, names: Names) -> Guard:
    """As in production, but that the listener's own ports are as good as 443: the port shall not be what saves it."""
    ports = {"https": frozenset({443, 8443, *listener.ports}), "http": frozenset({80, *listener.ports})}
    return Guard(Reach(ports=ports), resolve=names)


async def refused(guard: Guard, url: str) -> str:
    with pytest.raises(PlatformError) as caught:
        await guard.send(Request(method="POST", url=url, body=b"{}", timeout_s=2))
    return caught.value.code


async def test_no_hostile_address_connects_inside(inside: Listener) -> None:
    """Every trick, on the well-known port and on the very port that listens, is refused with nothing connected."""
    tried = 0
    for port in (443, *inside.ports):
        names = resolver(ANSWERS)
        guard = opened(inside, names)
        urls = [each.replace("{port}", str(port)) for each in REFUSED_AS_WRITTEN]
        urls += [f"https://{name}:{port}/" for name in ANSWERS]
        codes = {url: await refused(guard, url) for url in urls}
        assert {url: code for url, code in codes.items() if code not in REFUSALS} == {}
        assert set(names.asked) == set(ANSWERS), (
            "a name was resolved that should have been refused as written"
        )
        assert names.asked == list(ANSWERS), "a name was resolved more than once"
        tried += len(urls)
    hostile = len(REFUSED_AS_WRITTEN) + len(ANSWERS)
    _log.info("%d hostile addresses, %d attempts: %d connections inside.", hostile, tried, inside.connections)
    assert hostile >= 80
    assert inside.connections == 0


async def test_the_listeners_would_have_counted(inside: Listener) -> None:
    """The same address is reached once the operator opens the network: the sockets above do listen."""
    guard = Guard(Reach([ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128")]))
    for host, port in (
        ("127.0.0.1", inside.ports[0]),
        ("localhost", inside.ports[0]),
        ("[::1]", inside.ports[1]),
    ):
        assert (await guard.send(Request(method="GET", url=f"http://{host}:{port}/x"))).status == 200
    assert inside.connections == 3
    await guard.close()


async def test_an_opened_network_opens_no_other(inside: Listener) -> None:
    """Who may reach 127.0.0.0/8 reaches neither ::1 nor the metadata."""
    guard = Guard(Reach([ipaddress.ip_network("127.0.0.0/8")]))
    assert await refused(guard, f"http://[::1]:{inside.ports[1]}/") == "invalid_request"
    assert await refused(guard, "http://169.254.169.254/latest/") == "invalid_request"
    assert inside.connections == 0


async def test_a_name_that_changes_its_answer_changes_nothing(
    inside: Listener, tmp_path: pathlib.Path
) -> None:
    """DNS rebinding: the address that was checked is the one that is called, and the name is asked once a call."""
    answers = [["127.0.0.1"], ["::1"]]
    asked: list[str] = []

    async def rebinding(name: str) -> Sequence[str]:
        asked.append(name)
        return answers[min(len(asked) - 1, 1)]

    authority = Authority(tmp_path)
    async with listening(tls=authority.server("hooks.example.com")) as outside:
        ports = {"https": frozenset(outside.ports + inside.ports), "http": frozenset[int]()}
        public = ipaddress.ip_address("127.0.0.1")
        reach = Reach(outside=lambda each: each == public, ports=ports)
        guard = Guard(reach, resolve=rebinding, trust=authority.trust())
        url = f"https://hooks.example.com:{outside.ports[0]}/"
        assert (await guard.send(Request(method="POST", url=url))).status == 200
        assert asked == ["hooks.example.com"]
        with pytest.raises(TargetRefused):
            await guard.send(Request(method="POST", url=url))
        assert (outside.connections, inside.connections, len(asked)) == (1, 0, 2)


async def test_a_good_host_is_called_by_its_name(tmp_path: pathlib.Path) -> None:
    """Host and SNI are the name's, the certificate is checked against it, the body arrives; nothing of ours rides along."""
    authority, names = Authority(tmp_path), list[str | None]()
    async with listening(tls=authority.server("hooks.example.com", told=names.append)) as outside:
        port = outside.ports[0]
        guard = public_guard(
            authority, port, {"hooks.example.com": ["127.0.0.1"], "wrong.example.com": ["127.0.0.1"]}
        )
        reply = await guard.send(
            Request(
                method="POST",
                url=f"https://HOOKS.example.com:{port}/in?x=%2F",
                headers={"X-One": "1", "Host": "evil"},
                body=b"hello",
            )
        )
        assert (reply.status, reply.body, names) == (200, b"ok", ["hooks.example.com"])
        ((head, body),) = outside.heard
        assert head.startswith("POST /in?x=%2F HTTP/1.1\r\n")
        assert f"host: hooks.example.com:{port}\r\n" in head.lower()
        assert "evil" not in head
        assert "cookie" not in head.lower()
        assert body == b"hello"
        with pytest.raises(TargetUnreachable) as caught:
            await guard.send(Request(method="POST", url=f"https://wrong.example.com:{port}/"))
        assert caught.value.internal == "tls"
        assert len(outside.heard) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_is_followed(inside: Listener, tmp_path: pathlib.Path, status: int) -> None:
    """A good host that sends us inside gets its own answer counted, and nobody else is asked."""
    authority = Authority(tmp_path)
    sent = answer(status, location=f"http://127.0.0.1:{inside.ports[0]}/", set_cookie="a=b")
    async with listening(sent, tls=authority.server("hooks.example.com")) as outside:
        guard = public_guard(authority, outside.ports[0], {"hooks.example.com": ["127.0.0.1"]})
        for _ in range(2):
            url = f"https://hooks.example.com:{outside.ports[0]}/"
            assert (await guard.send(Request(method="GET", url=url))).status == status
        assert (outside.connections, inside.connections) == (2, 0)
        assert not any("cookie" in head.lower() for head in outside.heads())


async def test_an_answer_is_read_up_to_its_bound(tmp_path: pathlib.Path) -> None:
    """A long answer is cut, an endless one ends, a silent one costs the time it was given."""
    authority = Authority(tmp_path)
    tls = authority.server("hooks.example.com")
    endless = b"HTTP/1.1 200 Said\r\ncontent-length: 100000000\r\n\r\n" + b"x" * 2_000_000
    for said, cut in ((answer(body=b"x" * ANSWER_BYTES_MAX), False), (endless, True)):
        async with listening(said, tls=tls) as outside:
            guard = public_guard(authority, outside.ports[0], {"hooks.example.com": ["127.0.0.1"]})
            url = f"https://hooks.example.com:{outside.ports[0]}/"
            reply = await guard.send(Request(method="GET", url=url))
            assert (len(reply.body), reply.cut) == (ANSWER_BYTES_MAX, cut)
    guard = Guard(Reach(), resolve=resolver({}))
    with pytest.raises(TargetUnreachable) as caught:
        await guard.send(Request(method="GET", url="https://nowhere.example.com/"))
    assert caught.value.internal == "name"


def public_guard(authority: Authority, port: int, names: Mapping[str, Sequence[str]]) -> Guard:
    """A guard to whom this machine is the internet."""
    ports = {"https": frozenset({port}), "http": frozenset[int]()}
    return Guard(Reach(outside=lambda _: True, ports=ports), resolve=resolver(names), trust=authority.trust())


@pytest.mark.parametrize(
    "text",
    ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001::8a", "64:ff9b::5db8:d70e", "::ffff:1.1.1.1"],
)  # fmt: skip
def test_what_is_public_passes(text: str) -> None:
    """Public addresses of both families are outside, also behind NAT64."""
    assert is_outside(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "url",
    ["https://hooks.example.com", "https://hooks.example.com:8443/a?b=c", "https://xn--bcher-kva.example/", "https://1.1.1.1/x",
     "https://[2606:4700:4700::1111]/", "HTTPS://Hooks.Example.COM/A%20b", "https://hooks.example.com?x=1"],
)  # fmt: skip
def test_what_people_write_is_read(url: str) -> None:
    """Plain addresses of public hosts are taken."""
    assert Reach().read(url).port in {443, 8443}
