"""What a person could change about a row, and in which steps: the intervals between the model's own thresholds.

Within an interval a tree ensemble cannot tell values apart, so one value for each is enough: the closest one to where the
row is now, in as few digits as still lie inside. The size of a step is the share of the feature's thresholds that it
crosses, which needs no units and no guess at how hard a change is (the percentile shift of Ustun, Spangher, Liu 2019).
"""

import dataclasses
import math
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Way: TypeAlias = Literal["up", "down", "both"]
_DIGITS_MAX = 9


@dataclasses.dataclass(frozen=True, slots=True)
class Lever:
    """One feature that can be changed. values: where to, the nearest first; sizes: how far that is, 0 to 1."""

    feature: int
    values: tuple[float, ...]
    sizes: tuple[float, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Range:
    """Where a value may go. whole: only whole numbers make sense."""

    way: Way
    minimum: float = -math.inf
    maximum: float = math.inf
    whole: bool = False


def lever_of(feature: int, value: float, edges: NDArray[np.float32], allowed: Range) -> Lever:
    """edges: the thresholds of the feature, ascending and distinct; a tree asks whether a value is above one."""
    inside = int(np.searchsorted(edges, np.float32(value), side="left"))
    steps: list[tuple[float, float]] = []
    if allowed.way != "down":
        for at in range(inside, len(edges)):
            upper = float(edges[at + 1]) if at + 1 < len(edges) else math.inf
            found = _lowest(float(edges[at]), min(upper, allowed.maximum), whole=allowed.whole)
            if found is not None:
                steps.append(((at + 1 - inside) / len(edges), found))
    if allowed.way != "up":
        for at in range(inside - 1, -1, -1):
            lower = float(edges[at - 1]) if at else -math.inf
            found = _highest(max(lower, _below(allowed.minimum)), float(edges[at]), whole=allowed.whole)
            if found is not None:
                steps.append(((inside - at) / len(edges), found))
    steps.sort(key=lambda step: step[0])
    return Lever(feature, tuple(found for _, found in steps), tuple(size for size, _ in steps))


def lever_of_codes(feature: int, value: float, codes: tuple[int, ...]) -> Lever:
    """A category: any other of its values, all equally far."""
    others = tuple(float(code) for code in codes if code != value)
    return Lever(feature, others, (1.0,) * len(others))


def _lowest(lower: float, upper: float, *, whole: bool) -> float | None:
    """The lowest plain float32 with lower < it <= upper."""
    if whole:
        found = math.floor(lower) + 1.0
        return found if found <= upper else None
    for digits in range(2, _DIGITS_MAX):
        unit = _unit(lower, digits)
        found = float(np.float32((math.floor(lower / unit) + 1) * unit))
        if lower < found <= upper:
            return found
    found = float(np.nextafter(np.float32(lower), np.float32(np.inf)))
    return found if found <= upper else None


def _highest(lower: float, upper: float, *, whole: bool) -> float | None:
    """The highest plain float32 with lower < it <= upper."""
    if whole:
        found = float(math.floor(upper))
        return found if found > lower else None
    for digits in range(2, _DIGITS_MAX):
        unit = _unit(upper, digits)
        found = float(np.float32(math.floor(upper / unit) * unit))
        if lower < found <= upper:
            return found
    return upper if upper > lower else None


def _unit(value: float, digits: int) -> float:
    size = math.floor(math.log10(abs(value))) if value else 0
    return float(10.0 ** (size - digits + 1))


def _below(value: float) -> float:
    """The next float32 under a bound, which itself may be taken."""
    return value if math.isinf(value) else float(np.nextafter(np.float32(value), np.float32(-np.inf)))
