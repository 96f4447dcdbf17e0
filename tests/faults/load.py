"""The load: lanes over both faces that ask, retry with the same key until they are answered, and keep every answer."""

import asyncio
import collections
import contextlib
import datetime as dt
import random
import time
import uuid
from collections.abc import AsyncIterator
from typing import cast

import grpc
import msgspec

from api.rpc.inference import CUSTOMER, TRANSACTION
from api.rpc.stubs.countermark.inference.v1 import decision_pb2, inference_pb2_grpc
from api.views.questions import CustomerQuestion, TransactionQuestion
from ledger.receipts import Receipt
from payments.facts import Channel, Method, Transaction
from tests.faults.wire import Broken, Refused, Wire

HOT = 5
CUSTOMERS = 60
RETRY_S = 0.1
RPC_TIMEOUT_S = 5.0
GIVE_UP_S = 60.0
RETRIED_STATUSES = frozenset({409, 429, 503, 504})
RETRIED_CODES = frozenset(
    {
        grpc.StatusCode.ABORTED,
        grpc.StatusCode.ALREADY_EXISTS,
        grpc.StatusCode.CANCELLED,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        grpc.StatusCode.UNAVAILABLE,
    }
)
_METHODS: tuple[Method, ...] = ("upi", "card", "neft", "cash")
_CHANNELS: tuple[Channel, ...] = ("app", "web", "pos", "atm")


class Target(msgspec.Struct, frozen=True, kw_only=True):
    rest_port: int
    grpc_address: str
    key: str
    environment_id: uuid.UUID


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """payment: None for a question about a customer."""

    customer: str
    payment: Transaction | None

    @property
    def use_case(self) -> str:
        return "credit-score" if self.payment is None else "transaction-anomaly"

    def body(self) -> bytes:
        if self.payment is None:
            return msgspec.json.encode({"customer_id": self.customer})
        return msgspec.json.encode({"transaction": self.payment})


class Acknowledged(msgspec.Struct, frozen=True, kw_only=True):
    """One answered question.

    found: the answered attempt was given a decision that an earlier attempt had made.
    asked_at, answered_at: monotonic, of the attempt that was answered.
    """

    key: str
    question: Question
    over: str
    decision_id: str
    transaction_id: str | None
    outcome: str
    receipt: Receipt
    attempts: int
    found: bool
    asked_at: float
    answered_at: float


class _Made(msgspec.Struct):
    """What is read of a decision as REST answers it."""

    id: str
    transaction_id: str | None
    outcome: str
    receipt: Receipt


