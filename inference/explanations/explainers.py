"""Two kernels over the same tables: numpy always, plain C where a compiler was there. Their bits are equal."""

import ctypes
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from inference.explanations.compiled import Kernel
from inference.explanations.tables import CUTS, PathTables

_ROWS_AT_ONCE = 32  # keeps the numpy kernel's intermediates (about 50 kB a row) in the cache


class Explainer(Protocol):
    def contributions(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """What each feature adds to the margin.

        matrix: float32[n, feature_count], C order, NaN where missing.
        Returns: float64[n, feature_count]; with the base value their sum is the margin.
        """
        ...


def explainer_for(tables: PathTables, kernel: Kernel | None) -> Explainer:
    return VectorisedExplainer(tables) if kernel is None else CompiledExplainer(tables, kernel)


class VectorisedExplainer:
    """Pure numpy: 25 us for one row, 10 us a row in batches of 16 (100 trees, 31 leaves); `make bench-explain`."""

    def __init__(self, tables: PathTables) -> None:
        self._feature_count = tables.feature_count
        self._unit = tables.unit
        self._cut_feature = tables.cut_feature.ravel().astype(np.intp)
        self._cut_threshold = tables.cut_threshold.ravel()
        self._cut_nan = np.unpackbits(tables.cut_nan, bitorder="little").view(np.bool_)
        self._row_start = tables.row_start.astype(np.intp)
        self._terms = tables.terms
        slots = tables.term_feature.ravel().astype(np.intp)
        used = np.flatnonzero(slots < tables.feature_count)
        self._order = used[np.argsort(slots[used], kind="stable")]
        self._present, self._starts = np.unique(slots[self._order], return_index=True)

    def contributions(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        out = np.zeros((len(matrix), self._feature_count))
        if len(self._present):
            for at in range(0, len(matrix), _ROWS_AT_ONCE):
                out[at : at + _ROWS_AT_ONCE, self._present] = self._sums(matrix[at : at + _ROWS_AT_ONCE])
        return out

    def _sums(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        values = matrix.take(self._cut_feature, axis=1)
        above = values > self._cut_threshold
        missing = np.isnan(values)
        if missing.any():
            above |= missing & self._cut_nan
        rows = np.packbits(above, axis=1, bitorder="little") + self._row_start
        terms = self._terms.take(rows.ravel(), axis=0).reshape(len(matrix), -1)
        by_feature = terms.take(self._order, axis=1)
        units = np.add.reduceat(by_feature, self._starts, axis=1, dtype=np.int64)
        return units * self._unit


class _Tables(ctypes.Structure):
    """`tables` of kernel.c."""

    _fields_ = (
        ("groups", ctypes.c_int64),
        ("features", ctypes.c_int64),
        ("unit", ctypes.c_double),
        ("cut_feature", ctypes.c_void_p),
        ("cut_threshold", ctypes.c_void_p),
        ("cut_nan", ctypes.c_void_p),
        ("row_start", ctypes.c_void_p),
        ("term_feature", ctypes.c_void_p),
        ("terms", ctypes.c_void_p),
        ("width_end", ctypes.c_void_p),
    )


class CompiledExplainer:
    """kernel.c through ctypes: 10 us for one row, 6 us a row in batches of 16; the call releases the GIL."""

    def __init__(self, tables: PathTables, kernel: Kernel) -> None:
        self._features = tables.feature_count
        self._explain = kernel.explain
        width_end = np.searchsorted(tables.width, np.arange(1, CUTS + 1), side="right").astype(np.int64)
        arrays = (
            tables.cut_feature.astype(np.int32),
            np.ascontiguousarray(tables.cut_threshold),
            np.ascontiguousarray(tables.cut_nan),
            np.ascontiguousarray(tables.row_start),
            np.ascontiguousarray(tables.term_feature),
            np.ascontiguousarray(tables.terms),
            width_end,
        )
        self._arrays = arrays  # the struct points into them
        self._tables = _Tables(
            tables.group_count, tables.feature_count, tables.unit, *(array.ctypes.data for array in arrays)
        )
        self._address = ctypes.addressof(self._tables)

    def contributions(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        if matrix.dtype != np.float32 or matrix.ndim != 2 or matrix.shape[1] != self._features:
            raise ValueError(f"expected float32[n, {self._features}], got {matrix.dtype}{list(matrix.shape)}")
        matrix = np.ascontiguousarray(matrix)
        out = np.empty(matrix.shape)
        status = self._explain(self._address, matrix.ctypes.data, len(matrix), out.ctypes.data)
        if status:
            raise MemoryError("no memory to explain with")
        return out
