"""A bank that answers over HTTP on loopback, acts once for each idempotency key and counts; and the actions that call it."""

import contextlib
import http.server
import threading
from collections import Counter
from collections.abc import Iterator, Mapping

import httpx
import msgspec

from core.json_values import JsonValue
from resolution.actions import ActionCall, ActionDone, ActionFailed
from resolution.workflows.scopes import mapping


class Bank:
    """effects: how often each key took effect; deliveries: how often it came. refuse: the statuses to answer with first."""

    def __init__(self) -> None:
        self.effects: Counter[str] = Counter()
        self.deliveries: Counter[str] = Counter()
        self.paths: list[str] = []
        self.bodies: list[dict[str, object]] = []
        self.refuse: dict[str, list[int]] = {}
        self.answers: dict[str, dict[str, object]] = {}
        self.url = ""
        self._lock = threading.Lock()

    def receive(self, path: str, key: str, body: bytes) -> tuple[int, dict[str, object]]:
        with self._lock:
            self.paths.append(path)
            self.bodies.append(msgspec.json.decode(body, type=dict[str, object]))
            waiting = self.refuse.get(path)
            if waiting:
                return waiting.pop(0), {}
            self.deliveries[key] += 1
            if key not in self.effects:
                self.effects[key] += 1
            return 200, self.answers.get(path, {"ok": True})


@contextlib.contextmanager
def serving(bank: Bank) -> Iterator[Bank]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = bank.receive(self.path, self.headers["Idempotency-Key"], body)
            data = msgspec.json.encode(answer)
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args: object) -> None:
            """Tests say what they want to be told."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    bank.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield bank
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class BankAction:
    """Posts its arguments to one path of the bank."""

    arguments: Mapping[str, JsonValue] = {"type": "object"}

    def __init__(self, name: str, url: str, client: httpx.AsyncClient) -> None:
        self.name = name
        self._url = f"{url}/{name}"
        self._client = client

    async def carry_out(self, call: ActionCall) -> ActionDone:
        try:
            answer = await self._client.post(
                self._url, content=msgspec.json.encode(call.arguments), headers={"Idempotency-Key": call.key}
            )
        except httpx.HTTPError:
            raise ActionFailed("unreachable", retryable=True) from None
        if answer.status_code >= 500:
            raise ActionFailed("bank_down", retryable=True)
        if answer.status_code >= 400:
            raise ActionFailed("bank_refused", retryable=False)
        return ActionDone(output=mapping(msgspec.json.decode(answer.content)))
