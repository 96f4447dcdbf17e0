"""Candidates compete on rows they have not seen: boosted trees of several sizes, a linear model, a scorecard, blends."""

import dataclasses
from collections.abc import Sequence

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from training.calibration import platt
from training.ensembles import Ensemble, Part, Scorecard, fit_scorecard, margins_of
from training.errors import DatasetRefused
from training.evaluation import Quality, quality
from training.fit import (
    PARAMETERS,
    Fitted,
    Rows,
    Shape,
    cross_calibrated,
    folds_of,
    hidden,
    log_loss,
    stopping_split,
)
from training.job import Progress, silent

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_PATIENCE = 30
_CONTEST_ROWS_MAX = 80_000
_FINAL_ROWS_MAX = 400_000
_FINAL_CELLS_MAX = 24_000_000
_WORSE = 0.995
_SIMPLER = 0.0002  # a blend must be better than its best part by this share of the log loss

SHAPES = (
    Shape("additive", leaves=2, depth=1, trees=700, rate=0.06, rows_per_leaf=20),
    Shape("small", leaves=7, depth=3, trees=400, rate=0.04, rows_per_leaf=20),
    Shape("medium", leaves=8, depth=4, trees=400, rate=0.03, rows_per_leaf=40),
    Shape("large", leaves=31, depth=6, trees=250, rate=0.03, rows_per_leaf=60),
)
WIDE_SHAPES = (
    Shape("small", leaves=7, depth=3, trees=400, rate=0.06, rows_per_leaf=40),
    Shape("large", leaves=31, depth=6, trees=300, rate=0.05, rows_per_leaf=80),
)
_WIDE_ROWS = 40_000


@dataclasses.dataclass(frozen=True)
class Card:
    """A linear model or scorecard to try. strength: inverse of its penalty."""

    name: str
    steps: int
    linear: bool
    strength: float


CARDS = (
    Card("linear", 32, linear=True, strength=0.01),
    Card("linear, freer", 32, linear=True, strength=0.3),
    Card("scorecard", 10, linear=False, strength=0.003),
)
Recipe = Shape | Card


@dataclasses.dataclass(frozen=True)
class Entry:
    """One line of the leaderboard. probability: of the held-out rows, calibrated by other folds."""

    name: str
    log_loss: float
    quality: Quality
    chosen: bool


@dataclasses.dataclass(frozen=True)
class Outcome:
    fitted: Fitted
    leaderboard: tuple[Entry, ...]
    notes: tuple[str, ...]
    negative_weight: float


@dataclasses.dataclass(frozen=True)
class Tried:
    recipe: Recipe
    margins: tuple[Floats, ...]
    rounds: int
    log_loss: float
    probability: Floats


def contest(rows: Rows, seed: int, progress: Progress = silent) -> Outcome:
    """Let all candidates meet on the same folds, blend the best, and fit the winner on all rows."""
    sample = thinned(rows, _CONTEST_ROWS_MAX, seed)
    notes: list[str] = []
    if len(sample.places) < len(rows.target):
        notes.append(
            f"The candidates met on {len(sample.places):,} of {len(rows.target):,} rows; all positive ones are among them where they are rare."
        )
    folds = list(folds_of(sample.rows, seed))
    shapes = SHAPES if len(rows.target) <= _WIDE_ROWS else WIDE_SHAPES
    tried = []
    recipes: tuple[Recipe, ...] = (*shapes, *CARDS)
    for number, recipe in enumerate(recipes, 1):
        found = _try(recipe, sample.rows, folds, seed)
        progress(f"  {number}/{len(recipes)} {recipe.name}: log loss {found.log_loss:.5f}")
        tried.append(found)
    held_out = np.concatenate([test for _, test in folds])
    targets = [sample.rows.target[test] for _, test in folds]
    weights, mixed = blend(tried, targets, float(np.exp(-sample.shift)))
    best = min(tried, key=lambda each: each.log_loss)
    use_blend = len(weights) > 1 and mixed.log_loss < best.log_loss * (1 - _SIMPLER)
    winner = mixed if use_blend else best
    chosen = weights if use_blend else [(1.0, best)]
    board = _leaderboard(
        [*tried, *([mixed] if len(weights) > 1 else [])], winner, np.concatenate(targets), sample.shift, seed
    )
    progress(f"Fitting {describe(chosen)} on all rows ...")
    fitted = _final(rows, sample, chosen, winner, held_out, seed)
    return Outcome(fitted, board, tuple(notes), float(np.exp(-sample.shift)))


