"""Where the chunks of a file begin and end: found while reading on from any of them, and always the same."""

import dataclasses
from collections.abc import AsyncIterator
from typing import Literal

import msgspec
import numpy as np

from core.sealed_files import PIECE_BYTES, SealedReader
from inference.batch import parquet
from inference.batch.entities import BatchOptions, BatchRefused, BatchWork
from inference.batch.layout import HEADER_BYTES_MAX, SEPARATORS, read_header
from inference.batch.parquet import Footer, RowGroup
from inference.batch.splitting import NEWLINE, RecordTooLong, cut, records

CHUNK_BYTES: dict[BatchWork | Literal["facts"], int] = {
    "scores": PIECE_BYTES,
    "decisions": PIECE_BYTES // 4,
    "facts": PIECE_BYTES // 16,
}
"""About how much of a CSV is one chunk: half a second of work, or less. Facts take most memory and texts most work, and so the smallest ones."""
CHUNK_ROWS: dict[BatchWork | Literal["facts"], int] = {"scores": 131_072, "decisions": 16_384, "facts": 4_096}
"""How many rows of a row group of Parquet are one chunk: more of them than of a CSV, since each reads the group anew."""


_BOM = b"\xef\xbb\xbf"


@dataclasses.dataclass(frozen=True, slots=True)
class ChunkSize:
    """octets: of a CSV, about. rows: of Parquet, at most."""

    octets: int
    rows: int


def size_of(work: BatchWork, *, small: bool) -> ChunkSize:
    """small: rows are facts, or texts."""
    kind: BatchWork | Literal["facts"] = "facts" if small else work
    return ChunkSize(CHUNK_BYTES[kind], CHUNK_ROWS[kind])


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where to read on. number: of the next chunk, 0-based. start: byte of a CSV, row group of Parquet. line: 1-based."""

    number: int
    start: int
    line: int


class Chunk(msgspec.Struct, frozen=True, kw_only=True):
    """A chunk of a file. start, end: its bytes, in Parquet those of the row group's pages. line: of its first row.

    behind: where the next one begins. done: bytes of the file that are behind it. overlong: it is one record of a CSV that
    is longer than any may be. row_group, rows: of Parquet; of a large group several chunks take some rows each.
    """

    number: int
    start: int
    end: int
    line: int
    behind: Place
    done: int
    overlong: bool = False
    row_group: int = 0
    rows: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Opening:
    """What the beginning of a file tells. first: where its rows begin. footer: of Parquet."""

    names: tuple[str, ...]
    first: Place
    footer: Footer | None = None


async def open_csv(source: SealedReader, separator: bytes) -> Opening:
    """Read the header. Raises: BatchRefused."""
    head = await source.read(0, HEADER_BYTES_MAX)
    return opening_of(head, separator, at_end=source.size <= len(head))


def opening_of(head: bytes, separator: bytes, *, at_end: bool) -> Opening:
    """Read the header out of the first bytes of a CSV. Raises: BatchRefused."""
    end = header_end(head, separator)
    if end > HEADER_BYTES_MAX or (not end and not at_end):
        raise BatchRefused(f"The header is longer than {HEADER_BYTES_MAX:,} bytes.")
    end = end or len(head)
    names = read_header(head[:end], separator)
    return Opening(names, Place(number=0, start=end, line=1 + max(head.count(NEWLINE, 0, end), 1)))


def header_end(head: bytes, separator: bytes) -> int:
    """Where the first record of a CSV ends, which may have line ends inside quotes; 0 where it has not ended yet."""
    body = head.removeprefix(_BOM)
    whole = cut(body, separator, at_end=False, row_bytes_max=len(body))
    return len(head) - len(body) + len(next(records(body[:whole], separator))) if whole else 0


async def open_parquet(source: SealedReader) -> Opening:
    """Read the metadata. Raises: BatchRefused."""
    tail = await source.read(max(source.size - parquet.TAIL_BYTES, 0), source.size)
    length = parquet.footer_length(tail)
    end = source.size - parquet.TAIL_BYTES
    if length > end:
        raise BatchRefused("The file is not Parquet.")
    footer = Footer(await source.read(end - length, end))
    return Opening(footer.names, Place(number=0, start=0, line=1), footer)


async def chunks_of(
    source: SealedReader, opening: Opening, options: BatchOptions, place: Place, size: ChunkSize
) -> AsyncIterator[tuple[Chunk, bytes]]:
    """Give each chunk from `place` on, with its bytes. A file without rows is one empty chunk."""
    if place == opening.first and _has_no_rows(source, opening):
        yield Chunk(number=0, start=0, end=0, line=place.line, behind=place, done=source.size), b""
        return
    if opening.footer is not None:
        for group in opening.footer.row_groups[place.start :]:
            pages = await source.read(group.start, group.end)
            while place.start == group.index:
                chunk = _part_of(group, place, size.rows)
                yield chunk, pages
                place = chunk.behind
        return
    async for found in _csv_chunks(source, SEPARATORS[options.separator], place, size.octets):
        yield found


def _part_of(group: RowGroup, place: Place, rows_max: int) -> Chunk:
    """As many of a row group's rows, from a place in it on, as are worked off together."""
    end = min(place.line - 1 + rows_max, group.first_row + group.rows)
    whole = end == group.first_row + group.rows
    share = (end - group.first_row) / max(group.rows, 1)
    return Chunk(
        number=place.number,
        start=group.start,
        end=group.end,
        line=place.line,
        behind=Place(number=place.number + 1, start=group.index + whole, line=end + 1),
        done=group.end if whole else group.start + int(share * (group.end - group.start)),
        row_group=group.index,
        rows=end - place.line + 1,
    )


