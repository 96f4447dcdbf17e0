"""The model card: what a person must know before a version decides anything (Mitchell et al. 2019)."""

import dataclasses
import re

import msgspec
import numpy as np

from inference.catalogue import UseCase
from inference.drift_cards import CardReference
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
    more: "More | None" = None


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """value, and the 95 % interval of resampled held-out rows."""

    value: float
    low: float
    high: float


class FeatureShare(msgspec.Struct, frozen=True, kw_only=True):
    """share: of the total gain of all splits."""

    name: str
    share: float


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One candidate of the contest. Figures are of held-out rows."""

    name: str
    chosen: bool
    log_loss: float
    auc: Figure
    average_precision: Figure


class CurvePoint(msgspec.Struct, frozen=True, kw_only=True):
    """A tenth of the held-out rows by score. expected: their mean probability. low, high: 90 % interval of the rate."""

    expected: float
    observed: float
    low: float
    high: float
    rows: int


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """Held-out rows with one value of a category."""

    column: str
    value: str
    rows: int
    rate: float
    expected: float
    auc: float | None


class More(msgspec.Struct, frozen=True, kw_only=True):
    """What a contest and a prepared table add to a card. preparation_sha256: of `preparation.json`."""

    leaderboard: tuple[Standing, ...] = ()
    curve: tuple[CurvePoint, ...] = ()
    segments: tuple[Segment, ...] = ()
    leaks: tuple[str, ...] = ()
    licence: str = ""
    validation: str = ""
    preparation_sha256: str = ""


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
    more: More | None = None
    drift_reference: CardReference | None = None


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
        shape=_shape(fitted),
        trees=fitted.trees,
        auc=figure_of(quality.auc),
        average_precision=figure_of(quality.ap),
        brier=figure_of(quality.brier),
        calibration_slope=round(calibration.slope, 6),
        calibration_intercept=round(calibration.intercept, 6),
        parity_rows=parity.rows,
        parity_margin=parity.margin,
        parity_contribution=parity.contribution,
        batch_invariant=parity.batch_invariant,
        features=tuple(FeatureShare(name=facts.features[i], share=round(float(shares[i]), 4)) for i in order),
        notes=facts.notes,
        limits=_limits(facts),
        more=facts.more,
    )


def _shape(fitted: Fitted) -> str:
    shape = fitted.shape
    return f"{shape.leaves} leaves, depth {shape.depth}, rate {shape.rate}" if shape.leaves else shape.name


def _limits(facts: Facts) -> tuple[str, ...]:
    limits = [
        "Figures are of held-out rows of the same data; other times, markets and customers differ.",
        "The model was chosen on the same held-out rows, so the figures are slightly optimistic.",
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


def figure_of(estimate: Estimate) -> Figure:
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
        *(more_text(card.more) if card.more else ()),
        "## Limits",
        "",
        *(f"- {limit}" for limit in (*card.limits, *card.notes)),
        "",
    ]
    return "\n".join(lines)


def more_text(more: More) -> list[str]:
    lines = ["## Leaderboard", "", f"{more.validation} 95 % intervals in brackets.", ""]
    lines += ["| candidate | log loss | AUC | average precision |", "| --- | --- | --- | --- |"]
    for each in more.leaderboard:
        name = f"**{each.name}**" if each.chosen else each.name
        lines.append(
            f"| {name} | {each.log_loss:.5f} | {_shown(each.auc)} | {_shown(each.average_precision)} |"
        )
    if more.curve:
        lines += [
            "",
            "## Calibration",
            "",
            "| expected | came true (90 % interval) | rows |",
            "| --- | --- | --- |",
        ]
        lines += [
            f"| {p.expected:.4f} | {p.observed:.4f} ({p.low:.4f} to {p.high:.4f}) | {p.rows:,} |"
            for p in more.curve
        ]
    if more.segments:
        lines += [
            "",
            "## Segments",
            "",
            "| column | value | rows | rate | expected | AUC |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
        lines += [
            f"| {s.column} | {s.value.replace('|', ' ')} | {s.rows:,} | {s.rate:.4f} | {s.expected:.4f} "
            f"| {'' if s.auc is None else f'{s.auc:.4f}'} |"
            for s in more.segments
        ]
    lines += ["", "## Leakage alarm", ""]
    lines += [f"- {leak}" for leak in more.leaks] or ["- No column gave the answer away."]
    return [*lines, "", f"Licence of the data: {more.licence or 'not stated; ask before you deploy it'}.", ""]


def _shown(figure: Figure) -> str:
    return f"{figure.value:.4f} ({figure.low:.4f} to {figure.high:.4f})"
