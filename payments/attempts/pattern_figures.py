"""What failures have in common: groups that fail more, or less, than the rest, and by how much. Pure.

Lift is the group's failure rate over that of all others; its interval is that of a ratio of two rates on the log scale (Katz,
Baptista, Azen and Pike, Biometrics 1978, with half a failure added to each side), at a level that holds for all groups that were
looked at together (Bonferroni). A group is told of when the interval leaves 1 out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import exp, log, sqrt
from statistics import NormalDist
from typing import Literal

import msgspec

LEVEL = 0.95
TRIES_MIN = 30
"""Fewer attempts than this are not looked at."""
PATTERNS_MAX = 200
Counted = Literal["failed", "faulted"]
Dimension = Literal["gateway", "method", "bank", "hour", "error_code"]
DIMENSIONS: tuple[tuple[Dimension, ...], ...] = (
    ("gateway",), ("method",), ("bank",), ("hour",),
    ("gateway", "method"), ("gateway", "bank"), ("gateway", "hour"), ("method", "bank"),
    ("gateway", "error_code"), ("bank", "error_code"), ("method", "error_code"),
)  # fmt: skip


class Counts(msgspec.Struct, frozen=True):
    """Attempts with a result that share all of this. hour: of the day, UTC. error_code: '' of what succeeded."""

    gateway: str
    method: str
    bank: str
    hour: int
    error_code: str
    fault: bool
    count: int


class FailurePattern(msgspec.Struct, frozen=True, kw_only=True):
    """One group beside all others. gateway, method, bank, hour, error_code: what it shares; null where that is anything.

    failures: of its attempts; with an error code, those with this code. lift: its rate over that of all others.
    low, high: of the lift, with the report's level for all groups at once.
    """

    gateway: str | None
    method: str | None
    bank: str | None
    hour: int | None
    error_code: str | None
    tries: int
    failures: int
    rate: float
    rate_elsewhere: float
    lift: float
    low: float
    high: float


def patterns_of(rows: Sequence[Counts], counted: Counted) -> list[FailurePattern]:
    """Return the groups that differ from the rest, the greatest number of failures too many first."""
    groups = [
        (names, key, sums) for names in DIMENSIONS for key, sums in _groups(rows, names, counted).items()
    ]
    looked_at = [each for each in groups if each[2][0] >= TRIES_MIN and each[2][2] >= TRIES_MIN]
    if not looked_at:
        return []
    z = NormalDist().inv_cdf(1 - (1 - LEVEL) / 2 / len(looked_at))
    found = [_pattern(names, key, sums, z) for names, key, sums in looked_at]
    told = [each for each in found if each.low > 1 or each.high < 1]
    return sorted(told, key=lambda each: -abs(each.failures - each.rate_elsewhere * each.tries))[
        :PATTERNS_MAX
    ]


Sums = tuple[int, int, int, int]
"""Tries and failures of a group; tries and failures elsewhere."""


def _groups(
    rows: Iterable[Counts], names: tuple[Dimension, ...], counted: Counted
) -> Mapping[tuple[str | int, ...], Sums]:
    """With an error code a group's attempts are all of the same gateway, bank or method, its failures those with the code."""
    kept = [row for row in rows if "bank" not in names or row.bank]
    wide = tuple(name for name in names if name != "error_code")
    tries: defaultdict[tuple[str | int, ...], int] = defaultdict(int)
    failures: defaultdict[tuple[str | int, ...], int] = defaultdict(int)
    for row in kept:
        tries[tuple(getattr(row, name) for name in wide)] += row.count
        if row.fault or (counted == "failed" and row.error_code):
            failures[tuple(getattr(row, name) for name in names)] += row.count
    all_tries = sum(tries.values())
    by_code: defaultdict[str | int, int] = defaultdict(int)
    for key, count in failures.items():
        by_code[key[-1] if "error_code" in names else ""] += count
    found: dict[tuple[str | int, ...], Sums] = {}
    keys = failures if "error_code" in names else tries
    for key in keys:
        own = tries[key[: len(wide)]]
        total = by_code[key[-1] if "error_code" in names else ""]
        if wide:
            found[key] = (own, failures[key], all_tries - own, total - failures[key])
    return found


def _pattern(names: Sequence[Dimension], key: tuple[str | int, ...], sums: Sums, z: float) -> FailurePattern:
    tries, failures, others, failures_elsewhere = sums
    ratio = log((failures + 0.5) / (tries + 0.5)) - log((failures_elsewhere + 0.5) / (others + 0.5))
    spread = z * sqrt(
        max(
            1 / (failures + 0.5) - 1 / (tries + 0.5) + 1 / (failures_elsewhere + 0.5) - 1 / (others + 0.5),
            0.0,
        )
    )
    shared = dict(zip(names, key, strict=True))
    return FailurePattern(
        gateway=_text(shared.get("gateway")),
        method=_text(shared.get("method")),
        bank=_text(shared.get("bank")),
        hour=None if shared.get("hour") is None else int(shared["hour"]),
        error_code=_text(shared.get("error_code")),
        tries=tries,
        failures=failures,
        rate=failures / tries,
        rate_elsewhere=failures_elsewhere / others,
        lift=exp(ratio),
        low=exp(ratio - spread),
        high=exp(ratio + spread),
    )


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)
