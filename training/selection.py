"""Which sets of columns help: the plain table, with the past of its entities, or with that of everybody, on held-out rows."""

import dataclasses

import lightgbm
import numpy as np
from numpy.typing import NDArray

from training.calibration import platt
from training.fit import PARAMETERS, Rows, folds_of, stopping_split
from training.job import Progress

_ROWS_MAX = 40_000
_ROUNDS, _PATIENCE = 200, 20
_BETTER = 0.001  # a wider set must lower the loss by this share
_YES_OR_NO, _NUMBER = ("binary",), ("l1", "l2")  # a median of nothing cannot tell what moves the mean
_MOST_TELLING, _RARER_ROWS_A_COLUMN = (32, 16, 8), 50
_METRICS = {"binary": "binary_logloss", "l1": "l1", "l2": "l2"}
_QUICK = {"num_leaves": 12, "max_depth": 5, "learning_rate": 0.08, "min_data_in_leaf": 40}
_QUICK_FEW = {"num_leaves": 7, "max_depth": 3, "learning_rate": 0.05, "min_data_in_leaf": 40}
_FEW_ROWS, _SEEDS_FEW = 10_000, 3


@dataclasses.dataclass(frozen=True)
class Choice:
    """names: of the columns kept, in their order. said: one sentence on what history was worth."""

    names: tuple[str, ...]
    said: str


def choose(
    rows: Rows, sets: dict[str, tuple[str, ...]], names: tuple[str, ...], seed: int, progress: Progress,
    groups: dict[str, tuple[str, ...]] | None = None,
) -> Choice:  # fmt: skip
    """sets: from narrow to wide, by name. groups: columns of one kind, that are tried together.

    Where a yes or no has few rows a column, two more ways compete: one group after the other on top of the narrowest set,
    and the winner's most telling columns alone. Many rows bear many columns, and the tail of a number is told by few
    rows, whose columns would go first.
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
    grown = _grown(trials, sets, groups or {}, losses, progress) if _few(rows, len(names)) else None
    if grown is not None and grown.loss < best.loss:
        best = grown
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


def _grown(
    trials: "_Trials", sets: dict[str, tuple[str, ...]], groups: dict[str, tuple[str, ...]],
    losses: dict[str, float], progress: Progress,
) -> "_Trial | None":  # fmt: skip
    """The narrowest set with every group that lowers the loss, and in most of the parts."""
    if not groups:
        return None
    members = next(iter(sets.values()))
    best = trials.of("", members)
    taken: list[str] = []
    for label, more in groups.items():
        found = trials.of(" + ".join([*taken, label]), tuple(dict.fromkeys([*members, *more])))
        better = found.loss < best.loss * (1 - _BETTER) and found.beats(best)
        progress(f"  columns: + {label} ({len(more)}): loss {found.loss:.5f}{', taken' if better else ''}")
        if better:
            best, members, taken = found, tuple(dict.fromkeys([*members, *more])), [*taken, label]
    if not taken:
        return None
    losses[best.label] = best.loss
    return best


@dataclasses.dataclass(frozen=True)
class _Trial:
    """parts: the loss on each held-out part. telling: the columns that some tree used, by what they gained."""

    label: str
    loss: float
    parts: tuple[float, ...]
    telling: tuple[str, ...]

    def beats(self, other: "_Trial") -> bool:
        """In most of the parts."""
        return sum(one < two for one, two in zip(self.parts, other.parts, strict=True)) * 2 > len(self.parts)


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
        self._first = self._first or [max(float(parts.mean()), 1e-12) for parts, _ in found]
        # Of numbers the mean of both losses, each against the narrowest set's; of yes and no the loss itself.
        if len(found) == 1:
            parts = found[0][0]
        else:
            parts = np.mean(
                [each / least for (each, _), least in zip(found, self._first, strict=True)], axis=0
            )
        loss = float(parts.mean())
        gain = np.sum([each / max(float(each.sum()), 1e-12) for _, each in found], axis=0)
        ranked = tuple(members[at] for at in np.argsort(-gain, kind="stable") if gain[at] > 0)
        self._done[members] = _Trial(label, loss, tuple(parts.tolist()), ranked)
        return self._done[members]


def _few(rows: Rows, columns: int) -> bool:
    """Trees want hundreds of rows of the rarer class for each column (van der Ploeg, Austin, Steyerberg 2014)."""
    if rows.target.dtype != np.bool_:
        return False
    rarer = min(int(rows.target.sum()), int((~rows.target).sum()))
    return rarer < _RARER_ROWS_A_COLUMN * columns


def _loss(
    rows: Rows,
    columns: NDArray[np.int64],
    folds: list[tuple[NDArray[np.int64], NDArray[np.int64]]],
    seed: int,
    objective: str,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean loss on each held-out part, and what each column gained."""
    binary = objective == "binary"
    told = {"objective": objective, "metric": _METRICS[objective]}
    few = len(rows.target) <= _FEW_ROWS
    parts, gain = [], np.zeros(len(columns))
    for train, test in folds:
        inner, validation = stopping_split(rows, train, seed)
        data = lightgbm.Dataset(rows.matrix[np.ix_(inner, columns)], rows.target[inner])
        held = lightgbm.Dataset(
            rows.matrix[np.ix_(validation, columns)], rows.target[validation], reference=data
        )
        found, truth = np.zeros(len(test)), rows.target[test]
        for number in range(_SEEDS_FEW if few else 1):
            stop = lightgbm.early_stopping(_PATIENCE, verbose=False)
            grown = PARAMETERS | (_QUICK_FEW if few else _QUICK) | told | {"seed": seed + number}
            booster = lightgbm.train(grown, data, _ROUNDS, valid_sets=[held], callbacks=[stop])
            found += np.asarray(booster.predict(rows.matrix[np.ix_(test, columns)]))
            gain += np.asarray(booster.feature_importance("gain"), np.float64)
        found /= _SEEDS_FEW if few else 1
        if binary:
            # After a calibration of its own: the level of a coming season nobody knows, columns tell rows apart.
            margin = np.log(np.clip(found, 1e-12, 1.0) / np.clip(1 - found, 1e-12, 1.0))
            slope, intercept = platt(margin, truth)
            found = 1 / (1 + np.exp(-(slope * margin + intercept)))
            losses = -np.log(np.clip(np.where(truth, found, 1 - found), 1e-12, 1.0))
        else:
            losses = np.abs(found - truth) if objective == "l1" else (found - truth) ** 2
        parts.append(float(losses.mean()))
    return np.array(parts), gain
