"""`countermark doctor --url`: an installation seen from outside, and a service whose processes are gone."""

import asyncio
import contextlib
import datetime as dt
import os
import pathlib
import signal
import socket
import ssl
import threading
from collections.abc import Iterator

import pytest

from api.settings import API_VERSION
from app import launch
from app.doctor import examining, outside
from app.doctor.findings import Finding, Limits
from app.launch import free_port
from app.scratch import scratch
from core.clock import Clock, ManualClock, SystemClock
from tests.app.test_doctor import by_check, only
from tests.fakes.faces import GOOD_KEY, make_services
from tests.fakes.servers import rest_server
from tests.fakes.smtp_server import certificate

LIMITS = Limits(free_bytes_min=1, free_bytes_low=1)


async def looked(
    url: str, key: str | None = GOOD_KEY, clock: Clock | None = None, trust: ssl.SSLContext | None = None
) -> dict[str, list[Finding]]:
    found = await asyncio.to_thread(outside.examine, url, key, clock or SystemClock(), LIMITS, trust)
    return by_check(found)


async def test_a_face_that_answers() -> None:
    """Reach, service, key, version and request id, by one call; the clock is the fake's own and is told as off."""
    async with rest_server(make_services()) as client:
        found = await looked(str(client.base_url))
        without = await looked(str(client.base_url), None)
        wrong = await looked(str(client.base_url), "cmk_sandbox_s3cret")
        late = await looked(str(client.base_url), clock=ManualClock(dt.datetime(2026, 1, 1, tzinfo=dt.UTC)))
    sound = ("reach", "service", "API key", "API version", "request id")
    assert {check: only(found[check]).state for check in sound} == dict.fromkeys(sound, "ok")
    assert only(found["API version"]).said == API_VERSION
    assert only(without["API key"]).state == "skipped"
    assert "401" in only(wrong["API key"]).said
    assert "s3cret" not in str(wrong)
    assert only(late["clock of the server"]).state == "failed"


async def test_addresses_that_lead_nowhere() -> None:
    """A wrong form, an unknown host, a closed port and something else that listens are told apart."""
    assert only((await looked("api.example.com"))["address"]).state == "failed"
    assert "no such host" in only((await looked("http://nowhere.invalid"))["address"]).said
    assert "nothing listens" in only((await looked(f"http://127.0.0.1:{free_port()}"))["reach"]).said
    async with rest_server(make_services()) as client:
        found = await looked(f"{client.base_url}/api/v1")
    assert "something else" in only(found["service"]).said


@pytest.fixture
def tls(tmp_path: pathlib.Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    return certificate(tmp_path)


@contextlib.contextmanager
def handshaking(context: ssl.SSLContext | None) -> Iterator[int]:
    """A port that does one handshake, or answers one connection in clear, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            with contextlib.suppress(OSError):
                accepted, _ = listener.accept()
                listener.close()  # whoever comes again is refused at once
                accepted.settimeout(1)
                with accepted:
                    if context is None:
                        accepted.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    else:
                        context.wrap_socket(accepted, server_side=True).close()

        thread = threading.Thread(target=answer, daemon=True)
        port = int(listener.getsockname()[1])
        thread.start()
        yield port
        thread.join(5)


async def test_certificates(tls: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    """One that nobody vouches for is refused, one that ends soon is told, and a port without TLS is one."""
    server, trusting = tls
    with handshaking(server) as port:
        assert "certificate is refused" in only((await looked(f"https://127.0.0.1:{port}"))["TLS"]).said
    with handshaking(server) as port:
        soon = only((await looked(f"https://127.0.0.1:{port}", trust=trusting))["TLS"])
    assert (soon.state, "ends in 0 days" in soon.said) == ("warning", True)
    with handshaking(None) as port:
        assert "no handshake" in only((await looked(f"https://127.0.0.1:{port}"))["TLS"]).said


def test_a_client_of_another_version(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK of the environment is made for a version of the API; it is read without being imported."""
    package = tmp_path / "a_client"
    package.mkdir()
    (package / "__init__.py").write_text("raise ImportError")
    (package / "version.py").write_text(f'API_VERSION = "{API_VERSION}"\n')
    monkeypatch.syspath_prepend(str(tmp_path))
    assert outside.sdk("a_client").state == "ok"
    (package / "version.py").write_text('API_VERSION = "2020-01-01"\n')
    assert (outside.sdk("a_client").state, "2020-01-01" in outside.sdk("a_client").said) == ("failed", True)
    assert outside.sdk("no_such_client").state == "skipped"


def child_of(supervisor: int, module: str) -> int:
    """Raises: StopIteration where there is none."""
    for entry in pathlib.Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            arguments = (entry / "cmdline").read_bytes().split(b"\0")
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if module.encode() in arguments and parent == supervisor:
                return int(entry.name)
    raise StopIteration(module)


def test_a_service_that_lost_its_worker() -> None:
    """All is well; then the worker is killed while the supervisor cannot look; then the server stands still."""
    with scratch("doctor") as made:
        variables = launch.environment(made / "data")
        with launch.running(variables) as service:
            well = examining.examine(variables, SystemClock(), LIMITS)
            assert [finding for finding in well.findings if finding.state in {"failed", "skipped"}] == [
                finding for finding in well.findings if finding.check == "newest checkpoint"
            ]
            os.kill(service.pid, signal.SIGSTOP)
            server = child_of(service.pid, "app.server")
            try:
                os.kill(child_of(service.pid, "app.worker"), signal.SIGKILL)
                os.kill(server, signal.SIGTERM)
                wait_for_port(service.rest_port)
                broken = by_check(examining.examine(variables, SystemClock(), LIMITS).findings)
            finally:
                os.kill(service.pid, signal.SIGCONT)
            assert "no worker" in only(broken["worker"]).said
            assert "does not answer" in only(broken["server"]).said
            assert only(broken["gRPC"]).state == "failed"
            assert only(broken["PostgreSQL"]).state == "ok"


def wait_for_port(port: int) -> None:
    """Until nobody listens there."""
    with contextlib.suppress(OSError):
        while True:
            socket.create_connection(("127.0.0.1", port), 5).close()
