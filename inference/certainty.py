"""How sure a probability is, read off the curve that training kept of what came true."""

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from inference.manifest import ConfidencePoint


class Confidence(msgspec.Struct, frozen=True, kw_only=True):
    """How sure a probability is: it lies between `low` and `high`, and so does, with probability `level`, the true rate of
    those that scored like it, by `support` held-out rows (Jeffreys interval). Where what was seen of those rows speaks against
    the probability, because they are few or spread far, the interval reaches from the one to the other."""

    low: float
    high: float
    level: float
    support: int


def between(
    curve: Sequence[ConfidencePoint], places: Sequence[float], probability: float, level: float
) -> Confidence:
    """Read straight between the two points around a probability; the nearer one says how many rows stand behind it.

    places: of the points.
    """
    after = min(max(bisect_left(places, probability), 1), len(curve) - 1)
    left, right = curve[after - 1], curve[after]
    part = (probability - left.at) / (right.at - left.at)
    return Confidence(
        low=left.low + part * (right.low - left.low), high=left.high + part * (right.high - left.high), level=level,
        support=(left if part < 0.5 else right).support,
    )  # fmt: skip
