"""How long a caller is made to wait, in one place for both faces and for what keeps a deadline itself."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from core.errors import DeadlineExceeded


def during(timeout_s: float) -> contextlib.AbstractAsyncContextManager[None]:
    """As `within`, from now on."""
    return within(asyncio.get_running_loop().time() + timeout_s)


@contextlib.asynccontextmanager
async def within(deadline: float) -> AsyncIterator[None]:
    """Run the block until `deadline`, in the running loop's time. Raises: DeadlineExceeded when it passes first."""
    try:
        async with asyncio.timeout_at(deadline):
            yield
    except TimeoutError:
        if asyncio.get_running_loop().time() < deadline:
            raise
        raise DeadlineExceeded("The deadline of the request passed before its answer was ready.") from None
