"""Exact additive explanations of a tree ensemble by table look-up: the arrays and their file format.

Path-dependent TreeSHAP (Lundberg et al. 2020) gives each leaf's value to the features on its path according to which
of their intervals the row lies in: a function of a few yes/no answers, and so a table. A **group** is a subtree with the
splits above it. Its at most eight distinct splits (**cuts**) answer with one byte, and the byte selects a row of
contributions, already summed over the group's leaves. Explaining is: compare, pack bits, look up, add per feature.
`training/path_tables.py` chooses the groups and fills the rows.

Contributions are int32 multiples of a power of two and their sums are exact, so every kernel, batch size and processor
gives the same bits.
"""

import dataclasses
import io
import math
import zipfile
import zlib
from collections.abc import Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from core.errors import ErrorKind, PlatformError

CUTS = 8
"""Splits per group, so that their answers are one byte; and so at most eight features per group."""
FEATURES_MAX = 4_096
GROUPS_MAX = 16_384
_BYTES_MAX = 100_000_000
_NAMES = frozenset(
    {"shape", "unit", "cut_feature", "cut_threshold", "cut_nan", "row_start", "term_feature", "terms"}
)
# What zipfile and numpy's header parser raise on bytes that were tampered with.
_ZIP_ERRORS = (NotImplementedError, RuntimeError, OverflowError, SyntaxError, zlib.error)
_T = TypeVar("_T", bound=np.generic)


class PathTablesRefused(PlatformError):
    kind = ErrorKind.INVALID
    code = "path_tables_refused"
    fix = "Package the version again with `countermark train`."


@dataclasses.dataclass(frozen=True)
class PathTables:
    """G groups, sorted by their number of features, and R rows of contributions.

    unit: a power of two; a contribution is `terms * unit`, in margin.
    cut_feature: uint16[G, 8], 0 where unused.
    cut_threshold: float32[G, 8], +inf where unused. Bit j of a group's byte is `x > threshold`.
    cut_nan: uint8[G], bit j set where a missing value answers yes to cut j.
    row_start: uint32[G], so that `row_start + byte` is the row.
    term_feature: uint16[G, 8], the features of the row's columns, `feature_count` where unused (always last).
    terms: int32[R, 8], 0 where unused.
    """

    feature_count: int
    unit: float
    cut_feature: NDArray[np.uint16]
    cut_threshold: NDArray[np.float32]
    cut_nan: NDArray[np.uint8]
    row_start: NDArray[np.uint32]
    term_feature: NDArray[np.uint16]
    terms: NDArray[np.int32]

    @property
    def group_count(self) -> int:
        return len(self.row_start)

    @property
    def width(self) -> NDArray[np.intp]:
        """intp[G]: how many of a group's eight columns are used."""
        used: NDArray[np.intp] = np.count_nonzero(self.term_feature != self.feature_count, axis=1)
        return used


def write(tables: PathTables) -> bytes:
    """An uncompressed .npz with the unused columns of `terms` left out; the same tables give the same bytes."""
    width = tables.width
    if np.any(np.diff(width) < 0):
        raise PathTablesRefused("Groups are not sorted by their number of features.")
    used = np.arange(CUTS) < _width_of_rows(width, tables.row_start, len(tables.terms))[:, None]
    buffer = io.BytesIO()
    np.savez(
        buffer,
        allow_pickle=False,
        shape=np.array([tables.feature_count, len(tables.terms)], np.int64),
        unit=np.array([tables.unit], np.float64),
        cut_feature=tables.cut_feature,
        cut_threshold=tables.cut_threshold,
        cut_nan=tables.cut_nan,
        row_start=tables.row_start,
        term_feature=tables.term_feature,
        terms=tables.terms[used],
    )
    return buffer.getvalue()


def read(data: bytes) -> PathTables:
    """Read and check everything that the kernels rely on: an index beyond an array would read foreign memory.

    Raises: PathTablesRefused.
    """
    arrays = _arrays(data)
    feature_count, row_count = (int(value) for value in _array(arrays, "shape", np.int64, (2,)))
    groups = len(arrays["row_start"]) if arrays["row_start"].ndim == 1 else -1
    _require(0 < feature_count <= FEATURES_MAX, "feature count")
    _require(0 <= groups <= GROUPS_MAX, "group count")
    _require(0 <= row_count <= groups * 2**CUTS, "row count")
    term_feature = _array(arrays, "term_feature", np.uint16, (groups, CUTS))
    row_start = _array(arrays, "row_start", np.uint32, (groups,))
    width = np.count_nonzero(term_feature != feature_count, axis=1)
    _require(np.all(np.diff(width) >= 0), "order of groups")
    _require(np.all(np.diff(row_start.astype(np.int64)) > 0), "row starts")
    _require(groups == 0 or int(row_start[0]) == 0, "row starts")
    used = np.arange(CUTS) < _width_of_rows(width, row_start, row_count)[:, None]
    terms = np.zeros((row_count, CUTS), np.int32)
    terms[used] = _array(arrays, "terms", np.int32, (int(used.sum()),))
    tables = PathTables(
        feature_count=feature_count,
        unit=float(_array(arrays, "unit", np.float64, (1,))[0]),
        cut_feature=_array(arrays, "cut_feature", np.uint16, (groups, CUTS)),
        cut_threshold=_array(arrays, "cut_threshold", np.float32, (groups, CUTS)),
        cut_nan=_array(arrays, "cut_nan", np.uint8, (groups,)),
        row_start=row_start,
        term_feature=term_feature,
        terms=terms,
    )
    _check_bounds(tables)
    return tables


def _check_bounds(tables: PathTables) -> None:
    _require(math.isfinite(tables.unit) and math.frexp(tables.unit)[0] == 0.5, "unit")
    _require(np.all(tables.cut_feature < tables.feature_count), "feature of a cut")
    _require(np.all(tables.term_feature <= tables.feature_count), "feature of a term")
    unused = np.diff((tables.term_feature == tables.feature_count).astype(np.int8), axis=1)
    _require(np.all(unused >= 0), "order of terms")
    _require(not bool(np.isnan(tables.cut_threshold).any()), "threshold")
    used = np.packbits(tables.cut_threshold < np.inf, axis=1, bitorder="little")
    last = tables.row_start.astype(np.int64) + (used.reshape(-1) | tables.cut_nan)
    _require(np.all(last < len(tables.terms)), "rows of a group")


def _width_of_rows(width: NDArray[np.intp], row_start: NDArray[np.uint32], rows: int) -> NDArray[np.intp]:
    lengths = np.diff(np.append(row_start.astype(np.int64), rows))
    _require(np.all(lengths > 0), "row starts")
    return np.repeat(width, lengths)


def _arrays(data: bytes) -> Mapping[str, NDArray[np.generic]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _require(sum(member.file_size for member in archive.infolist()) <= _BYTES_MAX, "size")
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files if name in _NAMES}
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, KeyError, MemoryError, *_ZIP_ERRORS) as error:
        raise PathTablesRefused("These bytes are not path tables.", internal=type(error).__name__) from error


def _array(
    arrays: Mapping[str, NDArray[np.generic]], name: str, dtype: type[_T], shape: tuple[int, ...]
) -> NDArray[_T]:
    array = arrays.get(name)
    if array is None or array.dtype != dtype or array.shape != shape:
        raise PathTablesRefused(f"Array `{name}` of the path tables is absent or has another type or shape.")
    return np.ascontiguousarray(array, dtype=dtype)


def _require(holds: bool | np.bool_, what: str, /) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise PathTablesRefused(f"The path tables are not sound: {what}.")
