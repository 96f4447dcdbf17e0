"""Chunks of facts: as `column_work`, with a step in between at which stored states are read. Only a child process imports this."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from inference.asks import Ask
from inference.batch.beside import ROWS_AT_ONCE
from inference.batch.chunks import Chunk
from inference.batch.entities import RefusedRow
from inference.batch.fact_rows import FactRows, read_facts
from inference.batch.fact_scoring import Cells, FactScorer, joined
from inference.batch.fact_tables import read_fact_group
from inference.batch.forms import needs_past
from inference.batch.layout import FactLayout
from inference.batch.parquet import RowRange
from inference.batch.work import ChunkReader, ChunkWriter, Written
from inference.declared.computing import Known, Wanted
from inference.entities import DecideCommand
from payments.state import CustomerState, StateQuery

PASTS_AT_ONCE = 16
"""Rows whose customers' whole pasts are in memory together: up to a thousand payments each."""


class FactSource:
    def __init__(self, layout: FactLayout, now: datetime) -> None:
        self._layout = layout
        self._now = now

    def csv(self, data: bytes, first_line: int) -> FactRows:
        return read_facts(data, first_line, self._layout, self._now)

    def row_group(self, file: bytes, rows: RowRange) -> FactRows:
        return read_fact_group(file, rows, self._layout, self._now)

    def without(self, rows: FactRows, refused: Sequence[RefusedRow]) -> FactRows:
        return rows.without(refused)


class FactWork:
    """Safe to share between threads."""

    def __init__(self, reader: ChunkReader[FactRows], scorer: FactScorer, writer: ChunkWriter) -> None:
        self._reader = reader
        self._scorer = scorer
        self._writer = writer

    def ids(self, chunk: Chunk, data: bytes) -> tuple[Sequence[str], NDArray[np.int64]]:
        rows = self._reader.read(chunk, data)
        return rows.ids or (), rows.lines

    def read(self, chunk: Chunk, data: bytes) -> FactRows:
        """Raises: BatchRefused."""
        return self._reader.unique(chunk, data)

    def slices(self, rows: FactRows) -> Iterator[FactRows]:
        """Divide the rows of a chunk into as many as what is stored of their customers may be in memory at once."""
        size = PASTS_AT_ONCE if any(map(_needs_past, rows.commands)) else ROWS_AT_ONCE
        for start in range(0, len(rows.commands), size):
            yield rows.part(start, start + size)

    def asks(self, rows: FactRows) -> tuple[list[Ask], Mapping[int, StateQuery]]:
        """Make the questions, and name the stored states that they need."""
        asks = self._scorer.asks(rows.commands)
        return asks, self._scorer.queries(asks)

    @property
    def computes(self) -> bool:
        """Whether questions have features besides."""
        return bool(self._scorer.beside)

    def wanted(self, asks: Sequence[Ask]) -> dict[int, Wanted]:
        """Name what the features besides need of what is stored."""
        return self._scorer.wanted(asks)

    def with_beside(self, asks: Sequence[Ask], known: Mapping[int, Known]) -> list[Ask]:
        """Compute the features besides."""
        return self._scorer.with_beside(asks, known)

    def features(self, asks: Sequence[Ask], stored: Mapping[int, CustomerState]) -> list[NDArray[np.float32]]:
        """What is scored of each question: float32[n_features], or float32[n, n_features] where it has several rows."""
        return self._scorer.features(asks, stored)

    def score(self, asks: Sequence[Ask], stored: Mapping[int, CustomerState]) -> Cells:
        """Raises: RuntimeUnavailable."""
        return self._scorer.score(asks, stored)

    def finish(self, rows: FactRows, parts: Sequence[Cells]) -> Written:
        names = [name for name in self._writer.columns if name not in {"line", "id"}]
        return self._writer.write(rows, joined(parts, names))


def _needs_past(command: DecideCommand) -> bool:
    return command.event is not None and needs_past(command.event)
