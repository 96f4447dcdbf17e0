"""The frame of a Parquet file: one row group taken out of a file, and many files of results put together as one.

Only metadata is touched; pages are moved as they are. So a file of any size is read by row groups and written by
chunks, in the memory of one of them, and nothing of it needs to rest in clear on a disk.
"""

import dataclasses
from collections.abc import Iterable, Sequence

from inference.batch import parquet_pages, thrift
from inference.batch.entities import BatchRefused
from inference.batch.parquet_pages import COLUMN_META as _META
from inference.batch.parquet_pages import COLUMNS as _COLUMNS
from inference.batch.parquet_pages import COMPRESSED as _COMPRESSED
from inference.batch.parquet_pages import DATA_PAGE as _DATA_PAGE
from inference.batch.parquet_pages import DICTIONARY_PAGE as _DICTIONARY_PAGE
from inference.batch.parquet_pages import ROW_GROUP_BYTES_MAX, first_page
from inference.batch.thrift import Fields, Items, ThriftRefused

MAGIC = b"PAR1"
TAIL_BYTES = 8
FOOTER_BYTES_MAX = 64_000_000
# Field ids of parquet.thrift.
_SCHEMA, _NUM_ROWS, _ROW_GROUPS = 2, 3, 4
_ENCRYPTION, _SIGNING = 8, 9
_TOTAL_BYTES, _GROUP_ROWS, _GROUP_OFFSET, _ORDINAL = 2, 3, 5, 7
_FILE_PATH, _CHUNK_OFFSET = 1, 2
_INDEXES = (4, 5, 6, 7)
_INDEX_PAGE = 10
_BLOOM = (14, 15)
_ELEMENT_NAME, _ELEMENT_CHILDREN = 4, 5


@dataclasses.dataclass(frozen=True, slots=True)
class RowGroup:
    """start, end: of its pages in the file. first_row: 0-based."""

    index: int
    start: int
    end: int
    first_row: int
    rows: int


@dataclasses.dataclass(frozen=True, slots=True)
class RowRange:
    """Some rows of a row group. line: of the first, in the whole file, 1-based. start: of it in the group. count: of rows."""

    line: int
    start: int
    count: int


class Footer:
    """The metadata of one file."""

    def __init__(self, data: bytes) -> None:
        """data: the footer's bytes, without its length and the magic. Raises: BatchRefused."""
        self.data = data
        try:
            self.fields = thrift.read(data)
            if self.fields.find(_ENCRYPTION) is not None or self.fields.find(_SIGNING) is not None:
                raise BatchRefused("The Parquet file is encrypted.", fix="Write it without encryption.")
            self.names = _top_level(self.fields.structs(_SCHEMA))
            self.row_groups = tuple(_row_groups(self.fields))
            self.fields.integer(_NUM_ROWS)
        except ThriftRefused as error:
            raise BatchRefused("The file is not Parquet.", internal=str(error)) from error

    def single(self, group: RowGroup, pages: bytes, names: Sequence[str]) -> bytes:
        """Make a file of one row group out of its pages. names: of the columns that are to be read. Raises: BatchRefused."""
        chosen = self.fields.structs(_ROW_GROUPS)[group.index]
        if group.rows * len(names) > parquet_pages.VALUES_MAX:
            raise parquet_pages.too_large(group.index + 1)
        try:
            parquet_pages.check(chosen, group.index + 1, pages, group.start, frozenset(names))
        except ThriftRefused as error:
            raise BatchRefused(f"Row group {group.index + 1} cannot be read.", internal=str(error)) from error
        fields = Fields(dict(self.fields.by_id))
        chosen = thrift.read(thrift.write(chosen))
        _move(chosen, len(MAGIC) - group.start)
        fields.put(_ROW_GROUPS, Items(thrift.Kind.STRUCT, [chosen]))
        fields.put(_NUM_ROWS, group.rows)
        return MAGIC + pages + tail_of(fields)


def footer_length(tail: bytes) -> int:
    """Read the last eight bytes of a file. Raises: BatchRefused."""
    if len(tail) != TAIL_BYTES or tail[4:] != MAGIC:
        raise BatchRefused("The file is not Parquet.", fix="Send a Parquet file, or say `format=csv`.")
    length = int.from_bytes(tail[:4], "little")
    if not 0 < length <= FOOTER_BYTES_MAX:
        raise BatchRefused("The metadata of the Parquet file is too large.")
    return length