def _has_no_rows(source: SealedReader, opening: Opening) -> bool:
    if opening.footer is not None:
        return not opening.footer.row_groups
    return opening.first.start >= source.size


async def _csv_chunks(
    source: SealedReader, separator: bytes, place: Place, chunk_bytes: int
) -> AsyncIterator[tuple[Chunk, bytes]]:
    reader = _Reader(source, place.start)
    while await reader.fill(chunk_bytes):
        overlong, size, limit = False, 0, chunk_bytes
        while not size:
            await reader.fill(limit)
            window = reader.buffer[:limit]
            try:
                size = cut(window, separator, at_end=reader.at_end and len(reader.buffer) <= limit)
            except RecordTooLong:
                overlong, size = True, await reader.skip_line()
            limit *= 2
        data = b"" if overlong else reader.buffer[:size]
        end = reader.take(size)
        lines = 1 if overlong else count_lines(data)
        behind = Place(number=place.number + 1, start=end, line=place.line + lines)
        yield (
            Chunk(
                number=place.number,
                start=place.start,
                end=end,
                line=place.line,
                behind=behind,
                done=end,
                overlong=overlong,
            ),
            data,
        )
        place = behind


def count_lines(data: bytes) -> int:
    """Count line ends, five times as fast as `bytes.count` does."""
    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == NEWLINE[0]))


class _Reader:
    """A file read on from a place; `buffer` is what was read and not taken."""

    def __init__(self, source: SealedReader, start: int) -> None:
        self.buffer = b""
        self._source = source
        self._read = start

    @property
    def at_end(self) -> bool:
        return self._read >= self._source.size

    async def fill(self, size: int) -> bool:
        """Read until there are `size` bytes, or the file ends. Returns: whether there is anything."""
        while len(self.buffer) < size and not self.at_end:
            await self._more()
        return bool(self.buffer)

    async def skip_line(self) -> int:
        """Read on to the end of the line, dropping all but its last part. Returns: the size of that part."""
        while (size := self.buffer.find(NEWLINE) + 1) == 0 and not self.at_end:
            self.buffer = b""
            await self._more()
        return size or len(self.buffer)

    def take(self, size: int) -> int:
        """Drop what was taken. Returns: where in the file the rest begins."""
        self.buffer = self.buffer[size:]
        return self._read - len(self.buffer)

    async def _more(self) -> None:
        piece = await self._source.read_piece(self._read)
        self._read += len(piece)
        self.buffer += piece


async def data_of(source: SealedReader, chunk: Chunk) -> bytes:
    """Read the bytes of one chunk again, anywhere."""
    return b"" if chunk.overlong else await source.read(chunk.start, chunk.end)
