"""Which cells explain what is too many: the coarsest ones, one after another. Pure.

A cell is a gateway, a method, a bank, a code, all codes of whose fault it is, or some of these at once. Each is weighed by the likelihood that its failures became
more by one factor against the likelihood that nothing changed: the likelihood ratio of scan statistics (Kulldorff, "A spatial scan
statistic", Communications in Statistics 1997, with the counts of before as the baseline and not the rest of the map). Failures
beyond the cell that really changed water the ratio down, and a part of it has less evidence, so the greatest ratio is the cell
itself; of cells that say nearly the same the coarser one is taken. What it has is taken out, and the search goes on, until nothing
is left that is significant among all cells that were looked at (Bonferroni).

Counts of events vary more than Poisson's law allows, so all evidence is divided by the dispersion that days before show.
"""

import itertools
from collections.abc import Mapping, Sequence
from math import exp, log, sqrt
from statistics import NormalDist

import msgspec
import numpy as np
from numpy.typing import NDArray

from payments.failure_hours import Place
from resolution.root_causes.entities import Cell, Change

ALIKE = 0.98
"""A coarser cell with this share of the best ratio is taken for it."""
CAUSES_MAX = 25
DISPERSION_MAX = 25.0
_FIELDS = ("gateway", "method", "bank", "fault", "code")
FIELD_SETS = [
    names
    for size in range(1, 5)
    for names in itertools.combinations(_FIELDS, size)
    if not {"fault", "code"} <= set(names)
]
Floats = NDArray[np.float64]


class Leaf(msgspec.Struct, frozen=True):
    """Failures at one place with one code. expected: as many as before, at the tries of now; more: tries of now over those before."""

    place: Place
    now: int
    before: int
    expected: float
    more: float


class Strictness(msgspec.Struct, frozen=True, kw_only=True):
    """error: chance that noise alone gives any cause. ratio_min: of now over expected. excess_min: failures too many."""

    error: float = 0.01
    ratio_min: float = 1.25
    excess_min: float = 8.0


class Found(msgspec.Struct, frozen=True):
    """A cell that grew, and which leaves are its own."""

    cell: Cell
    leaves: tuple[int, ...]


class Scanned(msgspec.Struct, frozen=True):
    """cells: how many were looked at, which the level of intervals is spread over."""

    found: list[Found]
    cells: int


class _Layer(msgspec.Struct, frozen=True):
    """All cells that name these fields. group: int64[leaves], which cell each is in; -1 where a field was not told."""

    cells: list[Cell]
    group: NDArray[np.int64]


def scan(leaves: Sequence[Leaf], dispersion: float, strict: Strictness) -> Scanned:
    """Return the cells that grew, in the order of their evidence."""
    layers = [_layer(leaves, names) for names in FIELD_SETS]
    now = np.array([leaf.now for leaf in leaves], dtype=np.float64)
    looked_at = sum(_busy(layer, now, strict) for layer in layers)
    if not looked_at:
        return Scanned([], 0)
    enough = NormalDist().inv_cdf(1 - strict.error / looked_at) ** 2 / 2 * dispersion
    before = np.array([leaf.before for leaf in leaves], dtype=np.float64)
    expected = np.array([leaf.expected for leaf in leaves], dtype=np.float64)
    more = np.array([leaf.more for leaf in leaves], dtype=np.float64)
    free = np.ones(len(leaves))
    found: list[Found] = []
    while len(found) < CAUSES_MAX:
        best = _best(layers, now * free, before * free, expected * free, more, strict)
        if best is None or best[0] < enough:
            break
        _, layer, at = best
        own = np.flatnonzero((layer.group == at) & (free > 0)).tolist()
        found.append(Found(_named(layer.cells[at], [leaves[each] for each in own]), tuple(own)))
        free[layer.group == at] = 0
    return Scanned(found, looked_at)


def _named(cell: Cell, own: Sequence[Leaf]) -> Cell:
    """Where all that failed has one code, that says more than whose fault it is."""
    codes = {leaf.place.code for leaf in own if leaf.now}
    if cell.fault is None or len(codes) > 1:
        return cell
    return msgspec.structs.replace(cell, fault=None, code=codes.pop())


