"""Ids that occur twice in a file of any size, found in the memory of a small part of it.

Each id is hashed to 128 bits and filed by its first ones, so that equal ids meet in one of a few files that have no name
and are gone with the process. Two different ids of 10^9 share a hash with a chance of 10^-21.
Only a child process imports this module.
"""

import contextlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import numpy as np
import polars as pl
from numpy.typing import NDArray

_FILES = 64
_RECORD = np.dtype([("a", np.uint64), ("b", np.uint64), ("line", np.int64)])
_SEEDS = (0x5EED_0001, 0x5EED_0002)


class DuplicateSearch(contextlib.AbstractContextManager["DuplicateSearch"]):
    def __init__(self, scratch: Path) -> None:
        scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._files: list[IO[bytes]] = [tempfile.TemporaryFile(dir=scratch) for _ in range(_FILES)]  # noqa: SIM115  closed in close()
        self._line_max = 0

    def __exit__(self, *_: object) -> None:
        for file in self._files:
            file.close()

    def add(self, ids: Sequence[str], lines: NDArray[np.int64]) -> None:
        """Note the ids of rows that are otherwise right: the first right one of an id is kept. lines: of the ids, rising."""
        if not ids:
            return
        texts = pl.Series(ids, dtype=pl.String)
        found = np.empty(len(lines), _RECORD)
        found["a"], found["b"] = (texts.hash(seed).to_numpy() for seed in _SEEDS)
        found["line"] = lines
        places = found["a"] >> np.uint64(58)
        order = np.argsort(places, kind="stable")
        starts = np.searchsorted(places[order], np.arange(_FILES + 1))
        for file, start, end in zip(self._files, starts[:-1].tolist(), starts[1:].tolist(), strict=True):
            if end > start:
                file.write(found[order[start:end]].tobytes())
        self._line_max = max(self._line_max, int(lines[-1]))

    def found(self) -> NDArray[np.uint8]:
        """Return a bit for each line, set where an earlier row has the same id."""
        bits = np.zeros(self._line_max // 8 + 1, np.uint8)
        for file in self._files:
            file.seek(0)
            records = np.frombuffer(file.read(), _RECORD)
            ordered = records[np.lexsort((records["line"], records["b"], records["a"]))]
            same = (ordered["a"][1:] == ordered["a"][:-1]) & (ordered["b"][1:] == ordered["b"][:-1])
            lines = ordered["line"][1:][same]
            np.bitwise_or.at(bits, lines >> 3, np.left_shift(1, lines & 7).astype(np.uint8))
        return bits
