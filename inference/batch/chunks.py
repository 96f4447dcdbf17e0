"""Where the chunks of a file begin and end: found while reading on from any of them, and always the same."""

import dataclasses
from collections.abc import AsyncIterator

import msgspec

from inference.batch import parquet
from inference.batch.entities import BatchRefused
from inference.batch.files import PIECE_BYTES, InputFile
from inference.batch.layout import HEADER_BYTES_MAX, read_header
from inference.batch.parquet import Footer
from inference.batch.splitting import NEWLINE, RecordTooLong, cut

CHUNK_BYTES = PIECE_BYTES


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where to read on. number: of the next chunk, 0-based. start: byte of a CSV, row group of Parquet. line: 1-based."""

    number: int
    start: int
    line: int


class Chunk(msgspec.Struct, frozen=True, kw_only=True):
    """A chunk of a file. start, end: its bytes, in Parquet those of the row group's pages. line: of its first row.

    behind: where the next one begins. done: bytes of the file that are behind it. overlong: it is one record of a CSV that
    is longer than any may be. row_group: of Parquet.
    """

    number: int
    start: int
    end: int
    line: int
    behind: Place
    done: int
    overlong: bool = False
    row_group: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Opening:
    """What the beginning of a file tells. first: where its rows begin. footer: of Parquet."""

    names: tuple[str, ...]
    first: Place
    footer: Footer | None = None


async def open_csv(source: InputFile, separator: bytes) -> Opening:
    """Read the header. Raises: BatchRefused."""
    head = await source.read(0, HEADER_BYTES_MAX)
    return opening_of(head, separator, at_end=source.size <= len(head))


def opening_of(head: bytes, separator: bytes, *, at_end: bool) -> Opening:
    """Read the header out of the first bytes of a CSV. Raises: BatchRefused."""
    bom = b"\xef\xbb\xbf" if head.startswith(b"\xef\xbb\xbf") else b""
    body = head.removeprefix(bom)
    end = body.find(NEWLINE) + 1
    if not end and not at_end:
        raise BatchRefused(f"The header is longer than {HEADER_BYTES_MAX:,} bytes.")
    end = end or len(body)
    names = read_header(body[:end], separator)
    return Opening(names, Place(number=0, start=len(bom) + end, line=2))


async def open_parquet(source: InputFile) -> Opening:
    """Read the metadata. Raises: BatchRefused."""
    tail = await source.read(max(source.size - parquet.TAIL_BYTES, 0), source.size)
    length = parquet.footer_length(tail)
    end = source.size - parquet.TAIL_BYTES
    if length > end:
        raise BatchRefused("The file is not Parquet.")
    footer = Footer(await source.read(end - length, end))
    return Opening(footer.names, Place(number=0, start=0, line=1), footer)


async def chunks_of(
    source: InputFile, opening: Opening, separator: bytes, place: Place
) -> AsyncIterator[tuple[Chunk, bytes]]:
    """Give each chunk from `place` on, with its bytes. A file without rows is one empty chunk."""
    if place == opening.first and _has_no_rows(source, opening):
        yield Chunk(number=0, start=0, end=0, line=place.line, behind=place, done=source.size), b""
        return
    if opening.footer is not None:
        for group in opening.footer.row_groups[place.start :]:
            behind = Place(
                number=group.index + 1, start=group.index + 1, line=group.first_row + group.rows + 1
            )
            pages = await source.read(group.start, group.end)
            chunk = Chunk(
                number=group.index, start=group.start, end=group.end, line=group.first_row + 1, behind=behind,
                done=group.end, row_group=group.index,
            )  # fmt: skip
            yield chunk, pages
        return
    async for found in _csv_chunks(source, separator, place):
        yield found


def _has_no_rows(source: InputFile, opening: Opening) -> bool:
    if opening.footer is not None:
        return not opening.footer.row_groups
    return opening.first.start >= source.size


async def _csv_chunks(
    source: InputFile, separator: bytes, place: Place
) -> AsyncIterator[tuple[Chunk, bytes]]:
    buffer = b""
    read = place.start
    while True:
        while len(buffer) < CHUNK_BYTES and read < source.size:
            piece = await source.read_piece(read)
            buffer, read = buffer + piece, read + len(piece)
        if not buffer:
            return
        overlong = False
        try:
            size = cut(buffer, separator, at_end=read >= source.size)
        except RecordTooLong:
            overlong, size = True, 0
            while (size := buffer.find(NEWLINE) + 1) == 0 and read < source.size:
                piece = await source.read_piece(read)
                buffer, read = piece, read + len(piece)
            size = size or len(buffer)
        rest = buffer[size:]
        start, end = place.start, read - len(rest)
        data = b"" if overlong else buffer[:size]
        lines = 1 if overlong else data.count(NEWLINE)
        behind = Place(number=place.number + 1, start=end, line=place.line + lines)
        yield (
            Chunk(
                number=place.number,
                start=start,
                end=end,
                line=place.line,
                behind=behind,
                done=end,
                overlong=overlong,
            ),
            data,
        )
        buffer, place = rest, behind


async def data_of(source: InputFile, chunk: Chunk) -> bytes:
    """Read the bytes of one chunk again, anywhere."""
    return b"" if chunk.overlong else await source.read(chunk.start, chunk.end)
