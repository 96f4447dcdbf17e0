"""What a card says beside its leaderboard: whether what was promised came true on held-out rows, and how it went by category."""

from collections.abc import Callable, Mapping, Sequence

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from training.calibration import jeffreys
from training.conforming import text_of

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_POINTS = 10
_COLUMNS_MAX, _VALUES_MAX, _ROWS_MIN = 6, 5, 50


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """One point of a calibration curve. expected: the share that was promised. low, high: 90 % interval of the one that came true."""

    of: str
    expected: float
    observed: float
    low: float
    high: float
    rows: int


class Slice(msgspec.Struct, frozen=True, kw_only=True):
    """Held-out rows with one value of a category."""

    column: str
    value: str
    rows: int
    figures: dict[str, float]


def quantiles_reached(
    quantiles: Mapping[str, tuple[float, Floats]], truth: Floats, weight: Floats
) -> tuple[Reached, ...]:
    """quantiles: by name, the share of rows that shall lie at or below it, and its value for each row."""
    return tuple(
        _reached(f"at or below {name.upper()}", share, truth <= bound, weight)
        for name, (share, bound) in quantiles.items()
    )


def confidence_reached(confidence: Floats, right: Flags) -> tuple[Reached, ...]:
    """Tenths of the rows by how sure they were."""
    order = np.argsort(confidence, kind="stable")
    return tuple(
        _reached("right", float(confidence[part].mean()), right[part], np.ones(len(part)))
        for part in np.array_split(order, _POINTS)
        if len(part)
    )


def slices_of(
    frame: pl.DataFrame,
    places: NDArray[np.int64],
    names: Sequence[str],
    figures: Callable[[Flags], dict[str, float]],
) -> tuple[Slice, ...]:
    """The common values of a few categories. places: of the held-out rows. figures: of the rows among them that are marked."""
    found = []
    for name in names[:_COLUMNS_MAX]:
        values = text_of(frame[name][places.tolist()])
        common = values.drop_nulls().value_counts(sort=True).sort("count", name, descending=[True, False])
        for value in common.head(_VALUES_MAX)[name].to_list():
            inside = (values == value).fill_null(value=False).to_numpy()
            if inside.sum() >= _ROWS_MIN:
                told = {each: round(figure, 6) for each, figure in figures(inside).items()}
                found.append(Slice(column=name, value=str(value), rows=int(inside.sum()), figures=told))
    return tuple(found)


def curve_text(curve: Sequence[Reached]) -> list[str]:
    lines = [
        "## Calibration",
        "",
        "| held-out rows | promised | came true (90 % interval) | rows |",
        "| --- | --- | --- | --- |",
    ]
    return [
        *lines,
        *(
            f"| {p.of} | {p.expected:.4f} | {p.observed:.4f} ({p.low:.4f} to {p.high:.4f}) | {p.rows:,} |"
            for p in curve
        ),
        "",
    ]


def slices_text(slices: Sequence[Slice]) -> list[str]:
    names = list(dict.fromkeys(name for each in slices for name in each.figures))
    lines = [
        "## Segments", "", f"| column | value | rows | {' | '.join(names)} |", f"| --- | --- | --- |{' --- |' * len(names)}",
    ]  # fmt: skip
    for each in slices:
        cells = " | ".join(f"{each.figures[name]:.4f}" for name in names)
        lines.append(f"| {each.column} | {each.value.replace('|', ' ')} | {each.rows:,} | {cells} |")
    return [*lines, ""]


def _reached(of: str, expected: float, came: Flags, weight: Floats) -> Reached:
    rows, yes = float(weight.sum()), float(weight[came].sum())
    low, high = jeffreys(round(yes), max(round(rows), round(yes)))
    return Reached(
        of=of, expected=round(expected, 6), observed=round(yes / rows, 6), low=round(low, 6), high=round(high, 6), rows=len(came),
    )  # fmt: skip
