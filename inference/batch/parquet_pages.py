"""What a row group unpacks to, told by the headers of its pages before any is unpacked: a few bytes may stand for gigabytes."""

from collections.abc import Container, Iterator, Mapping

from inference.batch import thrift
from inference.batch.entities import BatchRefused
from inference.batch.thrift import Fields, ThriftRefused

ROW_GROUP_BYTES_MAX = 268_435_456
VALUES_MAX = ROW_GROUP_BYTES_MAX // 8
"""As many as fit into that when each is a number."""
_PAGES_MAX = 200_000
# Field ids of parquet.thrift.
COLUMNS, COLUMN_META = 1, 3
_PATH, COMPRESSED, DATA_PAGE, DICTIONARY_PAGE = 3, 7, 9, 11
_PAGE_BYTES, _PAGE_COMPRESSED = 2, 3
_HEADERS_OF_DATA, _PAGE_VALUES = (5, 8), 1


def check(group: Fields, number: int, pages: bytes, start: int, names: Container[str]) -> None:
    """Refuse a row group whose columns would unpack to more than may be in memory.

    number: of the group, 1-based. pages: of it, which begin at `start` of the file. names: of the columns that are read.
    Raises: BatchRefused, ThriftRefused.
    """
    size = values = 0
    for column in group.structs(COLUMNS):
        meta = column.struct(COLUMN_META)
        if _top(meta) not in names:
            continue
        at = first_page(meta) - start
        for header in _headers(pages, at, at + meta.integer(COMPRESSED)):
            size += header.integer(_PAGE_BYTES)
            values += _values(header)
            if size > ROW_GROUP_BYTES_MAX or values > VALUES_MAX:
                raise too_large(number)


def too_large(number: int) -> BatchRefused:
    return BatchRefused(
        f"Row group {number} unpacks to more than {ROW_GROUP_BYTES_MAX:,} bytes or {VALUES_MAX:,} values.",
        fix="Write the file with smaller row groups: 100,000 rows in each are plenty.",
    )


def first_page(meta: Fields) -> int:
    """Where in the file the pages of a column begin."""
    dictionary, data = meta.find(DICTIONARY_PAGE), meta.integer(DATA_PAGE)
    return min(dictionary, data) if isinstance(dictionary, int) and dictionary > 0 else data


def _headers(pages: bytes, at: int, end: int) -> Iterator[Fields]:
    for _ in range(_PAGES_MAX):
        if at >= end:
            return
        header, at = thrift.read_at(pages, at)
        skipped = header.integer(_PAGE_COMPRESSED)
        if min(skipped, header.integer(_PAGE_BYTES), _values(header)) < 0:
            raise ThriftRefused("a page is smaller than nothing")
        at += skipped
        yield header
    raise ThriftRefused("a column has too many pages")


def _values(header: Fields) -> int:
    """How many values a page holds; none of them where it is no page of data."""
    found: Mapping[int, tuple[thrift.Kind, thrift.Value]] = header.by_id
    return sum(header.struct(field).integer(_PAGE_VALUES) for field in _HEADERS_OF_DATA if field in found)


def _top(meta: Fields) -> str:
    """Name the column of the file that a column of pages is part of."""
    first = next(iter(meta.items(_PATH)), b"")
    return first.decode("utf-8", "replace") if isinstance(first, bytes) else ""