def _layer(leaves: Sequence[Leaf], names: tuple[str, ...]) -> _Layer:
    cells: dict[Cell, int] = {}
    group = np.full(len(leaves), -1, dtype=np.int64)
    for at, leaf in enumerate(leaves):
        values = {name: getattr(leaf.place, name) for name in names}
        if all(values.values()):
            group[at] = cells.setdefault(Cell(**values), len(cells))
    return _Layer(list(cells), group)


def _busy(layer: _Layer, now: Floats, strict: Strictness) -> int:
    return int((_sums(layer, now) >= strict.excess_min).sum())


def _sums(layer: _Layer, values: Floats) -> Floats:
    known = layer.group >= 0
    sums = np.bincount(layer.group[known], values[known], minlength=len(layer.cells))
    return sums.astype(np.float64)


def _best(
    layers: Sequence[_Layer], now: Floats, before: Floats, expected: Floats, more: Floats, strict: Strictness
) -> tuple[float, _Layer, int] | None:
    """The coarsest of the cells with most evidence. Layers come with the fewest fields first."""
    tops: list[tuple[float, _Layer, int]] = []
    for layer in layers:
        if not layer.cells:
            continue
        ratios = _ratios(
            _sums(layer, now), _sums(layer, before), _sums(layer, expected), _sums(layer, now * more), strict
        )
        at = int(ratios.argmax())
        if ratios[at] > 0:
            tops.append((float(ratios[at]), layer, at))
    most = max((top[0] for top in tops), default=0.0)
    return next((top for top in tops if top[0] >= ALIKE * most), None)


def _ratios(now: Floats, before: Floats, expected: Floats, weighed: Floats, strict: Strictness) -> Floats:
    """The log likelihood ratio of each cell; 0 where it did not grow, or not by enough."""
    with np.errstate(divide="ignore", invalid="ignore"):
        more = np.where(before > 0, expected / before, np.where(now > 0, weighed / now, 0.0))
        more = np.maximum(more, 1e-9)
        rate = (now + before) / (1 + more)
        own = np.where(now > 0, now * np.log(now / (rate * more)), 0.0)
        past = np.where(before > 0, before * np.log(before / rate), 0.0)
    usual = np.maximum(expected, more * before)
    grew = (now >= strict.ratio_min * usual) & (now - usual >= strict.excess_min) & (now > more * before)
    return np.where(grew, own + past, 0.0)


def change_of(now: int, before: int, expected: float, more: float, dispersion: float, z: float) -> Change:
    """The ratio of two counts on the log scale, with half a count added to each (Katz et al., Biometrics 1978).

    more: what is tried now over what was tried before.
    """
    scale = expected / before if before else max(2 * expected, more, 1e-9)
    middle = log((now + 0.5) / ((before + 0.5) * scale))
    spread = z * sqrt(dispersion * (1 / (now + 0.5) + 1 / (before + 0.5)))
    return Change(
        expected=expected, excess=now - expected, ratio=exp(middle), low=exp(middle - spread), high=exp(middle + spread)
    )  # fmt: skip


def z_of(error: float, cells: int) -> float:
    """How many deviations hold for all cells at once, on both sides."""
    return NormalDist().inv_cdf(1 - error / 2 / max(cells, 1))


def dispersion_of(counts: Mapping[str, Sequence[float]], tries: Sequence[float] | None) -> float:
    """How much more counts vary from block to block than Poisson's law has it: 1 or above.

    counts: of each code, by block. tries: by block, where counts go with them. The upper quartile over codes, so that neither an
    outage of one code in the past nor one quiet code speaks for all.
    """
    found = []
    weights = np.asarray(tries, dtype=np.float64) if tries is not None else None
    for each in counts.values():
        seen = np.asarray(each, dtype=np.float64)
        share = (
            np.full(len(seen), 1 / max(len(seen), 1)) if weights is None else weights / max(weights.sum(), 1)
        )
        mean = seen.sum() * share
        kept = mean >= 5  # below it Pearson's statistic is no chi-square
        if kept.sum() > 1:
            found.append(float(((seen[kept] - mean[kept]) ** 2 / mean[kept]).sum() / (kept.sum() - 1)))
    if not found:
        return 1.0
    return float(min(max(np.quantile(found, 0.75), 1.0), DISPERSION_MAX))
