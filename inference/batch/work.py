"""One chunk, from bytes of the file to bytes of the results: a pure function, the same on every engine and machine.

Only a child process imports this module.
"""

from collections.abc import Mapping

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.batch import frames, parquet, sheets, trees
from inference.batch.chunks import Chunk
from inference.batch.entities import ROW_BYTES_MAX, RefusedRow
from inference.batch.layout import Layout
from inference.batch.parquet import Footer
from inference.batch.parquet_rows import read_row_group
from inference.batch.rows import Rows
from inference.batch.scoring import CellKind, RowScorer

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


class ChunkWork:
    """All that a chunk needs but its bytes. Safe to share between threads.

    columns: of the results, in order. duplicates: bool by line, true where an earlier row has the same id; None where there are none.
    """

    def __init__(
        self,
        layout: Layout,
        scorer: RowScorer,
        salt: bytes,
        columns: Mapping[str, CellKind],
        *,
        footer: Footer | None = None,
        duplicates: NDArray[np.uint8] | None = None,
    ) -> None:
        self._layout = layout
        self._scorer = scorer
        self._salt = salt
        self._footer = footer
        self._duplicates = duplicates
        self._columns = columns

    def read(self, chunk: Chunk, data: bytes) -> Rows:
        """Read the rows of a chunk. Raises: BatchRefused."""
        if chunk.overlong:
            refused = RefusedRow(chunk.line, "", f"The row is longer than {ROW_BYTES_MAX:,} bytes.")
            return frames.read_csv(b"", chunk.line, self._layout, self._scorer.rule_inputs).without([refused])
        if self._footer is not None and data:
            file = self._footer.single(self._footer.row_groups[chunk.row_group], data)
            return read_row_group(file, chunk.line, self._layout, self._scorer.rule_inputs)
        return frames.read_csv(data, chunk.line, self._layout, self._scorer.rule_inputs)

    def write(self, chunk: Chunk, data: bytes) -> Written:
        """Read, score and write a chunk. Raises: BatchRefused, RuntimeUnavailable."""
        rows = self._unique(self.read(chunk, data))
        frame = sheets.frame_of(self._scorer.table(rows), self._columns)
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

    def _unique(self, rows: Rows) -> Rows:
        if self._duplicates is None or self._layout.id_position is None:
            return rows
        name = self._layout.names[self._layout.id_position]
        repeated = np.unpackbits(self._duplicates[rows.lines >> 3][:, None], axis=1, bitorder="little")
        found = rows.lines[repeated[np.arange(len(rows.lines)), rows.lines & 7] == 1]
        return rows.without([RefusedRow(line, name, DUPLICATE) for line in found.tolist()])
