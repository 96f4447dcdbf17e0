"""A witness on a port: HTTP from the standard library, with bounds on bodies, connections and time.

`POST /add-checkpoint`, `GET /<hex SHA-256 of the origin>/checkpoint` (both C2SP tlog-witness) and `GET /`, an overview.
TLS and a public address are a proxy's.
"""

import contextlib
import socket
import socketserver
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

from ledger.verifier.witness import BODY_BYTES_MAX, TEXT_TYPE, Answer, Witness

CONNECTIONS_MAX = 32
READ_TIMEOUT_S = 5.0
CONNECTION_TIMEOUT_S = 60.0
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\nRetry-After: 1\r\n\r\n"
)
_SIZE_DIGITS_MAX = 8


class WitnessServer(ThreadingHTTPServer):
    """One thread a connection, a fixed number at most; a connection that lasts too long is cut."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], witness: Witness) -> None:
        self.witness = witness
        self._slots = threading.BoundedSemaphore(CONNECTIONS_MAX)
        self._open: dict[socket.socket, float] = {}
        self._guard = threading.Lock()
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, _Handler)

    @property
    def url(self) -> str:
        host, port = self.server_address[:2]
        name = host.decode() if isinstance(host, bytes) else str(host)
        return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client: object) -> None:
        connection = cast(socket.socket, request)
        if not self._slots.acquire(blocking=False):
            with contextlib.suppress(OSError):
                connection.settimeout(0.1)
                connection.sendall(_FULL)
            self.shutdown_request(connection)
            return
        with self._guard:
            self._open[connection] = time.monotonic()
        super().process_request(connection, client)

    def process_request_thread(
        self, request: socket.socket | tuple[bytes, socket.socket], client: object
    ) -> None:
        try:
            super().process_request_thread(request, client)
        finally:
            with self._guard:
                self._open.pop(cast(socket.socket, request), None)
            self._slots.release()

    def service_actions(self) -> None:
        """Cut connections that were open too long; `serve_forever` calls this twice a second."""
        now = time.monotonic()
        with self._guard:
            for connection, since in self._open.items():
                if now - since > CONNECTION_TIMEOUT_S:
                    with contextlib.suppress(OSError):
                        connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, _request: socket.socket | tuple[bytes, socket.socket], _client: object) -> None:
        """A peer that goes away is no news; anything else is told without what it sent."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            print(f"a request failed: {error!r}", file=sys.stderr, flush=True)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "countermark-witness"
    sys_version = ""
    timeout = READ_TIMEOUT_S
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.path != "/add-checkpoint":
            self._refuse(404, "there is POST /add-checkpoint")
        elif "Transfer-Encoding" in self.headers or not length.isdecimal():
            self._refuse(411, "say how long the body is")
        elif len(length) > _SIZE_DIGITS_MAX or int(length) > BODY_BYTES_MAX:
            self._refuse(413, f"a body has at most {BODY_BYTES_MAX} bytes")
        else:
            body = self.rfile.read(int(length))
            if len(body) == int(length):
                self._answer(self._witness.add_checkpoint(body))

    def do_GET(self) -> None:
        origin_hash, _, rest = self.path.removeprefix("/").partition("/")
        if self.path == "/":
            self._answer(self._witness.overview())
        elif rest == "checkpoint":
            self._answer(self._witness.newest(origin_hash))
        else:
            self._answer(Answer(404, TEXT_TYPE, b"there are / and /<SHA-256 of the origin>/checkpoint\n"))

    @property
    def _witness(self) -> Witness:
        return cast(WitnessServer, self.server).witness

    def _refuse(self, status: int, message: str) -> None:
        """Answer without having read the body: the connection cannot go on."""
        self.close_connection = True
        self._answer(Answer(status, TEXT_TYPE, f"{message}\n".encode()))

    def _answer(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)
        if answer.status in {403, 422}:
            self.log_error("%s %s", answer.status, answer.body.decode().strip())

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing of what went well."""


def serve(server: socketserver.BaseServer) -> None:
    """Serve until interrupted."""
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
    server.server_close()
