"""Requests that come within a few turns of the loop share a run; a bad one fails alone, and a full queue says so."""

import asyncio
from collections.abc import Sequence

import pytest

from core.errors import InvalidRequest, Overloaded, PlatformError
from inference.bare_predictions_ticks import RunFailed, TurnBatches


class Doubles:
    """Doubles numbers, refuses negative ones, breaks on zero, and keeps the size of each batch."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def __call__(self, numbers: Sequence[int]) -> Sequence[int | PlatformError]:
        self.sizes.append(len(numbers))
        if 0 in numbers:
            raise ZeroDivisionError
        return [InvalidRequest("negative") if number < 0 else number * 2 for number in numbers]


def batches(work: Doubles, *, batch_max: int = 64, queue_max: int = 100) -> TurnBatches[int, int]:
    return TurnBatches(work, batch_max=batch_max, queue_max=queue_max)


async def test_one_run_for_what_comes_together() -> None:
    """Ten requests of one turn, and ten that come a turn or two apart, are one run each; each gets its own answer."""
    work = Doubles()
    ticks = batches(work)
    assert await asyncio.gather(*(ticks.submit(number) for number in range(1, 11))) == list(range(2, 22, 2))
    assert work.sizes == [10]

    async def later(turns: int, number: int) -> int:
        for _ in range(turns):
            await asyncio.sleep(0)
        return await ticks.submit(number)

    assert await asyncio.gather(*(later(2 * number, number) for number in range(1, 11))) == list(
        range(2, 22, 2)
    )
    assert work.sizes == [10, 10]


async def test_nobody_waits_for_a_clock() -> None:
    """A request that is alone is answered after a few turns of the loop, however slow the next one is to come."""
    work = Doubles()
    ticks = batches(work)
    waiting = asyncio.ensure_future(ticks.submit(4))
    for _ in range(12):
        await asyncio.sleep(0)
    assert waiting.done()
    assert await waiting == 8


async def test_a_steady_stream_is_cut() -> None:
    """Requests that never stop coming are not put off for ever: a batch starts after so many turns, or when it is full."""
    work = Doubles()
    ticks = batches(work, batch_max=16)
    pending = []
    for number in range(1, 201):
        pending.append(asyncio.ensure_future(ticks.submit(number)))
        await asyncio.sleep(0)
    await asyncio.gather(*pending)
    assert sum(work.sizes) == 200
    assert max(work.sizes) <= 16
    assert len(work.sizes) < 40


async def test_errors_fall_on_their_own_request() -> None:
    """A refused request fails alone; a run that breaks fails those in it; the next ones are answered."""
    work = Doubles()
    ticks = batches(work)
    answers = await asyncio.gather(ticks.submit(1), ticks.submit(-1), return_exceptions=True)
    assert answers[0] == 2
    assert isinstance(answers[1], InvalidRequest)
    reported: list[object] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, told: reported.append(type(told["exception"])))
    broken = await asyncio.gather(ticks.submit(0), ticks.submit(1), return_exceptions=True)
    loop.set_exception_handler(None)
    assert [type(each) for each in broken] == [RunFailed, RunFailed]
    assert reported == [ZeroDivisionError]
    assert await ticks.submit(3) == 6


async def test_a_full_queue_and_a_caller_that_left() -> None:
    """Above the bound a request is refused at once; one that was cancelled is not run."""
    work = Doubles()
    ticks = batches(work, queue_max=2)
    first, second = asyncio.ensure_future(ticks.submit(1)), asyncio.ensure_future(ticks.submit(2))
    await asyncio.sleep(0)
    with pytest.raises(Overloaded):
        await ticks.submit(3)
    first.cancel()
    assert await second == 4
    assert work.sizes == [1]
