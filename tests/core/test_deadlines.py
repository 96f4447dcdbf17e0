import asyncio

import pytest

from core.deadlines import within
from core.errors import DeadlineExceeded


async def test_what_takes_too_long_is_a_deadline() -> None:
    """A block that outlives the deadline raises the caller's error, not asyncio's."""
    with pytest.raises(DeadlineExceeded):
        async with within(asyncio.get_running_loop().time() + 0.01):
            await asyncio.sleep(3_600)


async def test_a_timeout_of_something_else_stays_what_it_is() -> None:
    """A TimeoutError from inside, before the deadline, is not the caller's deadline."""
    with pytest.raises(TimeoutError):
        async with within(asyncio.get_running_loop().time() + 10):
            raise TimeoutError
