"""An alarm for columns that know the answer: filled in afterwards, derived from the target, or constant within a class."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from inference.manifest import Column
from training.evaluation import auc_of

AUC_MAX = 0.98
_PAIR_AUC_MAX = 0.99
_R2_MAX = 0.97
_ACCURACY_MAX = 0.98
_BINS = 50
_PAIR_ROWS, _PAIR_COLUMNS = 4_000, 24
_ROWS_MAX = 60_000
_CHANCE_MAX = 1e-6
_DIFFERENT_MIN = 0.05
_CLASS_ROWS_MIN = 20
_DERIVED_SHARE_MAX = 0.02
Floats = NDArray[np.float64]


@dataclasses.dataclass(frozen=True)
class Leak:
    """column: of the table. why: what gives it away."""

    column: str
    why: str


def find_leaks(
    columns: Sequence[Column],
    sources: Mapping[str, str],
    matrix: NDArray[np.float32],
    target: Floats,
    task: str,
    seed: int,
) -> list[Leak]:
    """Columns that tell the answer nearly alone, or with one other column.

    sources: the table's column that each feature was made of. target: float64[n], known in every row.
    """
    if len(target) > _ROWS_MAX:
        chosen = np.sort(np.random.default_rng(seed).choice(len(target), _ROWS_MAX, replace=False))
        matrix, target = matrix[chosen], target[chosen]
    found: dict[str, Leak] = {}
    alone: list[float] = []
    for index, column in enumerate(columns):
        figure, said = _tells(matrix[:, index], target, column, task, seed)
        alone.append(figure)
        why = said or _CONSTANT.get(task, _never)(matrix[:, index], target)
        source = sources.get(column.name, column.name)
        if why and source not in found:
            found[source] = Leak(source, why)
    if task == "binary":
        for leak in _pairs(columns, sources, matrix, target > 0, alone=alone, known=set(found), seed=seed):
            found.setdefault(leak.column, leak)
    return list(found.values())


def _tells(
    values: NDArray[np.float32], target: Floats, column: Column, task: str, seed: int
) -> tuple[float, str]:
    if task == "binary":
        auc = column_auc(values, target > 0, column, seed)
        return auc, f"alone it tells the classes apart (AUC {auc:.3f})" if auc > AUC_MAX else ""
    if task == "classes":
        share = _majority_accuracy(_bins(values, column), target.astype(np.int64), seed)
        return share, f"alone it names the class ({share:.1%} right)" if share > _ACCURACY_MAX else ""
    if np.isnan(values).mean() < 0.5:
        ranks = np.argsort(np.argsort(target, kind="stable"), kind="stable").astype(
            np.float64
        )  # outliers hide nothing
        explained = _explained(_bins(values, column, 100), ranks, seed)
        return explained, f"alone it gives the number (R² {explained:.3f})" if explained > _R2_MAX else ""
    return 0.0, ""


def column_auc(values: NDArray[np.float32], target: NDArray[np.bool_], column: Column, seed: int) -> float:
    """AUC of one column by the target's mean per bin, each half of the rows scored by the bins of the other half.

    Bins catch what a rank would miss: a middle range, a category, or that the value is missing.
    """
    bins = _bins(values, column)
    half = np.random.default_rng(seed).random(len(values)) < 0.5
    score = np.empty(len(values))
    for part in (half, ~half):
        rows = np.bincount(bins[~part], minlength=bins.max() + 1)
        positives = np.bincount(bins[~part], weights=target[~part], minlength=bins.max() + 1)
        rate = target[~part].mean()
        score[part] = ((positives + rate) / (rows + 1))[bins[part]]
    return auc_of(target, score)


def _bins(values: NDArray[np.float32], column: Column, count: int = _BINS) -> NDArray[np.int64]:
    present = values[~np.isnan(values)]
    if column.kind == "number" and len(present):
        cuts = np.quantile(present, np.linspace(0, 1, count + 1)[1:-1]).astype(np.float32)
        edges = np.unique(
            np.concatenate([cuts, np.nextafter(cuts, np.float32(-np.inf))])
        )  # a common value stands alone
        bins = np.searchsorted(edges, values, side="left")
    else:
        bins = np.nan_to_num(values, nan=-1.0).astype(np.int64) + 1
    return np.where(np.isnan(values), bins.max() + 1, bins)


def _constant(values: NDArray[np.float32], target: Floats) -> str:
    """Why, when one class always has the same value and the other often has not, beyond what chance does."""
    codes = np.unique(np.nan_to_num(values, nan=-3e38), return_inverse=True)[1]
    for label, name in ((1.0, "positive"), (0.0, "negative")):
        inside, outside = codes[target == label], codes[target != label]
        if (
            len(inside) < _CLASS_ROWS_MIN
            or len(set(inside[:1_000].tolist())) > 1
            or (inside != inside[0]).any()
        ):
            continue
        different = float((outside != inside[0]).mean())
        pooled = different * len(outside) / (len(outside) + len(inside))
        if different >= _DIFFERENT_MIN and len(inside) * np.log1p(-min(pooled, 1 - 1e-12)) < np.log(
            _CHANCE_MAX
        ):
            return f"it is the same in all {name} rows and another in {different:.0%} of the others"
    return ""


def _constant_per_class(values: NDArray[np.float32], target: Floats) -> str:
    """Why, when the class gives the column: it was derived from it (a domain of intents, a group of categories)."""
    codes = np.unique(np.nan_to_num(values, nan=-3e38), return_inverse=True)[1]
    labels = np.unique(target, return_inverse=True)[1]
    counts = np.zeros((labels.max() + 1, codes.max() + 1))
    np.add.at(counts, (labels, codes), 1)
    several = counts.sum(axis=1) >= _CLASS_ROWS_MIN
    inside = counts[several]
    odd, odd_at_all = (
        inside.sum() - inside.max(axis=1).sum(),
        inside.sum() - inside.sum(axis=0).max(initial=0.0),
    )
    if several.sum() >= 2 and odd_at_all >= _CLASS_ROWS_MIN and odd <= _DERIVED_SHARE_MAX * odd_at_all:
        return "it is the same in all rows of a class, as if derived from it"
    return ""


def _never(_values: NDArray[np.float32], _target: Floats) -> str:
    return ""


_CONSTANT: dict[str, Callable[[NDArray[np.float32], Floats], str]] = {
    "binary": _constant,
    "classes": _constant_per_class,
}


def _pairs(
    columns: Sequence[Column], sources: Mapping[str, str], matrix: NDArray[np.float32], target: NDArray[np.bool_],
    *, alone: Sequence[float], known: set[str], seed: int,
) -> list[Leak]:  # fmt: skip
    """Differences of two numbers (paid minus due) that give the answer though neither does alone."""
    numbers = [
        index for index, column in enumerate(columns)
        if column.kind == "number" and sources.get(column.name, column.name) not in known
    ][:_PAIR_COLUMNS]  # fmt: skip
    chosen = np.random.default_rng(seed).permutation(len(target))[:_PAIR_ROWS]
    rows, truth = matrix[chosen], target[chosen]
    if not 10 <= truth.sum() <= len(truth) - 10:
        return []
    found = []
    plain = Column(name="difference", kind="number")
    for at, first in enumerate(numbers):
        for second in numbers[at + 1 :]:
            difference = rows[:, first] - rows[:, second]
            if np.isnan(difference).all():
                continue
            auc = column_auc(difference, truth, plain, seed)
            if auc > _PAIR_AUC_MAX and auc > max(alone[first], alone[second]) + 0.02:
                told = first if alone[first] >= alone[second] else second
                other = columns[second if told == first else first].name
                found.append(Leak(
                    sources.get(columns[told].name, columns[told].name),
                    f"its difference from `{other}` tells the classes apart (AUC {auc:.3f})",
                ))  # fmt: skip
    return found


def _majority_accuracy(bins: NDArray[np.int64], target: NDArray[np.int64], seed: int) -> float:
    half = np.random.default_rng(seed).random(len(target)) < 0.5
    right = 0
    for part in (half, ~half):
        counts = np.zeros((bins.max() + 1, target.max() + 1))
        np.add.at(counts, (bins[~part], target[~part]), 1)
        right += int((counts.argmax(axis=1)[bins[part]] == target[part]).sum())
    return right / len(target)


def _explained(bins: NDArray[np.int64], target: Floats, seed: int) -> float:
    half = np.random.default_rng(seed).random(len(target)) < 0.5
    guess = np.empty(len(target))
    for part in (half, ~half):
        rows = np.bincount(bins[~part], minlength=bins.max() + 1)
        sums = np.bincount(bins[~part], weights=target[~part], minlength=bins.max() + 1)
        guess[part] = ((sums + target[~part].mean()) / (rows + 1))[bins[part]]
    spread = float(((target - target.mean()) ** 2).sum())
    return 1.0 - float(((target - guess) ** 2).sum()) / max(spread, 1e-12)