class Load:
    """`running`, `stop`, and what came of it. Every question is asked until it is answered, also after `stop`."""

    def __init__(
        self, target: Target, seed: int, *, rest_lanes: int = 14, rpc_lanes: int = 3, pause_s: float = 0.0
    ) -> None:
        self.acknowledged: list[Acknowledged] = []
        self.trouble: collections.Counter[str] = collections.Counter()
        self.broken_fresh = 0
        self._target = target
        self._rng = random.Random(seed)
        self._lanes = (rest_lanes, rpc_lanes)
        self._pause_s = pause_s
        self._recent: collections.deque[Transaction] = collections.deque(maxlen=200)
        self._stopping = False
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def payments(self) -> dict[str, Transaction]:
        """Every payment that was decided about, by its own id."""
        asked = (one.question.payment for one in self.acknowledged)
        return {payment.id: payment for payment in asked if payment is not None and payment.id is not None}

    def wire(self) -> Wire:
        return Wire(self._target.rest_port, self._target.key)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep asking until `stop`; where the block ends by an error, lanes are just cut off."""
        rest, rpc = self._lanes
        self._tasks = [asyncio.create_task(self._rest_lane()) for _ in range(rest)]
        self._tasks += [asyncio.create_task(self._rpc_lane()) for _ in range(rpc)]
        try:
            yield
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def stop(self) -> None:
        """Let every lane get its last answer. Raises: what went wrong in a lane."""
        self._stopping = True
        await asyncio.gather(*self._tasks)

    async def answered_after(self, moment: float, limit_s: float) -> float:
        """Wait for the answer to a question asked after `moment`. Returns: seconds from then; raises TimeoutError."""
        seen = len(self.acknowledged)
        async with asyncio.timeout(limit_s):
            while True:
                self._raise_failures()
                for one in self.acknowledged[seen:]:
                    if one.asked_at > moment:
                        return one.answered_at - moment
                seen = len(self.acknowledged)
                await asyncio.sleep(0.01)

    def _raise_failures(self) -> None:
        for task in self._tasks:
            if task.done() and not task.cancelled() and task.exception() is not None:
                task.result()

    def next_question(self) -> Question:
        rng = self._rng
        roll = rng.random()
        if roll < 0.15:
            return Question(customer=self._customer(), payment=None)
        if roll < 0.30 and self._recent:
            again = rng.choice(self._recent)
            return Question(customer=again.customer_id, payment=again)
        payment = self._payment()
        self._recent.append(payment)
        return Question(customer=payment.customer_id, payment=payment)

    def _customer(self) -> str:
        hot = self._rng.random() < 0.8
        return f"customer-{self._rng.randrange(HOT) if hot else self._rng.randrange(HOT, CUSTOMERS)}"

    def _payment(self) -> Transaction:
        rng = self._rng
        late = rng.random() < 0.1
        return Transaction(
            id=f"pay-{uuid.uuid4()}",
            customer_id=self._customer(),
            amount_minor=int(rng.lognormvariate(10, 1)) + 1,
            currency="INR" if rng.random() < 0.9 else "USD",
            occurred_at=dt.datetime.now(dt.UTC)
            - dt.timedelta(seconds=rng.uniform(0, 20 * 86_400) if late else rng.random()),
            direction="debit" if rng.random() < 0.8 else "credit",
            method=rng.choice(_METHODS),
            channel=rng.choice(_CHANNELS),
            merchant_id=f"merchant-{rng.randrange(300)}",
            category=rng.choice(("groceries", "emi", "shopping")),
            device_id=f"device-{rng.randrange(50)}",
            country=rng.choice(("IN", "IN", "AE")),
        )

    async def _rest_lane(self) -> None:
        with contextlib.closing(self.wire()) as wire:
            while not self._stopping:
                await self._until_answered(self.next_question(), str(uuid.uuid4()), "rest", wire)
                await asyncio.sleep(self._pause_s)

    @contextlib.asynccontextmanager
    async def channel(self) -> AsyncIterator[inference_pb2_grpc.InferenceServiceStub]:
        options = [("grpc.initial_reconnect_backoff_ms", 100), ("grpc.max_reconnect_backoff_ms", 500)]
        async with grpc.aio.insecure_channel(self._target.grpc_address, options=options) as channel:
            yield inference_pb2_grpc.InferenceServiceStub(channel)

    async def _rpc_lane(self) -> None:
        async with self.channel() as stub:
            while not self._stopping:
                await self._until_answered(self.next_question(), str(uuid.uuid4()), "grpc", stub)
                await asyncio.sleep(self._pause_s)

    async def _until_answered(
        self,
        question: Question,
        key: str,
        over: str,
        way: "Wire | inference_pb2_grpc.InferenceServiceStub",
    ) -> None:
        gives_up = time.monotonic() + GIVE_UP_S
        attempts = 0
        while time.monotonic() < gives_up:
            attempts += 1
            asked_at, asked_us = time.monotonic(), time.time_ns() // 1_000
            made = (
                await self._over_rest(question, key, way)
                if isinstance(way, Wire)
                else await self._over_rpc(question, key, way)
            )
            if made is not None:
                self.acknowledged.append(
                    Acknowledged(
                        key=key, question=question, over=over, decision_id=made.id, outcome=made.outcome,
                        transaction_id=made.transaction_id, receipt=made.receipt, attempts=attempts,
                        found=made.receipt.issued_at_us < asked_us, asked_at=asked_at, answered_at=time.monotonic(),
                    )
                )  # fmt: skip
                return
            await asyncio.sleep(RETRY_S)
        raise AssertionError(f"no answer to {key} within {GIVE_UP_S} s and {attempts} attempts")

    async def _over_rest(self, question: Question, key: str, wire: Wire) -> _Made | None:
        """Ask once. Returns: None when it is to be asked again."""
        path = f"/api/v1/inference/{question.use_case}"
        try:
            answer = await wire.ask("POST", path, question.body(), {"Idempotency-Key": key})
        except Refused:
            self.trouble["rest refused"] += 1
            return None
        except Broken as broken:
            self.trouble["rest broken"] += 1
            self.broken_fresh += broken.fresh
            return None
        if answer.status in RETRIED_STATUSES:
            self.trouble[f"rest {answer.status} {answer.json()['code']}"] += 1
            return None
        assert answer.status == 200, f"{answer.status} {answer.body.decode()[:500]}"
        return msgspec.json.decode(answer.body, type=_Made)

    async def _over_rpc(
        self, question: Question, key: str, stub: inference_pb2_grpc.InferenceServiceStub
    ) -> _Made | None:
        try:
            return _made_of(await self.ask_over_grpc(stub, question, key))
        except grpc.aio.AioRpcError as error:
            if error.code() not in RETRIED_CODES:
                raise
            self.trouble[f"grpc {error.code().name}"] += 1
            return None

    async def ask_over_grpc(
        self, stub: inference_pb2_grpc.InferenceServiceStub, question: Question, key: str
    ) -> decision_pb2.Decision:
        """Ask once. Raises: grpc.aio.AioRpcError."""
        metadata = (("x-api-key", self._target.key), ("idempotency-key", key))
        if question.payment is None:
            about = CUSTOMER.message(CustomerQuestion(customer_id=question.customer))
            call = stub.DecideCreditScore(about, metadata=metadata, timeout=RPC_TIMEOUT_S)
        else:
            asked = TRANSACTION.message(TransactionQuestion(transaction=question.payment))
            call = stub.DecideTransactionAnomaly(asked, metadata=metadata, timeout=RPC_TIMEOUT_S)
        return await cast("grpc.aio.UnaryUnaryCall[object, decision_pb2.Decision]", call)


def _made_of(message: decision_pb2.Decision) -> _Made:
    told = message.receipt
    receipt = Receipt(
        v=told.v, log_id=told.log_id, entry_id=told.entry_id, leaf_hash=told.leaf_hash,
        issued_at_us=told.issued_at_us, due_at_us=told.due_at_us, batch_index=told.batch_index,
        batch_size=told.batch_size, batch_path=tuple(told.batch_path), key_id=told.key_id, signature=told.signature,
    )  # fmt: skip
    return _Made(message.id, message.transaction_id or None, message.outcome, receipt)
