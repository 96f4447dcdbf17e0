"""Which sets of columns help: the plain table, with the past of its entities, or with that of everybody, on held-out rows."""

import dataclasses

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import train_test_split

from training.fit import PARAMETERS, Rows, folds_of
from training.job import Progress

_ROWS_MAX = 40_000
_ROUNDS, _PATIENCE = 200, 20
_BETTER = 0.001  # a wider set must lower the loss by this share
_QUICK = {"num_leaves": 12, "max_depth": 5, "learning_rate": 0.08, "min_data_in_leaf": 40}


@dataclasses.dataclass(frozen=True)
class Choice:
    """names: of the columns kept, in their order. said: one sentence on what history was worth."""

    names: tuple[str, ...]
    said: str


def choose(
    rows: Rows, sets: dict[str, tuple[str, ...]], names: tuple[str, ...], seed: int, progress: Progress
) -> Choice:
    """sets: from narrow to wide, by name. Columns that no tree of any fold used are left out of the winner."""
    folds = list(folds_of(rows, seed))
    place = {name: index for index, name in enumerate(names)}
    best: tuple[float, str, NDArray[np.float64]] | None = None
    losses = {}
    for label, members in sets.items():
        columns = np.array([place[name] for name in members])
        loss, gain = _loss(rows, columns, folds, seed)
        losses[label] = loss
        progress(f"  columns: {label} ({len(columns)}): loss {loss:.5f}")
        if best is None or loss < best[0] * (1 - _BETTER):
            best = (loss, label, gain)
    if best is None:
        return Choice(names, "")
    used = {name for name, gain in zip(sets[best[1]], best[2], strict=True) if gain > 0}
    kept = tuple(name for name in names if name in used) or sets[best[1]]
    compared = ", ".join(f"{label} {loss:.5f}" for label, loss in losses.items())
    return Choice(kept, f"Held-out loss by columns: {compared}; {best[1]} was taken.")


def _loss(
    rows: Rows,
    columns: NDArray[np.int64],
    folds: list[tuple[NDArray[np.int64], NDArray[np.int64]]],
    seed: int,
) -> tuple[float, NDArray[np.float64]]:
    binary = rows.target.dtype == np.bool_
    objective = (
        {"objective": "binary", "metric": "binary_logloss"} if binary else {"objective": "l1", "metric": "l1"}
    )
    total, count, gain = 0.0, 0, np.zeros(len(columns))
    for train, test in folds:
        stratify = rows.target[train] if binary else None
        inner, validation = train_test_split(train, test_size=0.15, stratify=stratify, random_state=seed)
        data = lightgbm.Dataset(rows.matrix[np.ix_(inner, columns)], rows.target[inner])
        held = lightgbm.Dataset(
            rows.matrix[np.ix_(validation, columns)], rows.target[validation], reference=data
        )
        stop = lightgbm.early_stopping(_PATIENCE, verbose=False)
        booster = lightgbm.train(
            PARAMETERS | _QUICK | objective | {"seed": seed},
            data,
            _ROUNDS,
            valid_sets=[held],
            callbacks=[stop],
        )
        found = np.asarray(booster.predict(rows.matrix[np.ix_(test, columns)]))
        truth = rows.target[test]
        if binary:
            losses = -np.log(np.clip(np.where(truth, found, 1 - found), 1e-12, 1.0))
        else:
            losses = np.abs(found - truth)
        total += float(losses.sum())
        count += len(test)
        gain += np.asarray(booster.feature_importance("gain"), np.float64)
    return total / count, gain
