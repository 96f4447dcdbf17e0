"""Files as streams of messages."""

from collections.abc import AsyncIterator

_PIECE_BYTES = 1 << 20


async def pieces(file: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Cut what is read into messages that any client takes (4 MB)."""
    async for part in file:
        for at in range(0, len(part), _PIECE_BYTES):
            yield part[at : at + _PIECE_BYTES]
