"""Fit a bounded LightGBM model and learn, from rows each fold held out, how good and how calibrated it is."""

import dataclasses
from collections.abc import Iterator
from typing import cast

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import (
    GroupKFold,
    GroupShuffleSplit,
    KFold,
    StratifiedGroupKFold,
    StratifiedKFold,
    train_test_split,
)

from training.calibration import platt
from training.errors import DatasetRefused
from training.trees import SumOfTrees

FOLDS = 5
_PATIENCE = 30
_VALIDATION_SHARE = 0.15
_STOP_BY_LATEST_MAX = 20_000
_HIDDEN_SHARE = 0.01
_HIDDEN_ROWS_MIN = 40
_CLASS_ROWS_IN_PART_MIN = 7  # so that 15 % of the first part hold one of each class


@dataclasses.dataclass(frozen=True)
class Shape:
    """How large a model may grow. Depth is bounded so that explanations stay tables (at most 8 splits on a path).

    rising: places of the only features that may be asked about, with which the score never falls; empty of no such bounds.
    """

    name: str
    leaves: int
    depth: int
    trees: int
    rate: float
    rows_per_leaf: int
    rising: tuple[int, ...] = ()


# From few rows to many. Tried in turn; the best log loss on held-out rows wins.
SHAPES = (
    Shape("small", leaves=7, depth=3, trees=300, rate=0.04, rows_per_leaf=20),
    Shape("medium", leaves=15, depth=4, trees=250, rate=0.05, rows_per_leaf=20),
    Shape("large", leaves=31, depth=6, trees=100, rate=0.08, rows_per_leaf=60),
)


@dataclasses.dataclass(frozen=True)
class Rows:
    """matrix: float32[n, f]. target: bool[n]. order: int64[n] by time, or None. group: int64[n] that stay together, or
    None (all rows of one customer, for example). known: int64[n], the first place in that order at which the target was
    known; None where it was at once."""

    matrix: NDArray[np.float32]
    target: NDArray[np.bool_]
    order: NDArray[np.int64] | None = None
    group: NDArray[np.int64] | None = None
    known: NDArray[np.int64] | None = None


@dataclasses.dataclass(frozen=True)
class Fitted:
    """booster: fitted on all rows. slope, intercept: its calibration.

    held_out: int64[m], rows that some fold held out; probability: float64[m], what the fold's model said of them after a
    calibration that had not seen them either.
    """

    booster: lightgbm.Booster | SumOfTrees
    rows: int
    positives: int
    shape: Shape
    trees: int
    slope: float
    intercept: float
    held_out: NDArray[np.int64]
    probability: NDArray[np.float64]


def fit(
    rows: Rows, names: tuple[str, ...], seed: int, *, hide: bool, shapes: tuple[Shape, ...] = SHAPES
) -> Fitted:
    """Choose the shape on held-out rows, then fit it on all.

    hide: hide one value in 100 of columns that are never missing, so that a missing value later finds a learned place;
      LightGBM would otherwise read it as zero. Rows that measure are never touched.
    """
    candidates = [_cross_fit(rows, names, seed, shape, hide=hide) for shape in shapes]
    best = min(candidates, key=lambda candidate: candidate.log_loss)
    everything = np.arange(len(rows.target))
    data = _data(rows, everything, names, seed if hide else None)
    booster = lightgbm.train(_parameters(best.shape, len(names), seed), data, num_boost_round=best.trees)
    return Fitted(
        booster=booster,
        rows=len(rows.target),
        positives=int(rows.target.sum()),
        shape=best.shape,
        trees=best.trees,
        slope=best.slope,
        intercept=best.intercept,
        held_out=best.held_out,
        probability=best.probability,
    )


@dataclasses.dataclass(frozen=True)
class _Candidate:
    shape: Shape
    trees: int
    slope: float
    intercept: float
    held_out: NDArray[np.int64]
    probability: NDArray[np.float64]
    log_loss: float


def _cross_fit(rows: Rows, names: tuple[str, ...], seed: int, shape: Shape, *, hide: bool) -> _Candidate:
    tested: list[NDArray[np.int64]] = []
    margins: list[NDArray[np.float64]] = []
    best: list[int] = []
    for train, test in folds_of(rows, seed):
        inner, validation = train_test_split(
            train, test_size=_VALIDATION_SHARE, stratify=rows.target[train], random_state=seed
        )
        data = _data(rows, inner, names, seed if hide else None)
        booster = lightgbm.train(
            _parameters(shape, len(names), seed),
            data,
            num_boost_round=shape.trees,
            valid_sets=[lightgbm.Dataset(rows.matrix[validation], rows.target[validation], reference=data)],
            callbacks=[lightgbm.early_stopping(_PATIENCE, verbose=False)],
        )
        best.append(booster.best_iteration)
        tested.append(test)
        raw = booster.predict(rows.matrix[test], raw_score=True, num_iteration=booster.best_iteration)
        margins.append(cast(NDArray[np.float64], raw))
    held_out, margin = np.concatenate(tested), np.concatenate(margins)
    slope, intercept = platt(margin, rows.target[held_out])
    probability = cross_calibrated(margins, [rows.target[test] for test in tested])
    return _Candidate(
        shape, max(1, round(float(np.mean(best)))), slope, intercept, held_out, probability,
        log_loss(probability, rows.target[held_out]),
    )  # fmt: skip


