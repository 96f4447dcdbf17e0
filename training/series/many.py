"""Who forecasts many series best: what repeats, a line and trees that learn from all of them, and forecasters of one at a time.

Every candidate says the middle; how far P10 and P90 lie from it is what held-out rows were off by, in units of each
series' own spread, by how far ahead it was asked (conformal: Lei et al. 2018).
"""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias, cast

import lightgbm
import numpy as np
from numpy.typing import NDArray

from training.contest import parameters_of
from training.ensembles import Part, fit_scorecard, margins_of
from training.errors import DatasetRefused
from training.fit import Shape
from training.held_figures import Reached, Slice
from training.job import Progress
from training.model import Line
from training.series.held import (
    Band,
    Held,
    Said,
    band_of,
    bounds_of,
    error_of,
    segments_of,
    thirds_of,
    windows_of,
)
from training.series.levels import LEVELS_MIN, Forecaster
from training.series.local import Local
from training.series.looks import NAMES, Looks, looks_from, together
from training.series.panel import Floats, Ints, Panel
from training.series.reliability import reliability

LOCAL_MAX = 60
"""Forecasters of one series at a time look at the largest series, as many as this: each takes about a second."""
_CUTS = (0.6, 0.7, 0.8)
_ROWS_MAX, _ROWS_MIN = 60_000, 60
_ORIGINS_MAX = 40
_PERIODS_MIN = 3
_TAILS = (0.02, 0.98)
SERVED = "MASE (served)"
"""Of the rows that a deployed version is asked about: a customer's largest categories, six months ahead at most."""
_INSIDE = "within P10 to P90"
_SEASON = "same place last season"
_RESAMPLES = 200
_SMALL = Shape("trees of all series, small", leaves=7, depth=3, trees=150, rate=0.06, rows_per_leaf=20)
_LARGE = Shape("trees of all series, large", leaves=15, depth=5, trees=200, rate=0.05, rows_per_leaf=40)
Guess: TypeAlias = Callable[[Looks], Floats]
"""The middle of each row, in units of its level."""


@dataclasses.dataclass(frozen=True)
class Forecast:
    """low, middle, high: float64[series, ahead]. others: float64[3, ahead] for whatever is none of the series.

    served: the best of what can be deployed, by name; empty where nothing can. curve, segments: what its quantiles and the winner's
    came to on held-out windows; empty where there is one window alone, which quantiles were set by.
    """

    low: Floats
    middle: Floats
    high: Floats
    others: Floats
    winner: str
    lines: tuple[Line, ...]
    ahead: int
    notes: tuple[str, ...]
    served: str = ""
    curve: tuple[Reached, ...] = ()
    segments: tuple[Slice, ...] = ()


class Beside(Protocol):
    """Candidates that are no table of these series: measured beside the others, on what they say something of."""

    def said(self, held: Held, progress: Progress) -> Mapping[str, Said]: ...


