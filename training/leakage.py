"""An alarm for columns that know the answer: filled in afterwards, derived from the target, or constant within a class.

Numbers are looked at by rank, so that outliers hide nothing; equal ones share a rank.
"""

import dataclasses
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from inference.manifest import Column
from training.evaluation import auc_of

AUC_MAX = 0.98
_PAIR_AUC_MAX = 0.99
_R2_MAX = 0.97
_ACCURACY_MAX = 0.98
_FOLLOWS_MAX = 0.99
_FOLLOWS_ERROR_MAX = 0.02
_BINS, _BINS_OF_NUMBERS = 50, 100
_PAIR_ROWS, _PAIR_COLUMNS = 4_000, 24
_ROWS_MAX = 60_000
_CHANCE_MAX = 1e-6
_DIFFERENT_MIN = 0.05
_CLASS_ROWS_MIN = 20
_DERIVED_SHARE_MAX = 0.02
_FEW_VALUES, _CODES_MAX = 20, 10_000
_DAYS = ": days from "
_NUMBER = Column(name="difference", kind="number")
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
        why = said or _DERIVED[task](matrix[:, index], target, column, seed)
        source = sources.get(column.name, column.name)
        if why and source not in found:
            found[source] = Leak(source, why)
    if task in {"binary", "number"}:
        for leak in _pairs(columns, sources, matrix, target, task, alone=alone, known=set(found), seed=seed):
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
        explained = _explained(_bins(values, column, _BINS_OF_NUMBERS), _ranks(target), seed)
        return explained, f"alone it gives the number (R² {explained:.3f})" if explained > _R2_MAX else ""
    return 0.0, ""


def _ranks(values: Floats) -> Floats:
    """float64[n]: places in order, from 0; equal values share the middle of theirs."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts + 1) / 2)[places]


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


def _constant(values: NDArray[np.float32], target: Floats, _column: Column, _seed: int) -> str:
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


def _constant_per_class(values: NDArray[np.float32], target: Floats, _column: Column, _seed: int) -> str:
    """Why, when the class gives the column: it was derived from it (a domain of intents, a group of categories)."""
    codes = np.unique(np.nan_to_num(values, nan=-3e38), return_inverse=True)[1]
    if codes.max() >= _CODES_MAX:
        return ""
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


def _follows(values: NDArray[np.float32], target: Floats, column: Column, seed: int) -> str:
    """Why, when the number gives the column: it was derived from it (late or not, days beyond the due one, a band).

    Rows are put in the order of the number; what is derived from it hardly changes from a row to the next.
    """
    codes = np.unique(np.nan_to_num(values, nan=-3e38), return_inverse=True)[1]
    odd = len(codes) - int(np.bincount(codes).max())
    if odd < max(_CLASS_ROWS_MIN, _DIFFERENT_MIN * len(codes)):
        return ""
    shuffled = np.random.default_rng(seed).permutation(len(target))  # so that equal numbers stand in no order
    ordered = codes[shuffled[np.argsort(target[shuffled], kind="stable")]]
    if column.kind == "number" and codes.max() >= _FEW_VALUES:
        ranks = _ranks(ordered.astype(np.float64))
        apart = ranks[1:-1] - (ranks[:-2] + ranks[2:]) / 2
        given = float((apart**2).sum()) < (1 - _FOLLOWS_MAX) * float(((ranks - ranks.mean()) ** 2).sum())
    else:
        given = int(np.count_nonzero(np.diff(ordered))) <= 2 + 2 * _FOLLOWS_ERROR_MAX * odd
    return "the number gives it, as if derived from it" if given else ""


Derived = Callable[[NDArray[np.float32], Floats, Column, int], str]
_DERIVED: dict[str, Derived] = {
    "binary": _constant,
    "classes": _constant_per_class,
    "number": _follows,
}


def _pairs(
    columns: Sequence[Column], sources: Mapping[str, str], matrix: NDArray[np.float32], target: Floats, task: str,
    *, alone: Sequence[float], known: set[str], seed: int,
) -> list[Leak]:  # fmt: skip
    """Differences of two numbers (paid minus due) that give the answer though neither does alone."""
    numbers = [
        index for index, column in enumerate(columns)
        if column.kind == "number" and sources.get(column.name, column.name) not in known
    ][:_PAIR_COLUMNS]  # fmt: skip
    chosen = np.random.default_rng(seed).permutation(len(target))[:_PAIR_ROWS]
    rows, truth = matrix[chosen], target[chosen]
    if task == "binary" and not 10 <= truth.sum() <= len(truth) - 10:
        return []
    telling: dict[tuple[int, int], str] = {}
    for first, second in itertools.combinations(numbers, 2):
        difference = rows[:, first] - rows[:, second]
        if not np.isnan(difference).all():
            figure, why = _together(difference, truth, task, seed)
            if why and figure > max(alone[first], alone[second]) + 0.02:
                behind = (
                    bool(np.nanmean(difference) < 0)
                    if _are_days(columns, first, second)
                    else alone[second] > alone[first]
                )
                telling[(second, first) if behind else (first, second)] = why
    return [
        Leak(
            sources.get(columns[told].name, columns[told].name),
            f"its difference from `{columns[other].name}` {why}",
        )
        for told, other, why in _named(telling)
    ]


def _are_days(columns: Sequence[Column], *indices: int) -> bool:
    """Of two days the later one is known later; of other numbers that is suspected which tells more."""
    return all(_DAYS in columns[index].name for index in indices)


def _named(telling: Mapping[tuple[int, int], str]) -> Iterator[tuple[int, int, str]]:
    """One column of each pair, that of most pairs first: it is what is behind all of them."""
    left = dict(telling)
    while left:
        counts = Counter(itertools.chain.from_iterable(left))
        told = max(counts, key=lambda index: (counts[index], [pair[0] for pair in left].count(index)))
        mine = {pair: why for pair, why in left.items() if told in pair}
        (first, second), why = next(iter(mine.items()))
        yield told, second if told == first else first, why
        left = {pair: why for pair, why in left.items() if told not in pair}


def _together(difference: NDArray[np.float32], truth: Floats, task: str, seed: int) -> tuple[float, str]:
    if task == "binary":
        auc = column_auc(difference, truth > 0, _NUMBER, seed)
        return auc, f"tells the classes apart (AUC {auc:.3f})" if auc > _PAIR_AUC_MAX else ""
    if np.isnan(difference).mean() >= 0.5:
        return 0.0, ""
    explained = _explained(_bins(difference, _NUMBER, _BINS_OF_NUMBERS), _ranks(truth), seed)
    return explained, f"gives the number (R² {explained:.3f})" if explained > _R2_MAX else ""


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
