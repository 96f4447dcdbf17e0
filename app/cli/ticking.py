"""How many bytes were written so far, on standard error and on a terminal alone; without a library, for commands that need none."""

import sys
import time
from collections.abc import AsyncIterator, Callable

_EVERY_S = 0.1


async def counted(
    pieces: AsyncIterator[bytes], now_s: Callable[[], float] = time.monotonic
) -> AsyncIterator[bytes]:
    """Hand the pieces on, and tell on a terminal how many bytes they had; the line is gone when they end."""
    if not sys.stderr.isatty():
        async for piece in pieces:
            yield piece
        return
    written, told_s = 0, now_s() - _EVERY_S
    try:
        async for piece in pieces:
            yield piece
            written += len(piece)
            if now_s() - told_s >= _EVERY_S:
                told_s = now_s()
                sys.stderr.write(f"\r{written:,} bytes")
                sys.stderr.flush()
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
