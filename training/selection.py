"""Which sets of columns help: the plain table, with the past of its entities, or with that of everybody, on held-out rows."""

import dataclasses
from collections.abc import Sequence

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import train_test_split

from training.fit import PARAMETERS, Rows, folds_of
from training.job import Progress

_ROWS_MAX = 40_000
_ROUNDS, _PATIENCE = 200, 20
_BETTER = 0.001  # a wider set must lower the loss by this share
_YES_OR_NO, _NUMBER = ("binary",), ("l1", "l2")  # a median of nothing cannot tell what moves the mean
_MOST_TELLING, _RARER_ROWS_A_COLUMN = (32, 16, 8), 50
_METRICS = {"binary": "binary_logloss", "l1": "l1", "l2": "l2"}
_QUICK = {"num_leaves": 12, "max_depth": 5, "learning_rate": 0.08, "min_data_in_leaf": 40}


@dataclasses.dataclass(frozen=True)
class Choice:
    """names: of the columns kept, in their order. said: one sentence on what history was worth."""

    names: tuple[str, ...]
    said: str


def choose(
    rows: Rows, sets: dict[str, tuple[str, ...]], names: tuple[str, ...], seed: int, progress: Progress
) -> Choice:
    """sets: from narrow to wide, by name. Where a yes or no has few rows a column, the winner's most telling columns alone
    if that loses nothing; many rows bear many columns, and the tail of a number is told by few rows, whose columns
    would go first.
    """
    trials = _Trials(rows, names, seed)
    best: _Trial | None = None
    losses: dict[str, float] = {}
    for label, members in sets.items():
        found = trials.of(label, members)
        losses[label] = found.loss
        progress(f"  columns: {label} ({len(members)}): loss {found.loss:.5f}")
        if best is None or found.loss < best.loss * (1 - _BETTER):
            best = found
    if best is None:
        return Choice(names, "")
    taken = best.label
    for most in _MOST_TELLING if _few(rows, len(best.telling)) else ():
        if len(best.telling) > most:
            found = trials.of(f"the {most} most telling", best.telling[:most])
            losses[found.label] = found.loss
            progress(f"  columns: {found.label}: loss {found.loss:.5f}")
            best = found if found.loss <= best.loss else best
    used = set(best.telling)
    kept = tuple(name for name in names if name in used) or sets[taken]
    compared = ", ".join(f"{label} {loss:.5f}" for label, loss in losses.items())
    said = taken if best.label == taken else f"of {taken}, {best.label}"
    return Choice(kept, f"Held-out loss by columns: {compared}; {said} was taken.")


@dataclasses.dataclass(frozen=True)
class _Trial:
    """telling: the columns that some tree used, by what they gained."""

    label: str
    loss: float
    telling: tuple[str, ...]


class _Trials:
    """The same quick trees on the same folds with one set of columns after the other."""

    def __init__(self, rows: Rows, names: tuple[str, ...], seed: int) -> None:
        self._rows, self._seed = rows, seed
        self._folds = list(folds_of(rows, seed))
        self._place = {name: index for index, name in enumerate(names)}
        self._objectives = _YES_OR_NO if rows.target.dtype == np.bool_ else _NUMBER
        self._first: list[float] = []
        self._done: dict[tuple[str, ...], _Trial] = {}

    def of(self, label: str, members: tuple[str, ...]) -> _Trial:
        if members in self._done:
            return dataclasses.replace(self._done[members], label=label)
        columns = np.array([self._place[name] for name in members])
        found = [_loss(self._rows, columns, self._folds, self._seed, each) for each in self._objectives]
        self._first = self._first or [max(loss, 1e-12) for loss, _ in found]
        # Of numbers the mean of both losses, each against the narrowest set's; of yes and no the loss itself.
        loss = found[0][0] if len(found) == 1 else _mean(found, self._first)
        gain = np.sum([each / max(float(each.sum()), 1e-12) for _, each in found], axis=0)
        ranked = tuple(members[at] for at in np.argsort(-gain, kind="stable") if gain[at] > 0)
        self._done[members] = _Trial(label, loss, ranked)
        return self._done[members]


def _few(rows: Rows, columns: int) -> bool:
    """Trees want hundreds of rows of the rarer class for each column (van der Ploeg, Austin, Steyerberg 2014)."""
    if rows.target.dtype != np.bool_:
        return False
    rarer = min(int(rows.target.sum()), int((~rows.target).sum()))
    return rarer < _RARER_ROWS_A_COLUMN * columns


def _mean(found: Sequence[tuple[float, NDArray[np.float64]]], first: Sequence[float]) -> float:
    return float(np.mean([loss / least for (loss, _), least in zip(found, first, strict=True)]))


def _loss(
    rows: Rows,
    columns: NDArray[np.int64],
    folds: list[tuple[NDArray[np.int64], NDArray[np.int64]]],
    seed: int,
    objective: str,
) -> tuple[float, NDArray[np.float64]]:
    """Mean loss on the held-out rows, and what each column gained."""
    binary = objective == "binary"
    told = {"objective": objective, "metric": _METRICS[objective]}
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
            PARAMETERS | _QUICK | told | {"seed": seed}, data, _ROUNDS, valid_sets=[held], callbacks=[stop]
        )
        found = np.asarray(booster.predict(rows.matrix[np.ix_(test, columns)]))
        truth = rows.target[test]
        if binary:
            losses = -np.log(np.clip(np.where(truth, found, 1 - found), 1e-12, 1.0))
        else:
            losses = np.abs(found - truth) if objective == "l1" else (found - truth) ** 2
        total += float(losses.sum())
        count += len(test)
        gain += np.asarray(booster.feature_importance("gain"), np.float64)
    return total / count, gain
