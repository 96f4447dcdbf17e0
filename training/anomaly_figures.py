"""What a card says of anomalies beside its leaderboard: how the share to flag was tuned, what any other threshold would flag,
whether the candidates agree, and, where labels were given to measure by alone, precision and recall.

No label stands behind such a score, so there is no calibration of it to be shown: these figures say what can be known.
"""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy import stats

from training.evaluation import quality

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
SHARES = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05)
"""Of rows to flag: what the contamination rate is chosen from."""
_SHOWN = (*SHARES, 0.1, 0.2)


class Tuned(msgspec.Struct, frozen=True, kw_only=True):
    """One share to flag that was tried, and how its flags found planted anomalies."""

    share: float
    precision: float
    recall: float
    f1: float
    chosen: bool


class Flagged(msgspec.Struct, frozen=True, kw_only=True):
    """A threshold of the score. share: of later rows, as they were, at or above it. planted: of planted anomalies found by it."""

    threshold: float
    share: float
    planted: float


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """How a candidate sees later rows beside the winner.

    ranks: Spearman's correlation of the two scores. flagged: rows that both flag among those that either does, each at the share
    to flag.
    """

    candidate: str
    ranks: float
    flagged: float


class Caught(msgspec.Struct, frozen=True, kw_only=True):
    """A threshold held against labels. share: of labelled rows that it flags."""

    threshold: float
    share: float
    precision: float
    recall: float
    false_positives: float


class Labelled(msgspec.Struct, frozen=True, kw_only=True):
    """Later rows whose label was told, to measure by alone. low, high: the middle 95 % of what rows drawn again give."""

    column: str
    rows: int
    positives: int
    average_precision: float
    low: float
    high: float
    curve: tuple[Caught, ...]


class AnomalyFigures(msgspec.Struct, frozen=True, kw_only=True):
    """contamination: the share to flag. planted_share: of the rows that it was tuned on. rows: later ones, all figures are of."""

    contamination: float
    threshold: float
    planted_share: float
    rows: int
    tuned: tuple[Tuned, ...]
    flagged: tuple[Flagged, ...]
    agreement: tuple[Agreement, ...]
    labelled: Labelled | None = None


def tuned_shares(score: Floats, truth: Flags) -> tuple[Tuned, ...]:
    """The contamination rate: of several shares to flag, the one whose flags find planted anomalies best (F1) is chosen."""
    found = []
    for share in SHARES:
        flagged = score >= np.quantile(score, 1 - share)
        hits, all_flagged, all_planted = (
            float((flagged & truth).sum()),
            float(flagged.sum()),
            float(truth.sum()),
        )
        found.append(
            Tuned(
                share=share, precision=_rounded(hits / max(all_flagged, 1.0)), recall=_rounded(hits / max(all_planted, 1.0)),
                f1=2 * hits / max(all_flagged + all_planted, 1.0), chosen=False,
            )
        )  # fmt: skip
    best = int(np.argmax([each.f1 for each in found]))
    return tuple(msgspec.structs.replace(each, chosen=at == best) for at, each in enumerate(found))


def flagged_by(score: Floats, planted: Floats) -> tuple[Flagged, ...]:
    """score: of later rows as they were. planted: of those made anomalies."""
    thresholds = [float(np.quantile(score, 1 - share)) for share in _SHOWN]
    return tuple(
        Flagged(
            threshold=threshold,
            share=_rounded(float((score >= threshold).mean())),
            planted=_rounded(float((planted >= threshold).mean())),
        )
        for threshold in thresholds
    )


def agreement_of(scores: Mapping[str, Floats], winner: str, share: float) -> tuple[Agreement, ...]:
    """scores: of the same later rows, by candidate."""
    own = scores[winner]
    flagged = own >= np.quantile(own, 1 - share)
    found = []
    for name, score in scores.items():
        if name == winner:
            continue
        other = score >= np.quantile(score, 1 - share)
        either = max(float((flagged | other).sum()), 1.0)
        same = np.ptp(score) == 0 or np.ptp(own) == 0  # then nothing is ranked
        ranks = 0.0 if same else float(stats.spearmanr(own, score).statistic)
        found.append(
            Agreement(
                candidate=name,
                ranks=_rounded(ranks),
                flagged=_rounded(float((flagged & other).sum()) / either),
            )
        )
    return tuple(found)


def labelled_by(column: str, score: Floats, label: Floats, seed: int) -> Labelled | None:
    """label: 1, 0, NaN where it is not known. None where one of the two is missing."""
    known = ~np.isnan(label)
    score, truth = score[known], label[known] > 0
    if not truth.any() or truth.all():
        return None
    precision = quality(truth, score, seed).ap
    return Labelled(
        column=column, rows=len(truth), positives=int(truth.sum()), average_precision=_rounded(precision.value),
        low=_rounded(precision.low), high=_rounded(precision.high),
        curve=tuple(_caught(float(np.quantile(score, 1 - share)), score, truth) for share in _SHOWN),
    )  # fmt: skip


def _caught(threshold: float, score: Floats, truth: Flags) -> Caught:
    flagged = score >= threshold
    hits = float((flagged & truth).sum())
    return Caught(
        threshold=threshold, share=_rounded(float(flagged.mean())),
        precision=_rounded(hits / max(float(flagged.sum()), 1.0)), recall=_rounded(hits / float(truth.sum())),
        false_positives=_rounded(float((flagged & ~truth).sum()) / float((~truth).sum())),
    )  # fmt: skip


def anomaly_text(found: AnomalyFigures) -> list[str]:
    lines = [
        "## The share to flag", "",
        f"{found.contamination:.2%} of rows, those that score {found.threshold:.6g} or more.",
        f"Tuned on {found.rows:,} later rows, {found.planted_share:.2%} of them made anomalies: the best F1 was taken.", "",
        *_table(
            ("share flagged", "precision", "recall", "F1"),
            [(f"{each.share:.2%}{' (taken)' if each.chosen else ''}", each.precision, each.recall, each.f1) for each in found.tuned],
        ),
        "## What a threshold flags", "", "Shares of later rows as they were, and of the planted ones.", "",
        *_table(
            ("score at or above", "flagged", "planted ones found"),
            [(f"{each.threshold:.6g}", f"{each.share:.2%}", f"{each.planted:.2%}") for each in found.flagged],
        ),
        "## Whether candidates agree with the winner", "",
        *_table(
            ("candidate", "correlation of ranks", "flagged by both of those flagged by either"),
            [(each.candidate, each.ranks, f"{each.flagged:.2%}") for each in found.agreement],
        ),
    ]  # fmt: skip
    return lines + (_labelled_text(found.labelled) if found.labelled else [])


def _labelled_text(found: Labelled) -> list[str]:
    return [
        "## Held against labels", "",
        f"`{found.column}` was looked at after all was chosen: {found.positives:,} of {found.rows:,} later rows are positive.",
        f"Average precision {found.average_precision:.4f} ({found.low:.4f} to {found.high:.4f}).", "",
        *_table(
            ("score at or above", "flagged", "precision", "recall", "false positives"),
            [
                (f"{each.threshold:.6g}", f"{each.share:.2%}", each.precision, each.recall, f"{each.false_positives:.2%}")
                for each in found.curve
            ],
        ),
    ]  # fmt: skip


def _table(head: Sequence[str], rows: Sequence[Sequence[str | float]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    for row in rows:
        cells = (cell if isinstance(cell, str) else f"{cell:.4f}" for cell in row)
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, ""]


def _rounded(value: float) -> float:
    return round(value, 6)
