"""A stop is graceful: whoever was let in is answered, whoever comes is told to go elsewhere, and the process ends with 0."""

import asyncio
import collections
import contextlib
import os
import pathlib
import signal
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Callable, Iterator

import grpc
import msgspec
import pytest

from app import launch
from app.launch import RunningService
from tests.faults import processes
from tests.faults.conftest import Installation
from tests.faults.load import Load, Question, Target
from tests.faults.wire import Answer, Broken, Refused, Wire, read_answer, request_bytes
from tests.turns import HANGS_S, until

pytestmark = pytest.mark.faults

LANES, RPC_LANES = 16, 4
UNDER_LOAD_S = 1.5
LEAD_S = 2.0
"""How long a stopping server still answers: also on a busy machine each client has its turn meanwhile."""


@pytest.fixture
def installation(installation: Installation) -> Installation:
    """The same, with that lead."""
    lead = {"COUNTERMARK_DRAIN_LEAD_MS": f"{1_000 * LEAD_S:.0f}"}
    return msgspec.structs.replace(installation, variables=installation.variables | lead)


@pytest.mark.parametrize("name", ["supervisor", "server"])
async def test_whoever_was_let_in_is_answered(
    installation: Installation, service: RunningService, name: str, seed: int
) -> None:
    """SIGTERM under load: no request that found somebody listening is reset or left without its answer."""
    server = processes.wait_for(service.pid, "server")
    async with _asking(Load(await installation.sandbox(), seed)) as seen:

        async def everybody_is_answered() -> bool:
            return seen["200"] > 10 * LANES and seen["OK"] > 10 * RPC_LANES

        await until(everybody_is_answered)
        os.kill(service.pid if name == "supervisor" else server, signal.SIGTERM)
        await asyncio.to_thread(processes.wait_until_gone, [server], HANGS_S)
        await asyncio.sleep(UNDER_LOAD_S)
    # grpc.aio drops a call that reaches it in the very moment of its shutdown, before any code of ours.
    assert seen.pop("CANCELLED", 0) <= RPC_LANES
    assert set(seen) <= {"200", "refused", "OK", "UNAVAILABLE"}, seen


async def test_a_request_in_hand_is_finished_and_readiness_says_no(installation: Installation) -> None:
    """A request that is half received at SIGTERM is answered; newcomers learn that the service is leaving; exit code 0."""
    with _serving(installation.variables) as process:
        target = await installation.sandbox()
        load = Load(target, seed=1)
        async with _half_sent(target, load.next_question()) as (reader, finish):
            os.kill(process.pid, signal.SIGTERM)
            with contextlib.closing(load.wire()) as wire:
                ready = await _no_longer_ready(wire)
            assert (ready.json()["code"], ready.headers["connection"]) == ("not_ready", "close")
            await asyncio.sleep(LEAD_S + 1.0)
            assert process.poll() is None
            finish()
            answer = await read_answer(reader)
        assert answer.status == 200, answer.body
        assert await asyncio.to_thread(process.wait, HANGS_S) == 0


async def test_a_client_that_never_finishes_does_not_hold_the_stop(installation: Installation) -> None:
    """The drain has an end: a request that stays incomplete for ever is given up, and the process still ends with 0."""
    variables = installation.variables | {"COUNTERMARK_DRAIN_TIMEOUT_MS": "1000"}
    with _serving(variables) as process:
        target = await installation.sandbox()
        async with _half_sent(target, Load(target, seed=2).next_question()):
            os.kill(process.pid, signal.SIGTERM)
            assert await asyncio.to_thread(process.wait, HANGS_S) == 0


@contextlib.contextmanager
def _serving(variables: dict[str, str]) -> "Iterator[subprocess.Popen[bytes]]":
    """Run the service as a child whose exit code can be seen."""
    log = pathlib.Path(variables["COUNTERMARK_DATA_DIR"]) / "service.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli.main", "serve"],
            env=variables, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
        )  # fmt: skip
    try:
        launch.wait_until_ready(process, int(variables["COUNTERMARK_REST_PORT"]), log, launch.START_S)
        yield process
    finally:
        launch.stop(process)


@contextlib.asynccontextmanager
async def _half_sent(
    target: Target, question: Question
) -> AsyncIterator[tuple[asyncio.StreamReader, Callable[[], None]]]:
    """Send half of a request. Yields: where its answer will come, and what sends the other half."""
    reader, writer = await asyncio.open_connection("127.0.0.1", target.rest_port)
    body = question.body()
    request = request_bytes(target.key, "POST", f"/api/v1/inference/{question.use_case}", body, {})
    cut = len(request) - len(body) // 2
    writer.write(request[:cut])
    await asyncio.sleep(0.2)
    try:
        yield reader, lambda: writer.write(request[cut:])
    finally:
        writer.transport.abort()


async def _no_longer_ready(wire: Wire) -> Answer:
    while True:
        answer = await wire.ask("GET", "/health/ready")
        if answer.status != 200:
            return answer


@contextlib.asynccontextmanager
async def _asking(load: Load) -> AsyncIterator[collections.Counter[str]]:
    """Ask over many connections, each question once, and count what came of it."""
    seen: collections.Counter[str] = collections.Counter()
    lanes = [asyncio.create_task(_ask_over_rest(load, seen)) for _ in range(LANES)]
    lanes += [asyncio.create_task(_ask_over_grpc(load, seen)) for _ in range(RPC_LANES)]
    try:
        yield seen
    finally:
        for lane in lanes:
            lane.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)


async def _ask_over_rest(load: Load, seen: collections.Counter[str]) -> None:
    with contextlib.closing(load.wire()) as wire:
        while True:
            question = load.next_question()
            path, key = f"/api/v1/inference/{question.use_case}", {"Idempotency-Key": str(uuid.uuid4())}
            try:
                seen[str((await wire.ask("POST", path, question.body(), key)).status)] += 1
            except Refused:
                seen["refused"] += 1
                await asyncio.sleep(0.05)
            except Broken as broken:
                seen[f"broken on a {'fresh' if broken.fresh else 'kept'} connection"] += 1


async def _ask_over_grpc(load: Load, seen: collections.Counter[str]) -> None:
    async with load.channel() as stub:
        while True:
            try:
                await load.ask_over_grpc(stub, load.next_question(), str(uuid.uuid4()))
                seen["OK"] += 1
            except grpc.aio.AioRpcError as error:
                seen[error.code().name] += 1
                await asyncio.sleep(0.05)
