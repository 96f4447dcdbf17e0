"""One chunk, from bytes of the file to bytes of the results: a pure function, the same on every engine and machine.

Only a child process imports this module.
"""

from collections.abc import Mapping, Sequence
from typing import Generic, Protocol, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.batch import parquet, sheets, trees
from inference.batch.chunks import Chunk
from inference.batch.entities import ROW_BYTES_MAX, RefusedRow
from inference.batch.layout import AnyLayout, read_names
from inference.batch.parquet import Footer, RowRange
from inference.batch.scoring import CellKind, Table

DUPLICATE = "An earlier row has the same id."


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a chunk: rows of CSV without a header, pages and footer of Parquet, refused rows, and the rows' root."""

    rows: int
    refused: int
    root: bytes
    csv: bytes
    pages: bytes
    footer: bytes
    refusals: bytes


class ChunkRows(Protocol):
    """The rows of a chunk, of columns or of facts."""

    @property
    def lines(self) -> NDArray[np.int64]: ...
    @property
    def ids(self) -> list[str] | None: ...
    @property
    def refused(self) -> list[RefusedRow]: ...


Read = TypeVar("Read", bound=ChunkRows)


class RowSource(Protocol[Read]):
    """Reads rows of one kind."""

    def csv(self, data: bytes, first_line: int) -> Read: ...
    def row_group(self, file: bytes, rows: RowRange) -> Read:
        """Raises: BatchRefused."""
        ...

    def without(self, rows: Read, refused: Sequence[RefusedRow]) -> Read: ...


class Work(Protocol):
    """What looks for ids that occur twice."""

    def ids(self, chunk: Chunk, data: bytes) -> tuple[Sequence[str], NDArray[np.int64]]:
        """Return the ids of the rows that are otherwise right, and their lines. Raises: BatchRefused."""
        ...


class ChunkReader(Generic[Read]):
    """From a chunk to its rows.

    duplicates: a bit by line, set where an earlier row has the same id; None where there are none. footer: of a Parquet file.
    """

    def __init__(
        self,
        layout: AnyLayout,
        source: RowSource[Read],
        *,
        footer: Footer | None = None,
        duplicates: NDArray[np.uint8] | None = None,
    ) -> None:
        self._layout = layout
        self._source = source
        self._footer = footer
        self._duplicates = duplicates

    def read(self, chunk: Chunk, data: bytes) -> Read:
        """Read the rows of a chunk. Raises: BatchRefused."""
        if chunk.overlong:
            refused = RefusedRow(chunk.line, "", f"The row is longer than {ROW_BYTES_MAX:,} bytes.")
            return self._source.without(self._source.csv(b"", chunk.line), [refused])
        if self._footer is not None and data:
            group = self._footer.row_groups[chunk.row_group]
            file = self._footer.single(group, data, read_names(self._layout))
            return self._source.row_group(
                file, RowRange(chunk.line, chunk.line - 1 - group.first_row, chunk.rows)
            )
        return self._source.csv(data, chunk.line)

    def unique(self, chunk: Chunk, data: bytes) -> Read:
        """Read the rows of a chunk, without those that repeat an id. Raises: BatchRefused."""
        rows = self.read(chunk, data)
        if self._duplicates is None or self._layout.id_position is None:
            return rows
        name = self._layout.names[self._layout.id_position]
        repeated = np.unpackbits(self._duplicates[rows.lines >> 3][:, None], axis=1, bitorder="little")
        found = rows.lines[repeated[np.arange(len(rows.lines)), rows.lines & 7] == 1]
        return self._source.without(rows, [RefusedRow(line, name, DUPLICATE) for line in found.tolist()])


class ChunkWriter:
    """From result columns to files and their hashes. columns: of the results, in order."""

    def __init__(self, salt: bytes, columns: Mapping[str, CellKind]) -> None:
        self._salt = salt
        self.columns = columns

    def write(self, rows: ChunkRows, table: Table) -> Written:
        """table: every column but `line` and `id`."""
        identity: Table = {"line": rows.lines}
        if rows.ids is not None:
            identity["id"] = rows.ids
        frame = sheets.frame_of(identity | table, self.columns)
        text = sheets.csv_rows(frame)
        pages, footer = parquet.split(sheets.parquet_file(frame))
        return Written(
            rows=len(rows.lines),
            refused=len(rows.refused),
            root=trees.rows_root(self._salt, text.split(b"\n")[:-1]),
            csv=text,
            pages=pages,
            footer=footer,
            refusals=sheets.refused_rows(rows.refused),
        )
