"""Personal data: thousands of numbers and addresses go in wherever a caller may write, and rest nowhere in clear.

Searched are every table through the superuser (each column's own bytes), every file of the data folder with PostgreSQL's
log and write-ahead log, the logs of all processes, metrics, what the collector got, entries and export of the ledger, and
each refusal that was answered on either face.
"""

import asyncio
import datetime as dt
import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

import asyncpg
import grpc
import httpx
import pytest

from api.rpc.stubs.countermark.inference.v1 import inference_pb2 as inference_pb
from api.rpc.stubs.countermark.payments.v1 import payments_pb2 as payments_pb
from api.rpc.stubs.countermark.payments.v1 import transaction_pb2 as facts_pb
from core.postgres import EmbeddedPostgres
from tests.e2e.canaries import Canaries
from tests.e2e.canary_statements import send_statements
from tests.e2e.watched import Watched

SINGLE, BULK = 60, 300
SUPERUSER = "postgres"
PAYMENTS = "/countermark.payments.v1.PaymentsService"
INFERENCE = "/countermark.inference.v1.InferenceService"
Body = dict[str, object]


class Birds:
    """Sends canaries, and keeps what was refused: status or code, with the bytes of the answer."""

    def __init__(self, service: Watched) -> None:
        self.service = service
        self.canaries = Canaries(seed=20_261_121)
        self.refusals: list[bytes] = []
        self.accepted = 0
        self.faults: list[str] = []
        self._stream = iter(self.canaries)

    def next(self) -> str:
        return next(self._stream)

    def payment(self) -> Body:
        """A payment with a canary wherever it takes the caller's words."""
        return {
            "id": self.next(),
            "customer_id": self.next(),
            "amount_minor": 25_075,
            "currency": "INR",
            "occurred_at": dt.datetime.now(dt.UTC).isoformat(),
            "method": "upi",
            "merchant_id": self.next(),
            "description": f"UPI to {self.next()} for rent",
            "device_id": self.next(),
            "region": self.next(),
            "payee_id": self.next(),
        }

    def login(self) -> Body:
        return {
            "id": self.next(),
            "customer_id": self.next(),
            "occurred_at": dt.datetime.now(dt.UTC).isoformat(),
            "succeeded": True,
            "device_id": self.next(),
            "region": self.next(),
        }

    def headers(self) -> dict[str, str]:
        """Headers of every kind that we or others read, each with a canary."""
        return {
            **self.service.headers,
            "Idempotency-Key": self.next(),
            "X-Request-Id": self.next(),
            "User-Agent": self.next(),
            "Referer": f"https://shop.example/{self.next()}",
            "X-Forwarded-For": self.next(),
            "Cookie": f"who={self.next()}",
            "tracestate": f"shop={self.next().replace('@', '-')}",
            "baggage": f"customer={self.next()}",
        }

    def keep(self, answer: httpx.Response) -> None:
        if answer.is_success:
            self.accepted += 1
        else:
            if answer.is_server_error:
                self.faults.append(answer.text)
            head = "".join(f"{name}: {value}\n" for name, value in answer.headers.items())
            self.refusals.append(head.encode() + answer.content)

    def call(
        self, channel: grpc.Channel, path: str, request: bytes, metadata: Mapping[str, str] | None = None
    ) -> None:
        method: grpc.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(path)
        known = {"x-api-key": self.service.sandbox.key, "x-request-id": self.next()} | dict(metadata or {})
        try:
            method(request, metadata=tuple(known.items()), timeout=60)
            self.accepted += 1
        except grpc.RpcError as error:
            if error.code() in {grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN}:
                self.faults.append(str(error.details()))
            sent_back = cast("Iterable[tuple[str, str | bytes]]", error.trailing_metadata())
            details = [value if isinstance(value, bytes) else value.encode() for _, value in sent_back]
            self.refusals += [str(error.details()).encode(), *details]


@pytest.fixture(scope="module")
def sent(service: Watched) -> Birds:
    """Everything sent, and all of it sequenced, exported and written out."""
    birds = Birds(service)
    with service.rest() as rest:
        send_facts(birds, rest)
        send_nonsense(birds, rest)
        send_statements(rest, birds.next, birds.keep, service.headers)
    with grpc.insecure_channel(service.service.grpc_address) as channel:
        send_calls(birds, channel)
    return birds


def send_facts(birds: Birds, rest: httpx.Client) -> None:
    """Good requests over REST: each field that takes the caller's words has a canary."""
    for _ in range(SINGLE):
        birds.keep(rest.post("/api/v1/transactions", json=birds.payment(), headers=birds.headers()))
        birds.keep(
            rest.post(
                "/api/v1/inference/transaction-anomaly",
                json={"transaction": birds.payment()},
                headers=birds.headers(),
            )
        )
        birds.keep(rest.post("/api/v1/logins", json=birds.login(), headers=birds.headers()))
        for use_case in ("credit-score", "churn-score"):
            body = {"customer_id": birds.next()}
            birds.keep(rest.post(f"/api/v1/inference/{use_case}", json=body, headers=birds.headers()))
        birds.keep(rest.get(f"/api/v1/customers/{birds.next()}/state", headers=birds.service.headers))
        birds.keep(
            rest.get(
                "/api/v1/transactions", params={"customer_id": birds.next()}, headers=birds.service.headers
            )
        )
    items = [birds.payment() for _ in range(BULK)]
    birds.keep(rest.post("/api/v1/transactions/bulk", json={"items": items}, headers=birds.headers()))
    logins = [birds.login() for _ in range(BULK)]
    birds.keep(rest.post("/api/v1/logins/bulk", json={"items": logins}, headers=birds.headers()))


