"""Chunks of a tenant's own columns. Only a child process imports this module."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from inference.batch import frames
from inference.batch.beside import ROWS_AT_ONCE
from inference.batch.chunks import Chunk
from inference.batch.entities import RefusedRow
from inference.batch.layout import Layout
from inference.batch.parquet import RowRange
from inference.batch.parquet_rows import read_row_group
from inference.batch.rows import Rows
from inference.batch.scoring import RowScorer
from inference.batch.work import ChunkReader, ChunkWriter, Written
from inference.declared.computing import Known, Subject, Values, Wanted


class ColumnSource:
    """rule_inputs: names of the columns whose values the rules read."""

    def __init__(self, layout: Layout, rule_inputs: Sequence[str]) -> None:
        self._layout = layout
        self._rule_inputs = rule_inputs

    def csv(self, data: bytes, first_line: int) -> Rows:
        return frames.read_csv(data, first_line, self._layout, self._rule_inputs)

    def row_group(self, file: bytes, rows: RowRange) -> Rows:
        return read_row_group(file, rows, self._layout, self._rule_inputs)

    def without(self, rows: Rows, refused: Sequence[RefusedRow]) -> Rows:
        return rows.without(refused)


class ColumnWork:
    """Needs nothing but a chunk's bytes, unless features are computed besides. Safe to share between threads."""

    def __init__(self, reader: ChunkReader[Rows], scorer: RowScorer, writer: ChunkWriter) -> None:
        self._reader = reader
        self._scorer = scorer
        self._writer = writer

    def write(self, chunk: Chunk, data: bytes) -> Written:
        """Work a chunk off whose rows have nothing besides. Raises: BatchRefused, RuntimeUnavailable."""
        rows = self.read(chunk, data)
        return self.finish(rows, self.subjects(rows), {})

    @property
    def computes(self) -> bool:
        """Whether rows have features besides."""
        return bool(self._scorer.beside)

    def subjects(self, rows: Rows) -> list[Subject]:
        """Whom the rows are about; nobody where there are no features besides."""
        return self._scorer.subjects(rows) if self.computes else []

    def wanted(self, subjects: Sequence[Subject]) -> Iterator[dict[UUID, Wanted]]:
        """Name what the features besides need of what is stored, once for each customer, in parts of some hundred."""
        beside = self._scorer.beside
        found = {
            subject.customer: wanted for subject in subjects if (wanted := beside.wanted(subject)) is not None
        }
        places = iter(found.items())
        while part := dict(itertools.islice(places, ROWS_AT_ONCE)):
            yield part

    def finish(self, rows: Rows, subjects: Sequence[Subject], known: Mapping[UUID, Known]) -> Written:
        """Score and write rows. known: of `wanted`. Raises: RuntimeUnavailable."""
        return self._writer.write(rows, self._scorer.table(rows, self._computed(subjects, known)))

    def _computed(self, subjects: Sequence[Subject], known: Mapping[UUID, Known]) -> list[Values]:
        beside = self._scorer.beside
        return [beside.values(subject, known.get(subject.customer, {})) for subject in subjects]

    def matrix(
        self, rows: Rows, subjects: Sequence[Subject], known: Mapping[UUID, Known]
    ) -> NDArray[np.float32]:
        """What is scored of each row."""
        return self._scorer.filled(rows, self._computed(subjects, known)).matrix

    def read(self, chunk: Chunk, data: bytes) -> Rows:
        """Raises: BatchRefused."""
        return self._reader.unique(chunk, data)

    def ids(self, chunk: Chunk, data: bytes) -> tuple[Sequence[str], NDArray[np.int64]]:
        rows = self._reader.read(chunk, data)
        return rows.ids or (), rows.lines
