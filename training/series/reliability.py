"""Whether P10, P50 and P90 of a forecast came true on held-out windows: promised against observed, by how far ahead and by kind of series.

Values of one series err together, so intervals are of whole series drawn again (cluster bootstrap: Field, Welsh 2007). Kinds are told
by what a series looked like when it was forecast, never by its id: what is forecast may name a person.
"""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from training.held_figures import Reached, Slice

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
LEVELS = (("P10", 0.1), ("P50", 0.5), ("P90", 0.9))
_STEPS_MAX, _ROWS_MIN = 6, 20
_RESAMPLES, _TAIL = 200, 0.05
_THIRDS = ("lowest third", "middle third", "highest third")
_KINDS_MIN = 9


@dataclasses.dataclass(frozen=True)
class Windows:
    """Held-out rows and what was said of each before it came.

    truth: float64[rows]. bounds: P10, P50 and P90, float64[3, rows]. ahead: int64[rows], from 1. group: int64[rows], what errs together.
    """

    truth: Floats
    bounds: Floats
    ahead: Ints
    group: Ints

    def kept(self, rows: Flags) -> "Windows":
        return Windows(self.truth[rows], self.bounds[:, rows], self.ahead[rows], self.group[rows])


def reliability(found: Windows, seed: int, of: str = "", unit: str = "periods") -> tuple[Reached, ...]:
    """All rows first, then by parts of what is ahead. of: what forecast, where a card tells of several.

    unit: that `ahead` counts in.
    """
    points = list(_points(found, of, seed))
    steps = np.unique(found.ahead)
    if len(steps) < 2:
        return tuple(points)
    for part in np.array_split(steps, min(len(steps), _STEPS_MAX)):
        inside = (found.ahead >= part[0]) & (found.ahead <= part[-1])
        if inside.sum() >= _ROWS_MIN:
            span = f"{part[0]}" if len(part) == 1 else f"{part[0]} to {part[-1]}"
            points.extend(_points(found.kept(inside), f"{of}{', ' if of else ''}{span} {unit} ahead", seed))
    return tuple(points)


def by_kind(found: Windows, kinds: Mapping[str, Floats], scale: Floats) -> tuple[Slice, ...]:
    """Thirds of the rows by each kind's value. scale: float64[rows], a series' own usual change."""
    slices = []
    for name, value in kinds.items():
        edges = np.quantile(value, [1 / 3, 2 / 3])
        if len(np.unique(found.group)) < _KINDS_MIN or not edges[0] < edges[1]:
            continue
        third = np.searchsorted(edges, value, side="left")
        for at, told in enumerate(_THIRDS):
            inside = third == at
            if inside.sum() >= _ROWS_MIN:
                slices.append(_slice(name, told, found.kept(inside), {"MASE": scale[inside]}))
    return tuple(slices)


def by_name(found: Windows, column: str, of: Sequence[str]) -> tuple[Slice, ...]:
    """By a name of each row that is nobody's id, in the order of first appearance; an empty one is none."""
    names = np.array(of)
    return tuple(
        _slice(column, name, found.kept(names == name), {"MAE": np.ones(int((names == name).sum()))})
        for name in dict.fromkeys(of)
        if name and (names == name).sum() >= _ROWS_MIN
    )


def _slice(column: str, value: str, found: Windows, errors: Mapping[str, Floats]) -> Slice:
    low, middle, high = found.bounds
    return Slice(
        column=column, value=value, rows=len(found.truth),
        figures={
            name: round(float((np.abs(found.truth - middle) / scale).mean()), 6) for name, scale in errors.items()
        } | {
            "at or below P10": round(float((found.truth <= low).mean()), 6),
            "at or below P90": round(float((found.truth <= high).mean()), 6),
            "P10 to P90": round(float(((found.truth >= low) & (found.truth <= high)).mean()), 6),
        },
    )  # fmt: skip


def _points(found: Windows, of: str, seed: int) -> Sequence[Reached]:
    points = []
    for (name, share), bound in zip(LEVELS, found.bounds, strict=True):
        came = found.truth <= bound
        low, high = _interval(came, found.group, seed)
        points.append(
            Reached(
                of=f"at or below {name}{', ' if of else ''}{of}", expected=share, observed=round(float(came.mean()), 6),
                low=round(low, 6), high=round(high, 6), rows=len(came),
            )
        )  # fmt: skip
    return points


def _interval(came: Flags, group: Ints, seed: int) -> tuple[float, float]:
    """The middle 90 % of the share when groups are drawn again."""
    _, of = np.unique(group, return_inverse=True)
    yes, rows = np.bincount(of, weights=came), np.bincount(of)
    rng = np.random.default_rng(seed)
    drawn = rng.integers(len(rows), size=(_RESAMPLES, len(rows)))
    shares = yes[drawn].sum(axis=1) / rows[drawn].sum(axis=1)
    low, high = np.quantile(shares, [_TAIL, 1 - _TAIL])
    return float(low), float(high)
