"""Without its database the service refuses fast and honestly, and goes on by itself once it is back."""

import asyncio
import contextlib
import os
import signal
import time
import uuid
from collections.abc import Iterator, Sequence

import grpc
import msgspec
import pytest

from api.rpc.inference import CUSTOMER
from api.rpc.stubs.countermark.inference.v1 import inference_pb2_grpc
from api.views.questions import CustomerQuestion
from app.launch import RunningService
from tests.busy import Stalls, watched_stalls
from tests.faults import audit, processes
from tests.faults.conftest import Installation
from tests.faults.load import Load, Target
from tests.faults.wire import Wire
from tests.turns import HANGS_S, until

pytestmark = pytest.mark.faults

LANES = 16
GONE_S = 5.0  # longer than a credential is remembered
FAST_S = 1.0
BACK_S = 10.0


class Refusal(msgspec.Struct, frozen=True):
    status: int
    code: str
    retry_after: str
    took_s: float


@contextlib.contextmanager
def _without_database(supervisor: int) -> Iterator[None]:
    """Kill PostgreSQL, and hold the supervisor so that it cannot bring it back before the block ends."""
    postmaster = processes.wait_for(supervisor, "postgres")
    os.kill(supervisor, signal.SIGSTOP)
    try:
        processes.kill(postmaster)
        processes.wait_until_gone([postmaster], limit_s=HANGS_S)
        yield
    finally:
        os.kill(supervisor, signal.SIGCONT)


async def test_refusals_are_fast_and_nothing_is_acknowledged_that_is_not_durable(
    installation: Installation, service: RunningService, seed: int
) -> None:
    """No database: each answer is 503 with Retry-After within a second of a machine that runs, readiness says no; when it
    is back, the same questions with the same keys are answered, each once.
    """
    target = await installation.sandbox()
    load = Load(target, seed)
    async with load.running():
        await load.answered_after(time.monotonic(), BACK_S)
        with _without_database(service.pid):
            gone_at = time.monotonic()
            async with watched_stalls() as stalls:
                refusals = await _ask_for(GONE_S, load, stalls)
            rpc = await _ask_over_grpc(target)
            with contextlib.closing(load.wire()) as wire:
                ready = await wire.ask("GET", "/health/ready")
            assert not [one for one in load.acknowledged if one.asked_at > gone_at]
        back_s = await load.answered_after(time.monotonic(), BACK_S)
        await load.stop()
    assert {(one.status, one.code) for one in refusals} == {(503, "database_unavailable")}
    assert {one.retry_after for one in refusals} <= {"1", "2"}
    assert max(one.took_s for one in refusals) <= FAST_S
    assert rpc is grpc.StatusCode.UNAVAILABLE
    assert (ready.status, ready.json()["code"]) == (503, "not_ready")
    assert back_s <= BACK_S
    await audit.check_decisions(installation.settings, target.environment_id, load.acknowledged)


async def test_what_happens_later_goes_on(installation: Installation, service: RunningService) -> None:
    """The worker finds its way back, too: a mail that is queued after an outage is sent."""
    target = await installation.sandbox()
    with _without_database(service.pid):
        await asyncio.sleep(1.0)
    sent = _mails(installation)
    load = Load(target, seed=4)
    async with load.running():
        await load.answered_after(time.monotonic(), BACK_S)
        await load.stop()
    with contextlib.closing(load.wire()) as wire:
        invited = await wire.ask(
            "POST",
            "/api/v1/invitations",
            b'{"address": "ravi@example.com", "role": "analyst"}',
            {"Idempotency-Key": str(uuid.uuid4())},
        )
    assert invited.status == 201, invited.body

    async def is_sent() -> bool:
        return _mails(installation) != sent

    await until(is_sent)


def _mails(installation: Installation) -> set[str]:
    return {path.name for path in installation.settings.mail_dir.glob("*")}


async def _ask_for(seconds: float, load: Load, stalls: Stalls) -> Sequence[Refusal]:
    """Ask new questions over some more connections. Returns: how each was refused; what was under way is passed over."""
    refusals: list[Refusal] = []
    ends = time.monotonic() + seconds

    async def lane() -> None:
        with contextlib.closing(load.wire()) as wire:
            while time.monotonic() < ends:
                refusals.append(await _refusal(wire, stalls))
                await asyncio.sleep(0.02)

    await asyncio.gather(*(lane() for _ in range(LANES)))
    return refusals


async def _refusal(wire: Wire, stalls: Stalls) -> Refusal:
    began = time.monotonic()
    answer = await wire.ask(
        "POST",
        "/api/v1/inference/credit-score",
        b'{"customer_id": "nobody"}',
        {"Idempotency-Key": str(uuid.uuid4())},
    )
    ended = time.monotonic()
    took_s = ended - began - stalls.within(began, ended)
    code = str(answer.json().get("code"))
    return Refusal(answer.status, code, answer.headers.get("retry-after", ""), took_s)


async def _ask_over_grpc(target: Target) -> grpc.StatusCode:
    async with grpc.aio.insecure_channel(target.grpc_address) as channel:
        stub = inference_pb2_grpc.InferenceServiceStub(channel)
        question = CUSTOMER.message(CustomerQuestion(customer_id="nobody"))
        try:
            await stub.DecideCreditScore(question, metadata=(("x-api-key", target.key),), timeout=HANGS_S)
        except grpc.aio.AioRpcError as error:
            return error.code()
    return grpc.StatusCode.OK
