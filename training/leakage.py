"""An alarm for columns that know the answer: filled in afterwards, or derived from the target."""

import numpy as np
from numpy.typing import NDArray

from inference.manifest import Column
from training.datasets import Dataset
from training.errors import LeakageSuspected
from training.evaluation import auc_of

AUC_MAX = 0.98
_BINS = 50


def check_leakage(dataset: Dataset, accepted: frozenset[str], seed: int) -> None:
    """Raises: LeakageSuspected naming columns that tell the classes apart nearly alone."""
    suspects = []
    for index, column in enumerate(dataset.columns):
        if column.name in accepted:
            continue
        auc = column_auc(dataset.matrix[:, index], dataset.target, column, seed)
        if auc > AUC_MAX:
            suspects.append(f"`{column.name}` (AUC {auc:.3f})")
    if suspects:
        raise LeakageSuspected(f"These columns alone give the answer away: {', '.join(suspects)}.")


def column_auc(values: NDArray[np.float32], target: NDArray[np.bool_], column: Column, seed: int) -> float:
    """AUC of one column by the target's mean per bin, each half of the rows scored by the bins of the other half.

    Bins catch what a rank would miss: a middle range, a category, or that the value is missing.
    """
    present = values[~np.isnan(values)]
    if column.kind == "number" and len(present):
        edges = np.unique(np.quantile(present, np.linspace(0, 1, _BINS + 1)[1:-1]))
        bins = np.searchsorted(edges, values, side="left")
    else:
        bins = np.nan_to_num(values, nan=-1.0).astype(np.int64) + 1
    bins = np.where(np.isnan(values), bins.max() + 1, bins)
    half = np.random.default_rng(seed).random(len(values)) < 0.5
    score = np.empty(len(values))
    for part in (half, ~half):
        rows = np.bincount(bins[~part], minlength=bins.max() + 1)
        positives = np.bincount(bins[~part], weights=target[~part], minlength=bins.max() + 1)
        rate = target[~part].mean()
        score[part] = ((positives + rate) / (rows + 1))[bins[part]]
    return auc_of(target, score)
