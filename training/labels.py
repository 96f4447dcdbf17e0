"""What the target is: yes or no, a number, or one of several classes; and which rows have one."""

import dataclasses
from collections import Counter

import numpy as np
import polars as pl
from numpy.typing import NDArray

from training.conforming import text_of
from training.errors import DatasetRefused
from training.profiles import Profile, Task

CLASS_ROWS_MIN = 20
_YES = {"1", "true", "yes", "y", "t"}
_NO = {"0", "false", "no", "n", "f"}
_CLASSES_MAX = 1_000
_NUMBER_ROWS_MIN = 50


@dataclasses.dataclass(frozen=True)
class Labels:
    """value: float64[n], NaN where the row has none: 0 and 1, the number, or the index in `classes`."""

    task: Task
    value: NDArray[np.float64]
    classes: tuple[str, ...] = ()

    @property
    def present(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.value)

    def described(self) -> str:
        count = int(self.present.sum())
        if self.task == "binary":
            return f"{count:,} labelled rows, {int(np.nansum(self.value)):,} of them positive"
        if self.task == "classes":
            return f"{count:,} labelled rows of {len(self.classes)} classes"
        return f"{count:,} rows with a number"


def labels_of(series: pl.Series, profile: Profile, task: Task | None, positive: str | None) -> Labels:
    """Raises: DatasetRefused naming what the target holds."""
    wanted = task or ("binary" if positive is not None else profile.task)
    text = text_of(series.cast(pl.Int8) if series.dtype == pl.Boolean else series)
    distinct = set(text.drop_nulls().unique().to_list())
    numeric = series.dtype.is_numeric() or series.dtype == pl.Boolean
    if wanted is None:
        if len(distinct) <= 2 and {each.lower() for each in distinct} <= _YES | _NO:
            wanted = "binary"
        else:
            wanted = (
                "number" if numeric and len(distinct) > 2 else "classes" if len(distinct) > 2 else "binary"
            )
    if wanted == "binary":
        return Labels("binary", _binary(series.name, text, positive))
    if wanted == "classes":
        return _classes(series.name, text)
    if not numeric:
        raise DatasetRefused(
            f"The target `{series.name}` holds no numbers.", fix="Name its kind: --task classes."
        )
    value = series.cast(pl.Float64).fill_null(np.nan).to_numpy()
    if int(np.isfinite(value).sum()) < _NUMBER_ROWS_MIN:
        raise DatasetRefused(f"The target `{series.name}` has fewer than {_NUMBER_ROWS_MIN} numbers.")
    return Labels(wanted, np.where(np.isfinite(value), value, np.nan))


def _binary(name: str, text: pl.Series, positive: str | None) -> NDArray[np.float64]:
    counts = Counter(str(value) for value in text.drop_nulls().to_list())
    if positive is None:
        lowered = {value: value.lower() for value in counts}
        if not set(lowered.values()) <= _YES | _NO:
            shown = ", ".join(repr(value) for value, _ in counts.most_common(5))
            fix = "Use a target of 0 and 1, or name the value that means yes: --positive VALUE"
            raise DatasetRefused(f"The target `{name}` is not 0 and 1: it holds {shown}.", fix=fix)
        wanted = [value for value in counts if lowered[value] in _YES]
    else:
        wanted = [positive]
    value = text.is_in(wanted).cast(pl.Float64).set(text.is_null(), None).fill_null(np.nan).to_numpy()
    smallest = int(min((value == 1).sum(), (value == 0).sum()))
    if smallest < CLASS_ROWS_MIN:
        raise DatasetRefused(
            f"The target `{name}` has {smallest} rows of one class; {CLASS_ROWS_MIN} are needed."
        )
    return value


def _classes(name: str, text: pl.Series) -> Labels:
    classes = tuple(sorted(text.drop_nulls().unique().to_list()))
    if not 2 <= len(classes) <= _CLASSES_MAX:
        raise DatasetRefused(
            f"The target `{name}` has {len(classes):,} classes; from 2 to {_CLASSES_MAX:,} can be learned."
        )
    codes = text.replace_strict(
        list(classes), list(range(len(classes))), default=None, return_dtype=pl.Float64
    )
    return Labels("classes", codes.fill_null(np.nan).to_numpy(), classes)
