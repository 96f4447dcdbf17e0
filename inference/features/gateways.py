"""What says whether a gateway takes a payment now: feature set `gateway/1`, one row for each gateway to choose from.

Rates are smoothed towards that of a longer window, so that a gateway with two tries is not certain of anything.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import log1p, nan
from typing import get_args

from payments.facts import Method
from payments.gateway_facts import GatewayAttempt, Routing

METHODS: tuple[str, ...] = get_args(Method)
NAMES = (
    "method", "amount_minor", "local_hour", "local_weekday",
    "tries_m15", "failure_m5", "failure_m15", "failure_h1", "failure_h24", "failure_all",
    "method_tries_m15", "method_failure_m15", "method_failure_h1", "method_failure_all", "method_tries_all",
    "failures_in_row", "method_failures_in_row", "minutes_since_success", "others_failure_m15", "latency_ratio_m15",
    "tried_here", "tried_count", "tried_failed_code_share", "all_failure_method",
)  # fmt: skip
_MINUTES = {"m5": 5, "m15": 15, "h1": 60, "h24": 1_440}
_WEIGHT = 4.0  # tries that the longer window counts for


def rows(routing: Routing, at: datetime) -> Sequence[tuple[float, ...]]:
    """One row for each candidate, in order."""
    known = sorted(
        (attempt for attempt in routing.attempts if attempt.at <= at), key=lambda attempt: attempt.at
    )
    by_gateway: dict[str, list[GatewayAttempt]] = defaultdict(list)
    for attempt in known:
        by_gateway[attempt.gateway].append(attempt)
    everywhere = _rate(attempt for attempt in known if attempt.method == routing.method)
    return [
        _row(routing, candidate.gateway, by_gateway[candidate.gateway], known, everywhere, at)
        for candidate in routing.candidates
    ]


def _row(
    routing: Routing,
    gateway: str,
    own: list[GatewayAttempt],
    known: list[GatewayAttempt],
    everywhere: float,
    at: datetime,
) -> tuple[float, ...]:
    local = at + timedelta(minutes=routing.utc_offset_minutes)
    windows = {name: since(own, at, minutes) for name, minutes in _MINUTES.items()}
    of_method = [attempt for attempt in own if attempt.method == routing.method]
    lately = [attempt for attempt in windows["m15"] if attempt.method == routing.method]
    hour = [attempt for attempt in windows["h1"] if attempt.method == routing.method]
    rate = _rate(own)
    method_rate = _smooth(of_method, rate)
    others = [attempt for attempt in since(known, at, 15) if attempt.gateway != gateway]
    last_success = next((attempt.at for attempt in reversed(own) if attempt.succeeded), None)
    codes = {attempt.failure_code for attempt in routing.tried if not attempt.succeeded}
    failed = [attempt for attempt in of_method if not attempt.succeeded]
    return (
        float(METHODS.index(routing.method)),
        float(routing.amount_minor),
        local.hour + local.minute / 60,
        float(local.weekday()),
        float(len(windows["m15"])),
        _smooth(windows["m5"], rate),
        _smooth(windows["m15"], rate),
        _smooth(windows["h1"], rate),
        _smooth(windows["h24"], rate),
        rate,
        float(len(lately)),
        _smooth(lately, method_rate),
        _smooth(hour, method_rate),
        method_rate,
        float(len(of_method)),
        float(_in_row(own)),
        float(_in_row(of_method)),
        nan if last_success is None else (at - last_success).total_seconds() / 60,
        _rate(others),
        _latency(windows["m15"], own),
        float(sum(attempt.gateway == gateway for attempt in routing.tried)),
        float(len(routing.tried)),
        sum(attempt.failure_code in codes for attempt in failed) / len(failed) if codes and failed else nan,
        everywhere,
    )


def since(attempts: Sequence[GatewayAttempt], at: datetime, minutes: int) -> Sequence[GatewayAttempt]:
    """Return the last of attempts in order of time."""
    return attempts[bisect_right(attempts, at - timedelta(minutes=minutes), key=lambda attempt: attempt.at) :]


def _rate(attempts: Iterable[GatewayAttempt]) -> float:
    """Share that failed, NaN without any."""
    outcomes = [attempt.succeeded for attempt in attempts]
    return 1 - sum(outcomes) / len(outcomes) if outcomes else nan


def _smooth(attempts: Sequence[GatewayAttempt], towards: float) -> float:
    failed = sum(not attempt.succeeded for attempt in attempts)
    return (failed + _WEIGHT * towards) / (len(attempts) + _WEIGHT)


def _in_row(attempts: Sequence[GatewayAttempt]) -> int:
    count = 0
    for attempt in reversed(attempts):
        if attempt.succeeded:
            break
        count += 1
    return count


def _latency(lately: Sequence[GatewayAttempt], own: Sequence[GatewayAttempt]) -> float:
    """ln of the mean latency lately less that of all."""
    now = [log1p(attempt.latency_ms) for attempt in lately if attempt.latency_ms is not None]
    ever = [log1p(attempt.latency_ms) for attempt in own if attempt.latency_ms is not None]
    return sum(now) / len(now) - sum(ever) / len(ever) if now and ever else nan
