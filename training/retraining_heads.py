"""Versions of facts that tell a probability and numbers beside it: days of invoices, hours of payouts, amounts of commissions.

Candidates for the probability meet on later rows, and so does each number; the champion is measured on the very same rows.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from inference import catalogue
from inference.runtimes.ort import OnnxRuntime
from training.binary import calibrated, curve_of, standing_of
from training.card import More, Standing, figure_of
from training.contest import Outcome, contest
from training.errors import DatasetRefused
from training.evaluation import quality
from training.fit import Rows
from training.heads import Head, Quantile, fit_quantile, said_of
from training.job import Progress
from training.onnx_export import to_onnx
from training.package import Source, package
from training.retraining_entities import Champion, FactRows, Floats, Origin
from training.starter_commissions import COMMISSION_CHECK
from training.starter_events import Recipe
from training.starter_histories import SPEND_FORECAST
from training.starter_invoices import PAYMENT_DELAY
from training.starter_payouts import PAYOUT_DELAY

RECIPES: Mapping[str, Recipe] = {
    each.use_case: each for each in (PAYMENT_DELAY, PAYOUT_DELAY, COMMISSION_CHECK, SPEND_FORECAST)
}
"""How the heads of each use case are fitted: as those of its starter."""
_GROUPS_MIN, _KNOWN_MIN = 4, 100
_EARLY, _RESAMPLES = 0.8, 300
IN_TIME = "On later rows: each part was scored by models of the rows before it."
IN_TURN = "On rows held out in turn, those of one event or customer together: some part of the time has too few of one kind."


def heads_of_facts(origin: Origin, rows: FactRows, progress: Progress) -> Mapping[str, bytes]:
    """Whether it happens, and quantiles of what its truths say beside. Raises: DatasetRefused, ParityFailed, UnsupportedModel."""
    happened = np.asarray(rows.target, np.bool_)
    progress(f"Candidates meet on {len(happened):,} rows and {rows.matrix.shape[1]} features")
    outcome, validation = meet(rows, happened, origin.seed, progress)
    heads, notes = _heads(origin, rows, rows.values, progress)
    target = happened[outcome.fitted.held_out]
    weight = np.where(target, 1.0, outcome.negative_weight)
    more = More(
        leaderboard=(
            *map(standing_of, outcome.leaderboard),
            *champions(rows.champion, outcome, target, origin.seed),
        ),
        curve=curve_of(outcome.fitted.probability, target, weight),
        validation=validation,
    )
    return package(
        catalogue.get(origin.use_case),
        outcome.fitted,
        calibrated(outcome, target),
        quality(target, outcome.fitted.probability, origin.seed, outcome.negative_weight),
        rows.matrix,
        Source(origin.command, rows.sha256, (), (*origin.notes, *outcome.notes, *notes), origin.seed, more),
        heads=heads,
    ).files


def meet(rows: FactRows, happened: NDArray[np.bool_], seed: int, progress: Progress) -> tuple[Outcome, str]:
    """Let candidates meet on later rows; where a part of the time has too few of one kind, on rows held out in turn."""
    try:
        return contest(
            Rows(rows.matrix, happened, order=rows.order, group=rows.group), seed, progress
        ), IN_TIME
    except DatasetRefused:
        return contest(Rows(rows.matrix, happened, group=rows.group), seed, progress), IN_TURN


def champions(
    champion: Champion | None, outcome: Outcome, target: NDArray[np.bool_], seed: int
) -> tuple[Standing, ...]:
    """Measure the champion on the rows that the candidates were measured on. target: of these."""
    if champion is None:
        return ()
    said = champion.probability[outcome.fitted.held_out]
    found = quality(target, said, seed, outcome.negative_weight)
    weight = np.where(target, 1.0, outcome.negative_weight)
    clipped = np.clip(np.where(target, said, 1 - said), 1e-12, 1.0)
    loss = float((weight * -np.log(clipped)).sum() / weight.sum())
    return (
        Standing(
            name=f"champion: {champion.name}", chosen=False, log_loss=round(loss, 6), auc=figure_of(found.auc),
            average_precision=figure_of(found.ap),
        ),
    )  # fmt: skip


def _heads(
    origin: Origin, rows: FactRows, values: Mapping[str, Floats], progress: Progress
) -> tuple[list[Head], list[str]]:
    """Fit each head on all rows, and say how it did on the latest fifth when it knew only the rows before."""
    recipe = RECIPES[origin.use_case]
    group = rows.group if len(np.unique(rows.group)) >= _GROUPS_MIN else np.arange(len(rows.group))
    cut = np.quantile(rows.order, _EARLY)
    early, late = rows.order < cut, rows.order >= cut
    found, notes = [], []
    for name, level in recipe.levels.items():
        known = int((~np.isnan(values[name])).sum())
        if known < _KNOWN_MIN:
            raise DatasetRefused(
                f"Of {known:,} rows is known what `{name}` should say; {_KNOWN_MIN} are needed.",
                fix="Tell more truths, or look further back.",
            )
        progress(f"Fitting {name}")
        shape, trees = recipe.head_shape, recipe.head_trees
        head = fit_quantile(
            rows.matrix, group, Quantile(name, values[name], level), shape, trees, origin.seed
        )
        found.append(head)
        notes.append(said_of(head))
        if len(np.unique(group[early])) >= _GROUPS_MIN and late.any():
            past = fit_quantile(
                rows.matrix[early], group[early], Quantile(name, values[name][early], level), shape, trees, origin.seed
            )  # fmt: skip
            notes.append(_later(past, rows, values[name], late, origin.seed))
    return found, notes


def _later(head: Head, rows: FactRows, truth: Floats, late: NDArray[np.bool_], seed: int) -> str:
    """Compare a head that was fitted on earlier rows with the champion's, on the latest ones."""
    places = np.flatnonzero(late & ~np.isnan(truth))
    columns = rows.matrix.shape[1]
    graph = to_onnx(head.trees, head.intercept, columns, logistic=False)
    said = OnnxRuntime().open(graph, columns).margins(rows.matrix[places])
    ours = _losses(truth[places], said, head.level)
    text = (
        f"On the latest {len(places):,} rows, fitted on those before: {100 * (truth[places] <= said).mean():.1f} % lie at or below "
        f"`{head.name}`, pinball loss {ours.mean():.3f}"
    )
    champion = rows.champion
    if champion is None or head.name not in champion.heads:
        return f"{text}."
    theirs = _losses(truth[places], champion.heads[head.name][places, 0].astype(np.float64), head.level)
    low, high = _interval(theirs - ours, rows.group[places], seed)
    return (
        f"{text}; that of the champion, {champion.name}, {theirs.mean():.3f}: {(theirs - ours).mean():+.3f} more than ours "
        f"(95 % {low:+.3f} to {high:+.3f}, whole events drawn)."
    )


def _losses(truth: Floats, said: Floats, level: float) -> Floats:
    error = truth - said
    return np.maximum(level * error, (level - 1) * error)


def _interval(difference: Floats, group: NDArray[np.int64], seed: int) -> tuple[float, float]:
    """Percentile bootstrap of a mean over whole groups."""
    _, of = np.unique(group, return_inverse=True)
    sums, counts = np.bincount(of, difference), np.bincount(of)
    drawn = np.random.default_rng(seed).integers(len(sums), size=(_RESAMPLES, len(sums)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)