def forecast_of(
    panel: Panel,
    forecasters: Mapping[str, Forecaster],
    seed: int,
    progress: Progress,
    beside: Beside | None = None,
) -> Forecast:
    """Raises: DatasetRefused."""
    ahead = max(1, min(panel.calendar.ahead, panel.value.shape[1] // 3))
    held = _held(panel, ahead, seed)
    guesses: dict[str, Floats] = {}
    fitted = _global(seed)
    for name in [each for each in fitted if _can(each, held.looks)]:
        fits = [fitted[name](rows) for rows in held.learned]
        guesses[name] = _by_cut(held, [fit(held.looks) for fit in fits])
        _tell(progress, name, held, guesses[name])
    best = min(guesses, key=lambda name: _mase(held.looks, guesses[name]))
    notes = []
    largest = _largest(panel)
    for name, forecaster in forecasters.items():
        local = Local(panel, forecaster, seed, largest)
        own = _by_cut(held, [local.guess(held.looks, cut) for cut in held.cuts])
        if np.isnan(own).all():
            notes.append(f"{name} did not compete: no series has {LEVELS_MIN} values before the last cut.")
            progress(notes[-1])
            continue
        guesses[name] = np.where(np.isnan(own), guesses[best], own)
        _tell(progress, name, held, guesses[name])
        notes.extend(_of_some(panel, name, best, held, own, guesses[best]))
    winner = min(guesses, key=lambda name: _mase(held.looks, guesses[name]))
    now = looks_from(panel, panel.ends, ahead)
    everything = _learnable(panel, panel.value.shape[1], ahead, seed)
    middle = fitted[winner if winner in fitted else best](everything)(now)
    if winner in forecasters:
        own = Local(panel, forecasters[winner], seed, largest).guess(now, None)
        middle = np.where(np.isnan(own), middle, own)
    table = _with_band(panel, now, middle, band_of(held, guesses[winner], ahead), ahead)
    lines = [_line(name, held, guess, ahead, seed, chosen=name == winner) for name, guess in guesses.items()]
    said = {} if beside is None else beside.said(held, progress)
    served, lines = _with_served(lines, held, guesses, said, seed)
    bounds = [bounds_of(held, guesses[winner], ahead, _least(panel)), *([said[served]] if served else [])]
    of = [winner, f"`{served}` as deployed"] if served else [""]
    told = [] if len(held.cuts) < 2 else list(zip(of, bounds, strict=True))
    curve = [each for name, found in told for each in reliability(windows_of(held, found), seed, name)]
    if served:
        progress(
            f"  {served}: {SERVED} {_figure(lines, served):.4f}; of {winner} {_figure(lines, winner):.4f}"
        )
    return Forecast(
        *table, _others(table[1]), winner, tuple(lines), ahead, tuple(notes), served, tuple(curve),
        segments_of(held, bounds[-1]) if told else (),
    )  # fmt: skip


def _largest(panel: Panel) -> frozenset[int]:
    """The series that matter most, in the table's own unit."""
    size = np.nansum(np.abs(panel.value), axis=1)
    return frozenset(np.argsort(-size, kind="stable")[:LOCAL_MAX].tolist())


def _of_some(panel: Panel, name: str, best: str, held: Held, own: Floats, others: Floats) -> list[str]:
    """Say on how many of the series a forecaster of one at a time was itself, and how it compares there."""
    rows = ~np.isnan(own)
    looks = held.looks.kept(rows)
    count = len(np.unique(looks.series))
    if count == len(panel.keys):
        return []
    ours, theirs = _mase(looks, own[rows]), _mase(looks, others[rows])
    said = f"{name} forecast {count:,} of {len(panel.keys):,} series itself, the largest that are long enough"
    return [
        f"{said}, with MASE {ours:.4f} there, where that of {best} is {theirs:.4f}; the others go by {best}."
    ]


def _with_served(
    lines: list[Line], held: Held, guesses: Mapping[str, Floats], said: Mapping[str, Said], seed: int
) -> tuple[str, list[Line]]:
    """Measure everybody on the rows that what can be deployed is asked about. Returns: the best of that, and all lines."""
    rows = (
        np.logical_and.reduce([~np.isnan(each.middle) for each in said.values()])
        if said
        else np.zeros(0, np.bool_)
    )
    if not rows.any():
        return "", lines
    looks = held.looks.kept(rows)
    truth = looks.truth

    def measured(line: Line, middle: Floats) -> Line:
        figures, low, high = _resampled(SERVED, looks, middle / looks.level, seed)
        return Line(
            name=line.name, chosen=line.chosen, figures=line.figures | figures, low=line.low | low, high=line.high | high,
            reference=line.name not in said,
        )  # fmt: skip

    found = [measured(line, guesses[line.name][rows] * looks.level) for line in lines]
    for name, each in said.items():
        inside = float(((truth >= each.low[rows]) & (truth <= each.high[rows])).mean())
        line = Line(name=name, chosen=False, figures={_INSIDE: inside})
        found.append(measured(line, each.middle[rows]))
    return min(said, key=lambda name: _figure(found, name)), found


def _figure(lines: list[Line], name: str) -> float:
    return next(line.figures[SERVED] for line in lines if line.name == name)


def _resampled(
    name: str, looks: Looks, guess: Floats, seed: int
) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """A MASE with its 95 % interval of resampled series."""
    own = _by_series(looks, np.abs(error_of(looks, guess)))
    rng = np.random.default_rng(seed)
    draws = [float(own[rng.integers(len(own), size=len(own))].mean()) for _ in range(_RESAMPLES)]
    low, high = np.quantile(draws, [0.025, 0.975])
    return {name: float(own.mean())}, {name: float(low)}, {name: float(high)}


def _can(name: str, looks: Looks) -> bool:
    """Whether a whole season has passed, for what repeats it."""
    return name != _SEASON or bool(
        (~np.isnan(looks.matrix[:, NAMES.index("same place before")])).mean() > 0.5
    )


def _held(panel: Panel, ahead: int, seed: int) -> Held:
    looks: list[Looks] = []
    learned: list[Looks] = []
    cuts, ends, origins = [], [], []
    width = panel.value.shape[1]
    for share in _CUTS:
        cut = int(width * share)
        if cut < _PERIODS_MIN:
            continue
        last = _last_before(panel, cut)
        rows = looks_from(panel, last, ahead)
        rows = rows.kept(~np.isnan(rows.truth))
        known = _learnable(panel, cut, ahead, seed)
        if not len(rows.truth) or len(known.truth) < _ROWS_MIN:
            continue
        looks.append(rows)
        cuts.append(np.full(len(rows.truth), len(learned), np.int64))
        learned.append(known)
        ends.append(cut)
        origins.append(last)
    if not learned:
        raise DatasetRefused(
            f"{len(panel.keys):,} series of at most {width:,} periods are too few to forecast from.",
            fix="Use a longer past, or shorter periods.",
        )
    return Held(together(looks), np.concatenate(cuts), tuple(learned), tuple(ends), tuple(origins))


def _last_before(panel: Panel, cut: int) -> Ints:
    """Each series' last known column before the cut; -1 where it had not begun."""
    known = ~np.isnan(panel.value[:, :cut])
    found = cut - 1 - np.argmax(known[:, ::-1], axis=1)
    return np.where(known.any(axis=1), found, -1).astype(np.int64)


def _learnable(panel: Panel, cut: int, ahead: int, seed: int) -> Looks:
    """Rows whose truth was known before the cut, from origins spread evenly, the last ones always among them."""
    known = ~np.isnan(panel.value[:, :cut])
    origins = np.unique(np.linspace(1, max(1, cut - 2), min(_ORIGINS_MAX, max(1, cut - 2))).astype(np.int64))
    parts = []
    for origin in origins.tolist():
        at = np.where(known[:, origin], origin, -1)
        rows = looks_from(panel, at.astype(np.int64), min(ahead, cut - 1 - origin))
        parts.append(rows.kept(~np.isnan(rows.truth)))
    rows = together(parts)
    if len(rows.truth) <= _ROWS_MAX:
        return rows
    chosen = np.sort(np.random.default_rng(seed).choice(len(rows.truth), _ROWS_MAX, replace=False))
    return rows.kept(chosen)


def _global(seed: int) -> Mapping[str, Callable[[Looks], Guess]]:
    """By name: what is fitted on rows of all series."""

    def column(name: str, otherwise: str = "mean of 12") -> Callable[[Looks], Guess]:
        place, rest = NAMES.index(name), NAMES.index(otherwise)

        def guess(looks: Looks) -> Floats:
            found = looks.matrix[:, place].astype(np.float64)
            found = np.where(np.isnan(found), looks.matrix[:, rest], found)
            return np.where(np.isnan(found), 1.0, found)

        return lambda _: guess

    def part(fit: Callable[[NDArray[np.float32], Floats], Part]) -> Callable[[Looks], Guess]:
        def fitted(rows: Looks) -> Guess:
            found = fit(rows.matrix, _target(rows))
            return lambda looks: margins_of(found, looks.matrix)

        return fitted

    def straight(matrix: NDArray[np.float32], target: Floats) -> Part:
        near = np.clip(target, *np.quantile(target, _TAILS))  # squares would follow the few that are far out
        card = fit_scorecard(matrix, near, steps=32, linear=True, strength=0.01, seed=seed)
        shift = float(np.median(target - card.margins(matrix)))
        return dataclasses.replace(card, intercept=card.intercept + shift)

    def trees(shape: Shape) -> Callable[[NDArray[np.float32], Floats], Part]:
        def fit(matrix: NDArray[np.float32], target: Floats) -> Part:
            wanted = {"metric": "none", "objective": "quantile", "alpha": 0.5}
            return lightgbm.train(
                parameters_of(shape, seed) | wanted, lightgbm.Dataset(matrix, target), shape.trees
            )

        return fit

    return {
        "last value again": column("last"), _SEASON: column("same place before"),
        "mean of 3": column("mean of 3"), "mean of 12": column("mean of 12"), "line of all series": part(straight),
        _SMALL.name: part(trees(_SMALL)), _LARGE.name: part(trees(_LARGE)),
    }  # fmt: skip


def _target(rows: Looks) -> Floats:
    return rows.truth / rows.level


def _by_cut(held: Held, found: list[Floats]) -> Floats:
    return cast("Floats", np.choose(held.cut, found))


def _mase(looks: Looks, guess: Floats) -> float:
    """Each series counts alike, however long or large it is."""
    return float(_by_series(looks, np.abs(error_of(looks, guess))).mean())


def _by_series(looks: Looks, value: Floats) -> Floats:
    _, of = np.unique(looks.series, return_inverse=True)
    found: Floats = np.bincount(of, weights=value) / np.bincount(of)
    return found


def _tell(progress: Progress, name: str, held: Held, guess: Floats) -> None:
    progress(f"  {name}: mean absolute error {_mase(held.looks, guess):.4f} of the usual change")


def _with_band(
    panel: Panel, now: Looks, middle: Floats, band: Band, ahead: int
) -> tuple[Floats, Floats, Floats]:
    """In the values' own unit; what was never below nought is not forecast below it."""
    shape = (len(panel.keys), ahead)
    third = thirds_of(now.ahead, ahead)
    value = middle * now.level
    least = _least(panel)
    low, high = (value + band[third, side] * now.spread for side in (0, 1))
    first, second, third_ = (np.maximum(each, least).reshape(shape) for each in (low, value, high))
    return first, second, third_


def _least(panel: Panel) -> float:
    return 0.0 if float(np.nanmin(panel.value)) >= 0 else -np.inf


def _others(middle: Floats) -> Floats:
    return np.quantile(middle, [0.1, 0.5, 0.9], axis=0)


def _line(name: str, held: Held, guess: Floats, ahead: int, seed: int, *, chosen: bool) -> Line:
    """MASE with an interval of resampled series; how often P10 to P90 of the other cuts held the truth."""
    figures, low, high = _resampled("MASE", held.looks, guess, seed)
    off = np.abs(held.looks.truth - guess * held.looks.level)
    figures["MAE"] = float(off.mean())
    if len(held.cuts) > 1:
        figures[_INSIDE] = float(np.mean(_inside(held, guess, ahead)))
    return Line(name=name, chosen=chosen, figures=figures, low=low, high=high)


def _inside(held: Held, guess: Floats, ahead: int) -> NDArray[np.bool_]:
    found, truth = bounds_of(held, guess, ahead, -np.inf), held.looks.truth
    return (truth >= found.low) & (truth <= found.high)
