"""What every runtime promises. The same tests run against ONNX Runtime in process, a fake, a tritonserver and MLServer."""

import asyncio
import time
from typing import Protocol

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.runtimes.breaker import FAILURES_MAX
from inference.runtimes.port import RuntimeUnavailable
from inference.runtimes.remote import AwaitedScorer, RemoteScorer, RemoteSettings
from inference.runtimes.remote_check import RemoteModel
from inference.runtimes.v2 import ModelMismatch, ModelNotServed, RuntimeTimeout, V2Client
from tests.inference.runtimes import graphs

TIMEOUT_S = 30.0
"""Of what is answered: it bounds a hang and measures nothing."""
PROMPT_S = TIMEOUT_S / 2
"""Bounds what must not wait for that time-out: a machine that stands still for seconds stays within it."""
SHORT_S = 0.2
"""Of what a frozen server never answers."""
RECOVERY_S = 60.0
PATIENT = RemoteSettings(timeout_s=TIMEOUT_S, check_timeout_s=TIMEOUT_S)


class RuntimeContract:
    """A fixture `runtime` turns a registered model into what scores it."""

    async def test_scores_are_those_of_onnx_runtime(self, runtime: "Runtime") -> None:
        """Margins equal the in-process graph's within 1e-6, missing values and all."""
        model = graphs.trees().model
        matrix = graphs.rows(model.feature_count, 200)
        found = await runtime(model).score(matrix, TIMEOUT_S)
        assert np.abs(found.margin - model.reference.margins(matrix)).max() <= 1e-6
        assert found.margin.dtype == np.float64

    async def test_heads_come_along(self, runtime: "Runtime") -> None:
        """Every further output of the graph comes back, row by row, also of a graph that is run row by row."""
        model = graphs.linear().model
        matrix = graphs.rows(model.feature_count, 7)
        found = await runtime(model).score(matrix, TIMEOUT_S)
        local = model.reference.outputs(matrix)
        np.testing.assert_allclose(found.margin, local.margin, rtol=1e-6, atol=1e-6)
        np.testing.assert_allclose(found.heads[graphs.HEAD], local.heads[graphs.HEAD], rtol=1e-6, atol=1e-6)

    async def test_many_in_flight_each_get_their_own(self, runtime: "Runtime") -> None:
        """200 requests at once: no row is lost, doubled or given to another."""
        model = graphs.trees().model
        matrix = graphs.rows(model.feature_count, 200)
        scorer = runtime(model)
        found = await asyncio.gather(*[scorer.score(matrix[at : at + 1], TIMEOUT_S) for at in range(200)])
        margins = np.array([one.margin[0] for one in found])
        assert np.abs(margins - model.reference.margins(matrix)).max() <= 1e-6

    async def test_rows_of_another_width_are_refused(self, runtime: "Runtime") -> None:
        """A row with a column too few is an error of the runtime, never a score; the next request is scored."""
        model = graphs.trees().model
        scorer = runtime(model)
        good = graphs.rows(model.feature_count, 1)
        await scorer.score(good, TIMEOUT_S)
        with pytest.raises(RuntimeUnavailable):
            await scorer.score(good[:, :-1].copy(), TIMEOUT_S)
        assert (await scorer.score(good, TIMEOUT_S)).margin.shape == (1,)


class Runtime(Protocol):
    def __call__(self, model: RemoteModel) -> AwaitedScorer: ...


class HeldClock:
    """Stands still until it is let go, so that no breaker closes by the time that a test takes."""

    def __init__(self) -> None:
        self._held_s: float | None = time.monotonic()

    def __call__(self) -> float:
        return time.monotonic() if self._held_s is None else self._held_s

    def let_go(self) -> None:
        self._held_s = None


class Rig(Protocol):
    """A model server that can be harmed."""

    async def kill(self) -> None: ...

    async def start(self) -> None: ...

    def pause(self) -> None:
        """Let it hold its connections and answer nothing."""
        ...

    def resume(self) -> None: ...


class ClientRig(Rig, Protocol):
    """One that has `graphs.every()`."""

    def client(self) -> V2Client:
        """Its one client."""
        ...


