"""A server that answers what a test tells it to, on a real socket, and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from countermark_client import Client, retries


@dataclass
class Told:
    """One answer. body: JSON unless it is bytes. hang_up: none at all. parts: written one by one, with a pause before each."""

    status: int = 200
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    hang_up: bool = False
    parts: list[tuple[float, bytes]] = field(default_factory=list)


@dataclass
class Seen:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Script(ThreadingHTTPServer):
    """Answers in the order of `told`, the last one again and again. seen: the requests, in order."""

    daemon_threads = True
    told: list[Told]
    seen: list[Seen]
    tokens: int

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.told, self.seen, self.tokens = [], [], 0
        self.lock = threading.Lock()
        self.gone = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def tell(self, *told: Told) -> None:
        self.told = list(told)

    def next(self) -> Told:
        with self.lock:
            return self.told.pop(0) if len(self.told) > 1 else self.told[0]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Script

    def do_GET(self) -> None:
        self._answer()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815  the names that the standard library asks for

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.path == "/oauth2/token":
            with self.server.lock:
                self.server.tokens += 1
            self._write(Told(body={"access_token": f"token-{self.server.tokens}", "expires_in": 600}))
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append(Seen(self.command, self.path, headers, body))
        self._write(self.server.next())

    def _write(self, told: Told) -> None:
        if told.hang_up:
            self.close_connection = True
            return
        data = told.body if isinstance(told.body, bytes) else json.dumps(told.body).encode()
        self.send_response(told.status)
        for name, value in told.headers.items():
            self.send_header(name, value)
        if told.parts:
            self.send_header("connection", "close")
            self.close_connection = True
        else:
            self.send_header("content-length", str(len(data)))
        self.end_headers()
        try:
            for pause, part in told.parts or [(0.0, data)]:
                self.server.gone.wait(pause)
                self.wfile.write(part)
                self.wfile.flush()
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def script() -> Iterator[Script]:
    server = Script()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.gone.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def client(script: Script) -> Iterator[Client]:
    with Client(base_url=script.url, api_key="cmk_sandbox_x", timeout_s=5) as made:
        yield made


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits that nobody asked for are short, so that tests are."""
    monkeypatch.setattr(retries, "FIRST_WAIT_S", 0.01)