def bad_bodies(birds: Birds) -> Iterator[bytes]:
    good = birds.payment()
    for field in (*good, "direction", "channel", "category", "country", "gateway", "latitude"):
        if field not in {
            "id",
            "customer_id",
            "merchant_id",
            "description",
            "device_id",
            "region",
            "payee_id",
        }:
            yield json.dumps({**good, field: birds.next()}).encode()
    yield json.dumps({**good, birds.next(): 1}).encode()
    yield json.dumps({**good, "description": [birds.next()]}).encode()
    yield json.dumps({**good, "amount_minor": -int("4539578621036214")}).encode()
    yield json.dumps(birds.next()).encode()
    yield json.dumps([birds.next()]).encode()
    yield f'{{"customer_id": "{birds.next()}'.encode()
    yield f'{{"customer_id": {birds.next()}'.encode()
    yield f"{birds.next()} is not JSON".encode()
    yield b"\xff\xfe" + birds.next().encode()
    yield b'{"customer_id": "' + birds.next().encode() + b'\\u0000"}'


def send_nonsense(birds: Birds, rest: httpx.Client) -> None:
    """Bad requests over REST: canaries as values of every type, names, paths, queries, credentials and versions."""
    for path in ("/api/v1/transactions", "/api/v1/logins"):
        for body in bad_bodies(birds):
            birds.keep(
                rest.post(path, content=body, headers={**birds.headers(), "Content-Type": "application/json"})
            )
    for body in bad_bodies(birds):
        wrapped = b'{"transaction": ' + body + b"}"
        headers = {**birds.headers(), "Content-Type": "application/json"}
        birds.keep(rest.post("/api/v1/inference/transaction-anomaly", content=wrapped, headers=headers))
    inputs = {"customer_id": birds.next(), "inputs": {birds.next(): birds.next()}}
    birds.keep(rest.post("/api/v1/inference/credit-score", json=inputs, headers=birds.headers()))
    for path in (
        "decisions",
        "transactions",
        "use-cases",
        "ledger/entries",
        "rulesets",
        "inference",
        "nowhere",
    ):
        birds.keep(rest.get(f"/api/v1/{path}/{birds.next()}", headers=birds.headers()))
        birds.keep(rest.get(f"/api/v1/{path}", params={birds.next(): birds.next()}, headers=birds.headers()))
    birds.keep(rest.get("/api/v1/transactions", params={"limit": birds.next()}, headers=birds.headers()))
    birds.keep(rest.get("/api/v1/transactions", params={"after": birds.next()}, headers=birds.headers()))
    for name in (
        "X-API-Key",
        "Countermark-Version",
        "Countermark-Timeout-Ms",
        "Content-Type",
        "Content-Encoding",
    ):
        birds.keep(
            rest.post("/api/v1/transactions", content=b"{}", headers={**birds.headers(), name: birds.next()})
        )
    birds.keep(rest.get("/api/v1/principal", headers={"Authorization": f"Bearer {birds.next()}"}))
    birds.keep(rest.get("/api/v1/principal", headers={"Authorization": birds.next()}))
    form = {"grant_type": birds.next(), "client_id": birds.next(), "client_secret": birds.next()}
    birds.keep(rest.post("/oauth2/token", data=form))
    session = {"address": f"{birds.next()}@canary.example", "password": birds.next()}
    birds.keep(rest.post("/api/v1/sessions", json=session))


def send_calls(birds: Birds, channel: grpc.Channel) -> None:
    """The same over gRPC."""
    for _ in range(SINGLE):
        good = message_of(birds.payment())
        wanted = {"idempotency-key": birds.next(), "user-agent-of": birds.next(), "baggage": birds.next()}
        record = payments_pb.CreateTransactionRequest(transaction=good).SerializeToString()
        birds.call(channel, f"{PAYMENTS}/CreateTransaction", record, wanted)
        ask = inference_pb.TransactionQuestion(transaction=message_of(birds.payment())).SerializeToString()
        birds.call(channel, f"{INFERENCE}/DecideTransactionAnomaly", ask, wanted)
        customer = inference_pb.CustomerQuestion(customer_id=birds.next()).SerializeToString()
        birds.call(channel, f"{INFERENCE}/DecideCreditScore", customer)
        state = payments_pb.GetCustomerStateRequest(customer_id=birds.next()).SerializeToString()
        birds.call(channel, f"{PAYMENTS}/GetCustomerState", state)
    for field in ("currency", "category", "country", "gateway"):
        bad = message_of(birds.payment())
        setattr(bad, field, birds.next())
        birds.call(
            channel,
            f"{PAYMENTS}/CreateTransaction",
            payments_pb.CreateTransactionRequest(transaction=bad).SerializeToString(),
        )
    birds.call(channel, f"{PAYMENTS}/CreateTransaction", birds.next().encode())
    get = payments_pb.GetTransactionRequest(transaction_id=birds.next()).SerializeToString()
    birds.call(channel, f"{PAYMENTS}/GetTransaction", get)
    pages = payments_pb.ListTransactionsRequest(customer_id=birds.next(), after=birds.next())
    birds.call(channel, f"{PAYMENTS}/ListTransactions", pages.SerializeToString())
    birds.call(channel, f"{PAYMENTS}/Find{birds.next()[:4]}", b"")
    for name in ("x-api-key", "authorization", "countermark-version", "idempotency-key"):
        birds.call(channel, f"{PAYMENTS}/CreateTransaction", b"", {name: birds.next()})