class ServerContract(RuntimeContract):
    """What a runtime behind a network promises beyond that. A fixture `rig` is the server."""

    @pytest.fixture
    def runtime(self, rig: ClientRig) -> Runtime:
        return lambda model: RemoteScorer(rig.client(), model, PATIENT)

    async def test_an_unknown_model_is_not_served(self, rig: ClientRig) -> None:
        """A version that nobody put there is refused as such."""
        model = graphs.absent().model
        scorer = RemoteScorer(rig.client(), model, PATIENT)
        with pytest.raises(ModelNotServed):
            await scorer.check()
        with pytest.raises(ModelNotServed):
            await scorer.score(graphs.rows(5, 1), TIMEOUT_S)

    @pytest.mark.parametrize("placed", [graphs.swapped, graphs.mislabelled, graphs.wide])
    async def test_another_model_under_the_name_is_refused(self, rig: ClientRig, placed: "Placing") -> None:
        """Other bytes, another digest, other columns: none of their scores is ever returned."""
        scorer = RemoteScorer(rig.client(), placed().model, PATIENT)
        with pytest.raises(ModelMismatch):
            await scorer.check()
        with pytest.raises(ModelMismatch):
            await scorer.score(graphs.rows(5, 1), TIMEOUT_S)
        assert scorer.state == "failing"

    async def test_a_frozen_server_costs_the_deadline_and_no_more(self, rig: ClientRig) -> None:
        """The caller's deadline ends the wait; after three such waits nobody waits; then it comes back by itself."""
        model = graphs.trees().model
        ended, clock = asyncio.Queue[str](), HeldClock()
        settings = RemoteSettings(timeout_s=SHORT_S, check_timeout_s=TIMEOUT_S)
        scorer = RemoteScorer(
            rig.client(), model, settings, lambda _, outcome, __: ended.put_nowait(outcome), clock
        )
        row = graphs.rows(model.feature_count, 1)
        await scorer.check()
        rig.pause()
        try:
            async with asyncio.timeout(PROMPT_S):
                for _ in range(3):
                    with pytest.raises(RuntimeTimeout):
                        await scorer.score(row, SHORT_S)
                    await ended.get()  # the call ends with its caller, or a moment later
            assert scorer.state == "failing"
            async with asyncio.timeout(PROMPT_S):
                assert not isinstance(await _failure(scorer, row, TIMEOUT_S), RuntimeTimeout)
            assert ended.empty(), "the server was asked once more"
        finally:
            rig.resume()
        clock.let_go()
        assert await _recovered(scorer, model)

    async def test_a_hurried_caller_does_not_close_the_door_for_others(self, rig: ClientRig) -> None:
        """Ten callers with a millisecond each say nothing about the server."""
        model = graphs.trees().model
        scorer = RemoteScorer(rig.client(), model, PATIENT)
        row = graphs.rows(model.feature_count, 1)
        await scorer.check()
        rig.pause()
        try:
            for _ in range(10):
                with pytest.raises(RuntimeTimeout):
                    await scorer.score(row, 0.001)
        finally:
            rig.resume()
        assert (await scorer.score(row, TIMEOUT_S)).margin.shape == (1,)

    async def test_killed_in_flight_and_back_again(self, rig: ClientRig) -> None:
        """Killed while 40 requests are out: each ends with an error at once, as do the next, of which few ask the server;
        once it is back, it scores again.
        """
        model = graphs.trees().model
        calls, clock = list[str](), HeldClock()
        scorer = RemoteScorer(
            rig.client(), model, PATIENT, lambda _, outcome, __: calls.append(outcome), clock
        )
        matrix = graphs.rows(model.feature_count, 40)
        await scorer.check()
        rig.pause()
        waiting = [
            asyncio.create_task(scorer.score(matrix[at : at + 1], TIMEOUT_S)) for at in range(len(matrix))
        ]
        await asyncio.sleep(0.05)
        assert not any(task.done() for task in waiting)
        await rig.kill()
        try:
            async with asyncio.timeout(PROMPT_S):
                found = await asyncio.gather(*waiting, return_exceptions=True)
            assert {type(one) for one in found} == {RuntimeUnavailable}
            calls.clear()
            async with asyncio.timeout(PROMPT_S):
                for _ in range(20):
                    await _failure(scorer, matrix[:1], TIMEOUT_S)
            assert len(calls) <= FAILURES_MAX
        finally:
            await rig.start()
        clock.let_go()
        assert await _recovered(scorer, model)


class Placing(Protocol):
    def __call__(self) -> graphs.Placed: ...


async def _failure(scorer: AwaitedScorer, row: NDArray[np.float32], timeout_s: float) -> RuntimeUnavailable:
    with pytest.raises(RuntimeUnavailable) as caught:
        await scorer.score(row, timeout_s)
    return caught.value


async def _recovered(scorer: AwaitedScorer, model: RemoteModel) -> bool:
    """Ask until it scores, as callers do, and compare."""
    matrix = graphs.rows(model.feature_count, 3)
    deadline_s = time.monotonic() + RECOVERY_S
    while True:
        try:
            found = await scorer.score(matrix, TIMEOUT_S)
        except RuntimeUnavailable:
            if time.monotonic() > deadline_s:
                raise
            await asyncio.sleep(0.05)
        else:
            return bool(np.abs(found.margin - model.reference.margins(matrix)).max() <= 1e-6)
