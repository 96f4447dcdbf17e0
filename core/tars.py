"""Pieces of a tar that is written as its files are made: nothing is held but what is being written.

No owner and no time, so the same files give the same bytes. Source: POSIX.1-2008, pax, "ustar interchange format".
"""

import tarfile

BLOCK_BYTES = 512
END = bytes(2 * BLOCK_BYTES)


def file(name: str, data: bytes) -> bytes:
    """Write one file whole."""
    return head(name, len(data)) + data + padding(len(data))


def head(name: str, size: int) -> bytes:
    """Write what stands before the bytes of a file, when they follow piece by piece; `padding` ends them."""
    member = tarfile.TarInfo(name)
    member.size = size
    return member.tobuf(tarfile.USTAR_FORMAT)


def padding(size: int) -> bytes:
    return bytes(-size % BLOCK_BYTES)
