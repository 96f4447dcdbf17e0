"""From what was learned to the chance that each gateway really gets: exploration, least and greatest shares. Pure."""

from collections.abc import Sequence

_STEPS = 60
_EXACT = 1e-12


def explored(shares: Sequence[float], open_: Sequence[bool], part: float) -> list[float]:
    """Give `part` of everything evenly to the open ones, and leave each the rest of its share."""
    count = sum(open_)
    if not count or not part:
        return list(shares)
    return [
        share * (1 - part) + (part / count if each else 0.0)
        for share, each in zip(shares, open_, strict=True)
    ]


def within(shares: Sequence[float], low: Sequence[float], high: Sequence[float]) -> list[float]:
    """The shares in proportion, but none below its `low` and none above its `high`; they sum up to 1.

    Where the greatest sum up to less than 1 they are let go, and so are the least where they sum up to more: everything must go somewhere.
    Each share is multiplied by the same factor and cut to its bounds; the factor that makes the sum 1 is found by halving.
    """
    low = [0.0] * len(shares) if sum(low) > 1 + _EXACT else list(low)
    high = [1.0] * len(shares) if sum(high) < 1 - _EXACT else list(high)
    eased = [max(share, _EXACT) for share in shares]

    def at(factor: float) -> list[float]:
        return [min(max(factor * share, a), b) for share, a, b in zip(eased, low, high, strict=True)]

    bottom, top = 0.0, 1.0 / min(eased)
    for _ in range(_STEPS):
        middle = (bottom + top) / 2
        if sum(at(middle)) < 1:
            bottom = middle
        else:
            top = middle
    found = at(top)
    total = sum(found)
    return [share / total for share in found]


def pick(shares: Sequence[float], place: float) -> int:
    """The one in whose part of 0 to 1 the place lies."""
    passed = 0.0
    for at, share in enumerate(shares):
        passed += share
        if place < passed:
            return at
    return max(range(len(shares)), key=lambda at: shares[at])
