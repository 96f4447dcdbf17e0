"""Chunks of a tenant's own columns. Only a child process imports this module."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inference.batch import frames
from inference.batch.chunks import Chunk
from inference.batch.entities import RefusedRow
from inference.batch.layout import Layout
from inference.batch.parquet_rows import read_row_group
from inference.batch.rows import Rows
from inference.batch.scoring import RowScorer
from inference.batch.work import ChunkReader, ChunkWriter, Written


class ColumnSource:
    """rule_inputs: names of the columns whose values the rules read."""

    def __init__(self, layout: Layout, rule_inputs: Sequence[str]) -> None:
        self._layout = layout
        self._rule_inputs = rule_inputs

    def csv(self, data: bytes, first_line: int) -> Rows:
        return frames.read_csv(data, first_line, self._layout, self._rule_inputs)

    def row_group(self, file: bytes, first_line: int) -> Rows:
        return read_row_group(file, first_line, self._layout, self._rule_inputs)

    def without(self, rows: Rows, refused: Sequence[RefusedRow]) -> Rows:
        return rows.without(refused)


class ColumnWork:
    """Needs nothing but a chunk's bytes. Safe to share between threads."""

    def __init__(self, reader: ChunkReader[Rows], scorer: RowScorer, writer: ChunkWriter) -> None:
        self._reader = reader
        self._scorer = scorer
        self._writer = writer

    def write(self, chunk: Chunk, data: bytes) -> Written:
        rows = self.read(chunk, data)
        return self._writer.write(rows, self._scorer.table(rows))

    def read(self, chunk: Chunk, data: bytes) -> Rows:
        """Raises: BatchRefused."""
        return self._reader.unique(chunk, data)

    def ids(self, chunk: Chunk, data: bytes) -> tuple[Sequence[str], NDArray[np.int64]]:
        rows = self._reader.read(chunk, data)
        return rows.ids or (), rows.lines
