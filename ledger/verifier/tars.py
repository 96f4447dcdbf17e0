"""Plain tars, read strictly: where each file lies in one.

POSIX ustar and what was before it: regular files only, numbers in octal, each name once, two empty blocks at the end and
nothing after them. Extensions of other formats (pax, GNU) are refused, so that every reader finds the same files.
Source: POSIX.1-2017, pax, "ustar Interchange Format".
"""

import pathlib
import re
from typing import BinaryIO

BLOCK_BYTES = 512
_OCTAL = re.compile(rb" *([0-7]+)[ \0]*")
_SUM_START, _SUM_END = 148, 156
_KIND = 156
_KINDS = (b"0"[0], 0)


class TarRefused(Exception):
    """Not a plain tar, or one that is cut off or damaged."""


def read_places(path: pathlib.Path, file_bytes_max: int) -> dict[str, tuple[int, int]]:
    """Return the offset and the size of each file, by its name. Raises: TarRefused, OSError."""
    places: dict[str, tuple[int, int]] = {}
    with path.open("rb") as file:
        whole = file.seek(0, 2)
        at = 0
        while True:
            file.seek(at)
            header = file.read(BLOCK_BYTES)
            if len(header) < BLOCK_BYTES:
                raise TarRefused("the tar is cut off")
            if not any(header):
                break
            name, size = _read_header(header)
            if name in places or size > file_bytes_max:
                raise TarRefused(f"{name} is there twice, or too large")
            places[name] = (at + BLOCK_BYTES, size)
            at += BLOCK_BYTES + -(-size // BLOCK_BYTES) * BLOCK_BYTES
            if at > whole:
                raise TarRefused(f"{name} is cut off")
        _check_end(file, at)
    return places


def _read_header(header: bytes) -> tuple[str, int]:
    total = sum(header) - sum(header[_SUM_START:_SUM_END]) + (_SUM_END - _SUM_START) * 0x20
    if _octal(header[_SUM_START:_SUM_END]) != total:
        raise TarRefused("the sum of a header is wrong")
    if header[_KIND] not in _KINDS:
        raise TarRefused("something in the tar is not a plain file")
    name, prefix = _text(header[:100]), _text(header[345:500])
    if not name or name.endswith("/"):
        raise TarRefused("a file in the tar has no name")
    return (f"{prefix}/{name}" if prefix else name), _octal(header[124:136])


def _check_end(file: BinaryIO, at: int) -> None:
    file.seek(at)
    zeros = 0
    while chunk := file.read(1 << 16):
        if any(chunk):
            raise TarRefused("something follows the end of the tar")
        zeros += len(chunk)
    if zeros < 2 * BLOCK_BYTES:
        raise TarRefused("the tar is cut off")


def _octal(field: bytes) -> int:
    match = _OCTAL.fullmatch(field)
    if match is None:
        raise TarRefused("a number in a header is not octal")
    return int(match[1], 8)


def _text(field: bytes) -> str:
    try:
        return field.partition(b"\0")[0].decode()
    except UnicodeDecodeError as error:
        raise TarRefused("a name in the tar is not UTF-8") from error
