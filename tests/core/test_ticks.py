import asyncio
import time
from collections.abc import Sequence

import pytest

from core import logs
from core.errors import DatabaseUnavailable, DeadlineExceeded, InvalidRequest, Overloaded, PlatformError
from core.ticks import UNWATCHED, TickQueue, TickWatch
from tests.turns import turns

TIMEOUT_S = 60.0
"""Of a request whose deadline is not what is tested."""


class Recorder:
    """A handler that remembers its batches, waits for a gate, and fails on marked numbers."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.running: list[set[int]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.error: Exception | None = None

    async def __call__(self, batch: Sequence[int]) -> list[str | PlatformError]:
        self.batches.append(list(batch))
        await self.gate.wait()
        if self.error is not None and 13 in batch:
            raise self.error
        return [InvalidRequest("odd") if number == 99 else f"answer {number}" for number in batch]


def queue_of(
    recorder: Recorder,
    *,
    batch_max: int = 64,
    queue_max: int = 100,
    lanes: int = 1,
    watch: TickWatch = UNWATCHED,
) -> TickQueue[int, str]:
    return TickQueue(recorder, batch_max=batch_max, queue_max=queue_max, lanes=lanes, watch=watch)


async def ask(queue: TickQueue[int, str], number: int) -> str:
    return await queue.submit(number, TIMEOUT_S)


async def test_what_waits_together_runs_together() -> None:
    """Requests of one turn of the loop are one batch, answered each with its own."""
    recorder = Recorder()
    queue = queue_of(recorder)
    answers = await asyncio.gather(*(ask(queue, number) for number in range(5)))
    assert recorder.batches == [[0, 1, 2, 3, 4]]
    assert answers == [f"answer {number}" for number in range(5)]


async def test_one_batch_at_a_time() -> None:
    """What arrives while a batch runs is the next batch; a batch is never larger than its maximum."""
    recorder = Recorder()
    recorder.gate.clear()
    queue = queue_of(recorder, batch_max=2)
    tasks = [asyncio.create_task(ask(queue, 0))]
    await turns()
    tasks += [asyncio.create_task(ask(queue, number)) for number in (1, 2, 3)]
    await turns()
    assert recorder.batches == [[0]]
    recorder.gate.set()
    await asyncio.gather(*tasks)
    assert recorder.batches == [[0], [1, 2], [3]]


async def test_two_lanes_run_two_batches_at_once() -> None:
    """What arrives while one batch waits is a batch beside it; what arrives while both wait, the next of whichever ends."""
    recorder = Recorder()
    recorder.gate.clear()
    queue = queue_of(recorder, lanes=2)
    tasks = []
    for number in range(4):
        tasks.append(asyncio.create_task(ask(queue, number)))
        await turns()
    assert recorder.batches == [[0], [1]]
    closing = asyncio.create_task(queue.close())
    recorder.gate.set()
    assert await asyncio.gather(*tasks) == [f"answer {number}" for number in range(4)]
    await closing
    assert recorder.batches == [[0], [1], [2, 3]]


async def test_a_bad_request_stands_alone() -> None:
    """A batch that fails on one request is halved until only that request gets the error."""
    recorder = Recorder()
    recorder.error = RuntimeError("data")
    queue = queue_of(recorder)
    tasks = [asyncio.create_task(ask(queue, number)) for number in range(10, 18)]
    done = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(answer).__name__ for answer in done] == ["str", "str", "str", "RuntimeError"] + ["str"] * 4


async def test_a_missing_dependency_is_not_retried() -> None:
    """When the database is gone every request of the batch is told at once, and nothing runs again."""
    recorder = Recorder()
    recorder.error = DatabaseUnavailable("gone")
    queue = queue_of(recorder)
    done = await asyncio.gather(*(ask(queue, number) for number in (12, 13, 14)), return_exceptions=True)
    assert all(isinstance(answer, DatabaseUnavailable) for answer in done)
    assert len(recorder.batches) == 1


async def test_an_error_of_one_request_spares_its_neighbours() -> None:
    recorder = Recorder()
    done = await asyncio.gather(*(ask(queue_of(recorder), n) for n in (1, 99)), return_exceptions=True)
    assert done[0] == "answer 1"
    assert isinstance(done[1], InvalidRequest)


async def test_a_full_queue_answers_at_once() -> None:
    """One more than the queue holds is refused without waiting; those inside are answered."""
    recorder = Recorder()
    recorder.gate.clear()
    queue = queue_of(recorder, queue_max=2, batch_max=1)
    tasks = [asyncio.create_task(ask(queue, 0))]
    await turns()
    tasks += [asyncio.create_task(ask(queue, number)) for number in (1, 2)]
    await turns()
    with pytest.raises(Overloaded):
        await ask(queue, 3)
    recorder.gate.set()
    assert len(await asyncio.gather(*tasks)) == 3


async def test_a_deadline_drops_what_has_not_started() -> None:
    recorder = Recorder()
    recorder.gate.clear()
    queue = queue_of(recorder)
    first = asyncio.create_task(ask(queue, 1))
    await turns()
    with pytest.raises(DeadlineExceeded):
        await queue.submit(2, 0.02)
    recorder.gate.set()
    await first
    await queue.close()
    assert recorder.batches == [[1]]


async def test_closing_finishes_what_is_in() -> None:
    recorder = Recorder()
    recorder.gate.clear()
    queue = queue_of(recorder)
    tasks = [asyncio.create_task(ask(queue, number)) for number in range(3)]
    await turns()
    tasks.append(asyncio.create_task(ask(queue, 3)))
    await turns()
    closing = asyncio.create_task(queue.close())
    await turns()
    with pytest.raises(Overloaded):
        await ask(queue, 5)
    recorder.gate.set()
    await closing
    assert await asyncio.gather(*tasks) == [f"answer {number}" for number in range(4)]


async def test_ticks_are_told_and_refusals_counted() -> None:
    """Who watches hears the size of each tick and its seconds; a request that found no room is counted."""
    ticks: list[tuple[int, float]] = []
    watch = TickWatch(on_tick=lambda size, seconds: ticks.append((size, seconds)))
    queue, began = queue_of(Recorder(), queue_max=3, watch=watch), time.perf_counter()
    answers = await asyncio.gather(*(ask(queue, number) for number in range(5)), return_exceptions=True)
    assert [size for size, _ in ticks] == [3]
    assert 0 < ticks[0][1] <= time.perf_counter() - began
    assert queue.rejected == sum(isinstance(answer, Overloaded) for answer in answers) == 2


async def test_a_tick_is_logged_under_all_its_requests() -> None:
    """A line of a tick names every request in it, not whichever came first; the next tick has its own."""
    seen: list[str] = []

    async def handle(batch: Sequence[int]) -> list[str | PlatformError]:
        seen.append(logs.request_id.get())
        return ["done" for _ in batch]

    queue: TickQueue[int, str] = TickQueue(handle, batch_max=2, queue_max=9)

    async def serve(number: int) -> None:
        logs.request_id.set(f"req-{number}")
        await queue.submit(number, TIMEOUT_S)

    await asyncio.gather(*(asyncio.create_task(serve(number)) for number in range(3)))
    assert seen == ["req-0,req-1", "req-2"]
    assert logs.request_id.get() == ""
