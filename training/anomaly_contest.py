"""Candidates meet on planted anomalies among later rows; who finds them best wins, and the share to flag is tuned and shown."""

import dataclasses
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from training.anomaly_candidates import Floats, Matrix, candidates
from training.anomaly_figures import (
    AnomalyFigures,
    Tuned,
    agreement_of,
    flagged_by,
    labelled_by,
    tuned_shares,
)
from training.anomaly_version import Winner
from training.evaluation import quality
from training.job import Progress
from training.model import Line, ModelCard
from training.model_files import ModelFile

PLANTED_SHARE = 0.01
_FIGURE = "average precision (planted)"


@dataclasses.dataclass(frozen=True)
class Planted:
    """early, late: places of rows to learn from, and to measure on. rows: the late ones, of which `truth` were moved far out.

    label: of all rows, by its column; 1, 0 or NaN. It is looked at when everything is chosen, for the card alone.
    """

    early: NDArray[np.int64]
    late: NDArray[np.int64]
    rows: Matrix
    truth: NDArray[np.bool_]
    label: tuple[str, Floats] | None = None


@dataclasses.dataclass(frozen=True)
class Met:
    """threshold: the winner's score from which a row is flagged. lines: all candidates, the best first."""

    winner: Winner
    threshold: float
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    figures: AnomalyFigures


def meet(
    matrix: Matrix,
    planted: Planted,
    names: Sequence[str],
    amounts: Sequence[str],
    seed: int,
    progress: Progress,
) -> Met:
    """amounts: names of columns whose large values count for themselves."""
    tried, missing = candidates(matrix[planted.early], names, amounts, seed, progress)
    figures = [float(average_precision_score(planted.truth, each.score(planted.rows))) for each in tried]
    for each, figure in zip(tried, figures, strict=True):
        progress(f"  {each.name}: average precision {figure:.4f} on planted anomalies")
    best = tried[int(np.argmax(figures))]
    on_planted, on_later = best.score(planted.rows), best.score(matrix[planted.late])
    tuned = tuned_shares(on_planted, planted.truth)
    share = next(each.share for each in tuned if each.chosen)
    threshold = float(np.quantile(on_later, 1 - share))
    notes = (*missing, _said(tuned), f"Threshold {threshold:.4f}: {share:.2%} of later rows lie above it.")
    for note in notes:
        progress(note)
    lines = tuple(
        _line(each.name, each.score(planted.rows), planted.truth, seed, chosen=each is best)
        for each, _ in sorted(zip(tried, figures, strict=True), key=lambda pair: -pair[1])
    )
    graph = best.exported(matrix[planted.early])
    winner = Winner(best.score, graph, best.trees, planted.rows, planted.truth, share)
    label = planted.label
    labelled = None if label is None else labelled_by(label[0], on_later, label[1][planted.late], seed)
    if labelled is not None:
        progress(
            f"By `{labelled.column}`, looked at after all was chosen: average precision {labelled.average_precision:.4f} "
            f"on {labelled.rows:,} later rows, {labelled.positives:,} of them positive."
        )
    later = {each.name: on_later if each is best else each.score(matrix[planted.late]) for each in tried}
    found = AnomalyFigures(
        contamination=share, threshold=threshold, planted_share=round(float(planted.truth.mean()), 6), rows=len(planted.late),
        tuned=tuned, flagged=flagged_by(on_later, on_planted[planted.truth]),
        agreement=agreement_of(later, best.name, share), labelled=labelled,
    )  # fmt: skip
    return Met(winner, threshold, lines, notes, found)


def _line(name: str, score: Floats, truth: NDArray[np.bool_], seed: int, *, chosen: bool) -> Line:
    """Average precision, with the middle 95 % of what rows drawn again give, planted and others apart."""
    found = quality(truth, score, seed).ap
    return Line(
        name=name, chosen=chosen, figures={_FIGURE: found.value}, low={_FIGURE: found.low}, high={_FIGURE: found.high},
    )  # fmt: skip


def drawn(count: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Which of so many rows are made anomalies: one in a hundred, a few at least."""
    truth: NDArray[np.bool_] = rng.random(count) < PLANTED_SHARE
    truth[rng.integers(count, size=5)] = True
    return truth


def card_of(
    file: ModelFile, met: Met, rows: int, names: Sequence[str], notes: Sequence[str], licence: str
) -> ModelCard:
    return ModelCard(
        use_case=file.use_case, task="anomaly", command=file.command, data_sha256=file.data_sha256, rows=rows,
        measured="On later rows of which one in a hundred was moved far out.", leaderboard=met.lines,
        features=tuple(names), leaks=(), notes=tuple(notes), licence=licence, anomalies=met.figures,
        limits=(
            "Unlike is not wrong: without labels nobody knows how many of the flagged rows are fraud.",
            "Planted anomalies are large amounts; a fraud of ordinary size looks like any other payment.",
        ),
    )  # fmt: skip


def _said(tuned: Sequence[Tuned]) -> str:
    shown = ", ".join(f"{each.share:.2%}: F1 {each.f1:.3f}" for each in tuned)
    taken = next(each.share for each in tuned if each.chosen)
    return f"Contamination rate tuned on planted anomalies ({PLANTED_SHARE:.0%} of rows): {shown}; {taken:.2%} was taken."
