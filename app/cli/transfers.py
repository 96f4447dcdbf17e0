"""Files in and out of a command, a megabyte at a time, whatever their size."""

import pathlib
from collections.abc import AsyncIterator

_PART = 1 << 20


async def parts_of(file: pathlib.Path) -> AsyncIterator[bytes]:
    with file.open("rb") as opened:
        while part := opened.read(_PART):
            yield part


async def save(parts: AsyncIterator[bytes], out: pathlib.Path) -> None:
    with out.open("wb") as opened:
        async for part in parts:
            opened.write(part)