def split(file: bytes) -> tuple[bytes, bytes]:
    """Divide a small file into its pages and its footer, both bare."""
    length = footer_length(file[-TAIL_BYTES:])
    return file[len(MAGIC) : -TAIL_BYTES - length], file[-TAIL_BYTES - length : -TAIL_BYTES]


def joined(parts: Iterable[tuple[int, bytes]]) -> bytes:
    """Make the end of the file that begins with the magic and then has the pages of all parts, in order.

    parts: length of the pages and footer of each; their schemas are the same.
    """
    whole: Fields | None = None
    groups: list[thrift.Value] = []
    rows, start = 0, len(MAGIC)
    for length, footer in parts:
        fields = thrift.read(footer)
        whole = whole or fields
        for group in fields.structs(_ROW_GROUPS):
            _move(group, start - len(MAGIC))
            if group.find(_ORDINAL) is not None:
                group.put(_ORDINAL, len(groups) & 0x7FFF)
            groups.append(group)
        rows += fields.integer(_NUM_ROWS)
        start += length
    if whole is None:
        raise ValueError("a file is made of at least one part")
    whole.put(_ROW_GROUPS, Items(thrift.Kind.STRUCT, groups))
    whole.put(_NUM_ROWS, rows)
    return tail_of(whole)


def tail_of(fields: Fields) -> bytes:
    footer = thrift.write(fields)
    return footer + len(footer).to_bytes(4, "little") + MAGIC


def _top_level(elements: Sequence[Fields]) -> tuple[str, ...]:
    """Name the columns; what is nested in one of them is passed over."""
    names: list[str] = []
    at = 1
    while at < len(elements):
        name = elements[at].find(_ELEMENT_NAME)
        if not isinstance(name, bytes):
            raise ThriftRefused("a column has no name")
        names.append(name.decode("utf-8", "replace"))
        at = _behind(elements, at)
    return tuple(names)


def _behind(elements: Sequence[Fields], at: int) -> int:
    pending = 1
    while pending and at < len(elements):
        children = elements[at].find(_ELEMENT_CHILDREN)
        pending += (children if isinstance(children, int) else 0) - 1
        at += 1
    return at


def _row_groups(fields: Fields) -> Iterable[RowGroup]:
    first_row = 0
    for index, group in enumerate(fields.structs(_ROW_GROUPS)):
        rows = group.integer(_GROUP_ROWS)
        metas = [column.struct(_META) for column in group.structs(_COLUMNS)]
        if any(column.find(_FILE_PATH) for column in group.structs(_COLUMNS)):
            raise BatchRefused("The pages of the Parquet file lie in other files.")
        starts = [first_page(meta) for meta in metas]
        ends = [start + meta.integer(_COMPRESSED) for start, meta in zip(starts, metas, strict=True)]
        start, end = min(starts, default=len(MAGIC)), max(ends, default=len(MAGIC))
        if not len(MAGIC) <= start <= end or rows < 0:
            raise ThriftRefused("a row group lies nowhere")
        if max(end - start, group.integer(_TOTAL_BYTES)) > ROW_GROUP_BYTES_MAX:
            raise BatchRefused(
                f"Row group {index + 1} is larger than {ROW_GROUP_BYTES_MAX:,} bytes.",
                fix="Write the file with smaller row groups: 100,000 rows in each are plenty.",
            )
        yield RowGroup(index, start, end, first_row, rows)
        first_row += rows


def _move(group: Fields, by: int) -> None:
    """Let the offsets of a row group fit another place; indexes and filters, which lie elsewhere, are left out."""
    _shift(group, _GROUP_OFFSET, by)
    for column in group.structs(_COLUMNS):
        _shift(column, _CHUNK_OFFSET, by)
        column.drop(*_INDEXES)
        meta = column.struct(_META)
        meta.drop(*_BLOOM)
        for field_id in (_DATA_PAGE, _INDEX_PAGE, _DICTIONARY_PAGE):
            _shift(meta, field_id, by)


def _shift(fields: Fields, field_id: int, by: int) -> None:
    value = fields.find(field_id)
    if isinstance(value, int) and value > 0:
        fields.put(field_id, max(value + by, 0))