def folds_of(rows: Rows, seed: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """With time, each test part lies after its training part, whose targets were known by then; else stratified, whole
    groups together."""
    everything = np.arange(len(rows.target))
    if rows.order is not None:
        parts = np.array_split(np.argsort(rows.order, kind="stable"), FOLDS + 1)
        for index, part in enumerate(parts if rows.target.dtype == np.bool_ else []):
            yes = int(rows.target[part].sum())
            if min(yes, len(part) - yes) < _CLASS_ROWS_IN_PART_MIN:
                raise DatasetRefused(
                    f"Part {index + 1} of {len(parts)} by time has {yes} positive rows of {len(part)}: too few of one class.",
                    fix="Use more rows, or leave --time out.",
                )
        for index in range(1, FOLDS + 1):
            yield _known_by(rows, np.concatenate(parts[:index]), parts[index]), parts[index]
    elif rows.group is not None:
        binary = rows.target.dtype == np.bool_
        splitter = (
            StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed) if binary else GroupKFold(FOLDS)
        )
        yield from splitter.split(everything, rows.target, rows.group)
    elif rows.target.dtype != np.bool_:
        yield from KFold(FOLDS, shuffle=True, random_state=seed).split(everything)
    else:
        yield from StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(everything, rows.target)


def _known_by(rows: Rows, train: NDArray[np.int64], test: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of the training rows those whose target was known when the test part began (purging, López de Prado 2018)."""
    if rows.known is None or rows.order is None:
        return train
    kept: NDArray[np.int64] = train[rows.known[train] <= rows.order[test].min()]
    return kept


def can_wait(rows: Rows) -> bool:
    """Whether every part keeps half of its rows, and both classes, when targets have to be known by the next part."""
    if rows.order is None or rows.known is None:
        return True
    parts = np.array_split(np.argsort(rows.order, kind="stable"), FOLDS + 1)
    for index in range(1, FOLDS + 1):
        train = np.concatenate(parts[:index])
        kept = _known_by(rows, train, parts[index])
        if len(kept) < len(train) / 2:
            return False
        if rows.target.dtype == np.bool_:
            yes = int(rows.target[kept].sum())
            if min(yes, len(kept) - yes) < _CLASS_ROWS_IN_PART_MIN:
                return False
    return True


def stopping_split(
    rows: Rows, train: NDArray[np.int64], seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What to grow on and what to stop by: of few rows with a time the latest, else a sample, whole groups together.

    Rows of one week have the week in common, rows of one customer the customer: a random sample of them would not notice
    that either was learnt by heart. Many rows are not learnt by heart, and the latest are worth more for growing.
    """
    binary = rows.target.dtype == np.bool_
    if rows.order is not None and len(rows.target) <= _STOP_BY_LATEST_MAX:
        ordered = train[np.argsort(rows.order[train], kind="stable")]
        cut = len(train) - round(_VALIDATION_SHARE * len(train))
        inner, validation = ordered[:cut], ordered[cut:]
        if not binary or all(0 < rows.target[part].sum() < len(part) for part in (inner, validation)):
            return inner, validation
    elif rows.group is not None:
        parts = GroupShuffleSplit(1, test_size=_VALIDATION_SHARE, random_state=seed)
        inner, validation = next(parts.split(train, groups=rows.group[train]))
        return train[inner], train[validation]
    stratify = rows.target[train] if binary else None
    inner, validation = train_test_split(
        train, test_size=_VALIDATION_SHARE, stratify=stratify, random_state=seed
    )
    return inner, validation


def cross_calibrated(
    margins: list[NDArray[np.float64]], targets: list[NDArray[np.bool_]]
) -> NDArray[np.float64]:
    """Each fold's probabilities by the calibration of the other folds."""
    found = []
    for index, margin in enumerate(margins):
        others = [other for other in range(len(margins)) if other != index]
        slope, intercept = platt(
            np.concatenate([margins[other] for other in others]),
            np.concatenate([targets[other] for other in others]),
        )
        found.append(1 / (1 + np.exp(-(slope * margin + intercept))))
    return np.concatenate(found)


def _data(
    rows: Rows, chosen: NDArray[np.int64], names: tuple[str, ...], hide_seed: int | None
) -> lightgbm.Dataset:
    matrix = rows.matrix[chosen]
    if hide_seed is not None:
        matrix = hidden(matrix, hide_seed)
    # Column names with spaces or brackets are refused by LightGBM; the manifest keeps the real ones.
    return lightgbm.Dataset(
        matrix,
        rows.target[chosen],
        feature_name=[f"f{index}" for index in range(len(names))],
        free_raw_data=False,
    )


def hidden(matrix: NDArray[np.float32], seed: int) -> NDArray[np.float32]:
    """A copy in which columns that are never missing are missing in one row of 100: see `fit`."""
    found = matrix.copy()
    rng = np.random.default_rng(seed)
    count = min(len(found) // 10, max(_HIDDEN_ROWS_MIN, round(_HIDDEN_SHARE * len(found))))
    for column in np.flatnonzero(~np.isnan(found).any(axis=0)):
        found[rng.choice(len(found), count, replace=False), column] = np.nan
    return found


PARAMETERS: dict[str, object] = {
    "objective": "binary",
    "metric": "binary_logloss",
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,  # two threads wait for each other on a busy machine, and tie the bits to the core count
    "verbosity": -1,
}


def _parameters(shape: Shape, columns: int, seed: int) -> dict[str, object]:
    bounds: dict[str, object] = {}
    if shape.rising:
        asked = [int(place in shape.rising) for place in range(columns)]
        bounds = {"monotone_constraints": asked, "feature_contri": asked, "feature_fraction": 1.0}
    return (
        PARAMETERS
        | bounds
        | {
            "num_leaves": shape.leaves,
            "max_depth": shape.depth,
            "learning_rate": shape.rate,
            "min_data_in_leaf": shape.rows_per_leaf,
            "seed": seed,
        }
    )


def log_loss(probability: NDArray[np.float64], target: NDArray[np.bool_]) -> float:
    p = np.clip(np.where(target, probability, 1 - probability), 1e-12, 1.0)
    return float(-np.log(p).mean())