def describe(chosen: Sequence[tuple[float, Tried]]) -> str:
    if len(chosen) == 1:
        return chosen[0][1].recipe.name
    return " + ".join(f"{weight:.2f} × {each.recipe.name}" for weight, each in chosen)


@dataclasses.dataclass(frozen=True)
class Sample:
    """places: int64[m] of the rows kept. shift: what is added to a margin to undo the thinning of negative rows."""

    rows: Rows
    places: Ints
    shift: float


def thinned(rows: Rows, most: int, seed: int) -> Sample:
    """At most about `most` rows: rare positives are all kept, the rest thinned at random (King and Zeng 2001, eq. 7)."""
    count = len(rows.target)
    if count <= most:
        return Sample(rows, np.arange(count), 0.0)
    rng = np.random.default_rng(seed)
    positives = int(rows.target.sum())
    if positives <= most // 4:
        share = (most - positives) / (count - positives)
        keep = rows.target | (rng.random(count) < share)
        places = np.flatnonzero(keep)
        kept = int((~rows.target[places]).sum())
        shift = float(np.log(kept / (count - positives)))
    else:
        places = np.sort(rng.choice(count, most, replace=False))
        shift = 0.0
    return Sample(subset(rows, places), places, shift)


def subset(rows: Rows, places: Ints) -> Rows:
    return Rows(
        rows.matrix[places], rows.target[places],
        None if rows.order is None else rows.order[places],
        None if rows.group is None else rows.group[places],
        None if rows.known is None else rows.known[places],
    )  # fmt: skip


def _try(recipe: Recipe, rows: Rows, folds: Sequence[tuple[Ints, Ints]], seed: int) -> Tried:
    margins, rounds = [], []
    for train, test in folds:
        part, count = _learn(recipe, rows, train, seed)
        margins.append(margins_of(part, rows.matrix[test]))
        rounds.append(count)
    targets = [rows.target[test] for _, test in folds]
    probability = cross_calibrated(margins, targets)
    loss = log_loss(probability, np.concatenate(targets))
    return Tried(recipe, tuple(margins), max(1, round(float(np.mean(rounds)))), loss, probability)


def _learn(recipe: Recipe, rows: Rows, train: Ints, seed: int) -> tuple[Part, int]:
    if isinstance(recipe, Card):
        return _card(recipe, rows.matrix[train], rows.target[train], seed), 1
    inner, validation = stopping_split(rows, train, seed)
    data = lightgbm.Dataset(hidden(rows.matrix[inner], seed), rows.target[inner], free_raw_data=False)
    booster = lightgbm.train(
        parameters_of(recipe, seed),
        data,
        num_boost_round=recipe.trees,
        valid_sets=[lightgbm.Dataset(rows.matrix[validation], rows.target[validation], reference=data)],
        callbacks=[lightgbm.early_stopping(_PATIENCE, verbose=False)],
    )
    best = max(1, booster.best_iteration)
    return _cut(booster, best), best


def _cut(booster: lightgbm.Booster, rounds: int) -> lightgbm.Booster:
    """The booster with its first rounds alone, so that no later call can forget to say how many."""
    return lightgbm.Booster(model_str=booster.model_to_string(num_iteration=rounds))


def _card(recipe: Card, matrix: NDArray[np.float32], target: NDArray[np.bool_], seed: int) -> Scorecard:
    return fit_scorecard(
        matrix, target, steps=recipe.steps, linear=recipe.linear, strength=recipe.strength, seed=seed
    )


def parameters_of(shape: Shape, seed: int) -> dict[str, object]:
    return PARAMETERS | {
        "num_leaves": shape.leaves, "max_depth": shape.depth, "learning_rate": shape.rate,
        "min_data_in_leaf": shape.rows_per_leaf, "seed": seed,
    }  # fmt: skip


