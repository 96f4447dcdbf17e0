"""The model card: what a person must know before a version decides anything (Mitchell et al. 2019)."""

import dataclasses
import re

import msgspec
import numpy as np

from inference.catalogue import UseCase
from inference.manifest import Calibration
from training.evaluation import Estimate, Quality
from training.fit import Fitted
from training.parity import Parity

# Whole words of a column's name that often mean what the law protects.
_PROTECTED = frozenset(
    ["age", "birth", "caste", "disability", "ethnicity", "female", "gender", "male", "marital", "marriage", "married", "nationality", "race", "religion", "senior", "sex"]
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Facts:
    use_case: UseCase
    features: tuple[str, ...]
    command: str
    data_sha256: str
    notes: tuple[str, ...]
    seed: int


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """value, and the 95 % interval of resampled held-out rows."""

    value: float
    low: float
    high: float


class FeatureShare(msgspec.Struct, frozen=True, kw_only=True):
    """share: of the total gain of all splits."""

    name: str
    share: float


class Card(msgspec.Struct, frozen=True, kw_only=True):
    use_case: str
    question: str
    meaning: str
    command: str
    data_sha256: str
    rows: int
    positives: int
    held_out_rows: int
    shape: str
    trees: int
    auc: Figure
    average_precision: Figure
    brier: Figure
    calibration_slope: float
    calibration_intercept: float
    parity_rows: int
    parity_margin: float
    parity_contribution: float
    batch_invariant: bool
    features: tuple[FeatureShare, ...]
    notes: tuple[str, ...]
    limits: tuple[str, ...]


def card_of(facts: Facts, fitted: Fitted, calibration: Calibration, quality: Quality, parity: Parity) -> Card:
    gain = np.asarray(fitted.booster.feature_importance("gain"), dtype=np.float64)
    shares = gain / max(float(gain.sum()), 1e-12)
    order = sorted(range(len(facts.features)), key=lambda index: -shares[index])
    return Card(
        use_case=facts.use_case.name,
        question=facts.use_case.question,
        meaning=facts.use_case.meaning,
        command=facts.command,
        data_sha256=facts.data_sha256,
        rows=fitted.rows,
        positives=fitted.positives,
        held_out_rows=quality.rows,
        shape=f"{fitted.shape.leaves} leaves, depth {fitted.shape.depth}, rate {fitted.shape.rate}",
        trees=fitted.trees,
        auc=_figure(quality.auc),
        average_precision=_figure(quality.ap),
        brier=_figure(quality.brier),
        calibration_slope=round(calibration.slope, 6),
        calibration_intercept=round(calibration.intercept, 6),
        parity_rows=parity.rows,
        parity_margin=parity.margin,
        parity_contribution=parity.contribution,
        batch_invariant=parity.batch_invariant,
        features=tuple(FeatureShare(name=facts.features[i], share=round(float(shares[i]), 4)) for i in order),
        notes=facts.notes,
        limits=_limits(facts),
    )


def _limits(facts: Facts) -> tuple[str, ...]:
    limits = [
        "Figures are of held-out rows of the same data; other times, markets and customers differ.",
        "The size of the model was chosen on the same held-out rows, so the figures are slightly optimistic.",
        "Every column must be known at the moment of the decision; a column that is filled in later makes the figures worthless.",
    ]
    sensitive = [name for name in facts.features if _words(name) & _PROTECTED]
    if sensitive:
        limits.append(
            f"May be protected by law: {', '.join(sensitive)}. Check before use, and leave out with --exclude."
        )
    return tuple(limits)


def _words(name: str) -> set[str]:
    """`customerAge` and `AGE_BAND` hold the word age, `average` does not."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}


def _figure(estimate: Estimate) -> Figure:
    return Figure(value=round(estimate.value, 4), low=round(estimate.low, 4), high=round(estimate.high, 4))


def card_text(card: Card) -> str:
    """The same in Markdown."""
    figures = (("AUC", card.auc), ("average precision", card.average_precision), ("Brier score", card.brier))
    lines = [
        f"# {card.use_case}",
        "",
        f"{card.question} {card.meaning}",
        "",
        f"- Made by: `{card.command}`",
        f"- Data: {card.rows:,} rows, {card.positives:,} of them positive; SHA-256 `{card.data_sha256}`",
        f"- Model: {card.trees} gradient-boosted trees, {card.shape}",
        f"- Measured on {card.held_out_rows:,} rows that the measured model had not seen (95 % intervals):",
        *(
            f"  - {name} {figure.value:.4f} ({figure.low:.4f} to {figure.high:.4f})"
            for name, figure in figures
        ),
        f"- Export against the fitted model, {card.parity_rows:,} rows: margin within {card.parity_margin:.1e},",
        f"  contributions within {card.parity_contribution:.1e}",
        "",
        "## What it looks at",
        "",
        "| feature | share of gain |",
        "| --- | --- |",
        *(f"| {feature.name.replace('|', ' ')} | {100 * feature.share:.1f} % |" for feature in card.features),
        "",
        "## Limits",
        "",
        *(f"- {limit}" for limit in (*card.limits, *card.notes)),
        "",
    ]
    return "\n".join(lines)