def message_of(payment: Body) -> facts_pb.Transaction:
    words = {
        name: str(value)
        for name, value in payment.items()
        if name not in {"amount_minor", "occurred_at", "method"}
    }
    message = facts_pb.Transaction(amount_minor=25_075, **words)  # type: ignore[arg-type]  # all of them texts
    message.occurred_at.GetCurrentTime()
    return message


def test_they_went_in(sent: Birds) -> None:
    """A thousand and more were taken as facts, and many refused: the search below looks for something."""
    assert sent.faults == []
    assert sent.accepted >= SINGLE * 9
    assert len(sent.refusals) > 60
    assert len(sent.canaries.made) > 5_000


def test_no_refusal_repeats_one(sent: Birds) -> None:
    """Problems and statuses name the field, the reason and the fix, never what was sent."""
    echoes = [text for text in sent.refusals if sent.canaries.found_in(text)]
    assert echoes == []


def test_no_log_and_no_telemetry_has_one(sent: Birds) -> None:
    """Lines of all processes (at debug), metrics, and all that the collector was sent."""
    service = sent.service
    with service.rest() as rest:
        metrics = rest.get("/metrics").content
    assert sent.canaries.found_in(service.service.log.read_bytes()) == set()
    assert sent.canaries.found_in(metrics) == set()
    assert sent.canaries.found_in(b"\n".join(service.collector.raw)) == set()
    assert len(service.collector.spans) > SINGLE * 5


def test_no_column_has_one(sent: Birds) -> None:
    """Each column of each table, as the superuser reads it: what is personal is sealed or a keyed digest."""
    url = EmbeddedPostgres(sent.service.service.data_dir / "postgres").url(SUPERUSER)
    rows, found = in_thread(url, sent.canaries)
    assert rows > BULK
    assert found == {}


def test_the_search_of_columns_would_find_one(sent: Birds) -> None:
    """A canary in a plain column, a byte string, an array or a document is found by the same search."""
    canary = next(iter(sent.canaries.made)).decode()
    for value in (canary, canary.encode(), [canary], json.dumps({"a": canary}), f"x{canary}y"):
        assert sent.canaries.found_in(bytes_of(value)) == {canary.encode()}


def in_thread(url: str, canaries: Canaries) -> tuple[int, dict[str, set[bytes]]]:
    made: list[tuple[int, dict[str, set[bytes]]]] = []
    thread = threading.Thread(target=lambda: made.append(asyncio.run(search_tables(url, canaries))))
    thread.start()
    thread.join()
    return made[0]


async def search_tables(url: str, canaries: Canaries) -> tuple[int, dict[str, set[bytes]]]:
    """Returns: how many rows were read, and what was found by table and column."""
    connection = await asyncpg.connect(url)
    count = 0
    found: dict[str, set[bytes]] = {}
    try:
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        assert len(tables) > 20
        for (table,) in tables:
            for row in await connection.fetch(f'SELECT * FROM "{table}"'):
                count += 1
                for column, value in row.items():
                    if hits := canaries.found_in(bytes_of(value)):
                        found.setdefault(f"{table}.{column}", set()).update(hits)
    finally:
        await connection.close()
    return count, found


def bytes_of(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, Sequence) and not isinstance(value, str):
        return b"\0".join(map(bytes_of, value))
    return str(value).encode()


def test_no_entry_and_no_export_has_one(sent: Birds) -> None:
    """The log that auditors take away holds ids, hashes and outcomes."""
    with sent.service.rest() as rest:
        export = rest.get("/api/v1/ledger/export", headers=sent.service.headers)
        entries = rest.get("/api/v1/ledger/entries", params={"limit": 100}, headers=sent.service.headers)
    assert (export.status_code, entries.status_code) == (200, 200)
    assert len(entries.json()["data"]) == 100
    assert sent.canaries.found_in(export.content + entries.content) == set()


def test_no_file_has_one(sent: Birds) -> None:
    """Nothing in the data folder, PostgreSQL's own files, log and write-ahead log included."""
    searched, found = 0, {}
    for path in sent.service.service.data_dir.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            searched += len(data)
            if hits := sent.canaries.found_in(data):
                found[str(path.relative_to(sent.service.service.data_dir))] = hits
    assert searched > 20_000_000
    assert found == {}