def blend(
    tried: Sequence[Tried], targets: Sequence[NDArray[np.bool_]], negative_weight: float = 1.0
) -> tuple[list[tuple[float, Tried]], Tried]:
    """Equal parts of the best trees, the second-best trees and the best card, in every mix; the best mix wins.

    Mixes are few and coarse on purpose: weights learned to three digits would fit the noise of the held-out rows. A mix
    that is better calibrated but finds the positive ones less well than the best part alone is none: of rare positives
    a straight line can lower the loss and lose precision where it is asked for. negative_weight: how many rows each
    negative one stands for.
    """
    trees = sorted(
        (each for each in tried if isinstance(each.recipe, Shape)), key=lambda each: each.log_loss
    )[:2]
    cards = sorted((each for each in tried if isinstance(each.recipe, Card)), key=lambda each: each.log_loss)[
        :1
    ]
    mixes = [
        (0.5, 0.5, 0.0),
        (0.7, 0.0, 0.3),
        (0.5, 0.0, 0.5),
        (0.3, 0.0, 0.7),
        (0.4, 0.4, 0.2),
        (0.3, 0.3, 0.4),
    ]
    truth = np.concatenate(list(targets))
    best = min(tried, key=lambda each: each.log_loss)
    weight = np.where(truth, 1.0, negative_weight)
    least = _WORSE * float(average_precision_score(truth, best.probability, sample_weight=weight))
    found: list[tuple[list[tuple[float, Tried]], Tried]] = []
    for mix in mixes:
        parts = [(weight, each) for weight, each in zip(mix, [*trees, *cards], strict=True) if weight]
        margins = tuple(
            np.sum([weight * each.margins[fold] for weight, each in parts], axis=0)
            for fold in range(len(targets))
        )
        probability = cross_calibrated(list(margins), list(targets))
        if average_precision_score(truth, probability, sample_weight=weight) < least:
            continue
        loss = log_loss(probability, truth)
        mix_of = Card(describe(parts), 0, linear=False, strength=0.0)
        found.append((parts, Tried(mix_of, margins, 1, loss, probability)))
    return min(found, key=lambda each: each[1].log_loss, default=([(1.0, best)], best))


def _leaderboard(
    tried: Sequence[Tried], winner: Tried, target: NDArray[np.bool_], shift: float, seed: int
) -> tuple[Entry, ...]:
    ranked = sorted(tried, key=lambda each: each.log_loss)
    return tuple(
        Entry(
            each.recipe.name,
            each.log_loss,
            quality(target, shifted(each.probability, shift), seed, float(np.exp(-shift))),
            each is winner,
        )
        for each in ranked
    )


def _final(
    rows: Rows,
    sample: Sample,
    chosen: Sequence[tuple[float, Tried]],
    winner: Tried,
    held_out: Ints,
    seed: int,
) -> Fitted:
    """Fit the chosen parts on all rows (thinned only where they would not fit in memory and patience)."""
    most = min(_FINAL_ROWS_MAX, max(_CONTEST_ROWS_MAX, _FINAL_CELLS_MAX // rows.matrix.shape[1]))
    final = thinned(rows, most, seed)
    parts: list[tuple[float, Part]] = []
    for weight, each in chosen:
        if isinstance(each.recipe, Card):
            part: Part = _card(each.recipe, final.rows.matrix, final.rows.target, seed)
        else:
            grown = each.rounds if len(final.places) == len(sample.places) else round(each.rounds * 1.3)
            data = lightgbm.Dataset(hidden(final.rows.matrix, seed), final.rows.target)
            part = lightgbm.train(parameters_of(each.recipe, seed), data, num_boost_round=grown)
        parts.append((weight, part))
    ensemble = Ensemble(tuple(parts), rows.matrix.shape[1])
    # A margin learned from thinned rows lies too high by -shift: bring the final parts to the contest's level, calibrate
    # there, and bring the result to that of all rows.
    target = sample.rows.target[held_out]
    slope, intercept = platt(np.concatenate(winner.margins), target)
    trees = sum(each.rounds for _, each in chosen if isinstance(each.recipe, Shape))
    return Fitted(
        booster=ensemble,
        rows=len(rows.target),
        positives=int(rows.target.sum()),
        shape=Shape(describe(chosen), 0, 0, trees, 0.0, 0),
        trees=len(ensemble.trees()),
        slope=slope,
        intercept=intercept + sample.shift + slope * (final.shift - sample.shift),
        held_out=sample.places[held_out],
        probability=shifted(winner.probability, sample.shift),
    )


def shifted(probability: Floats, shift: float) -> Floats:
    """Probabilities of a sample whose negatives were thinned, as those of all rows."""
    if shift == 0.0:
        return probability
    clipped = np.clip(probability, 1e-12, 1 - 1e-12)
    return np.asarray(1 / (1 + np.exp(-(np.log(clipped / (1 - clipped)) + shift))))


def require_both(target: NDArray[np.bool_], least: int) -> None:
    smallest = int(min(target.sum(), (~target).sum()))
    if smallest < least:
        raise DatasetRefused(f"The target has {smallest} rows of one class; {least} are needed.")
