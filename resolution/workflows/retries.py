"""When a `try` is tried again, or not any more."""

import hashlib

from resolution.workflows.tasks import Retry

DELAY_MS_MAX = 30 * 86_400_000


def delay_ms(policy: Retry, attempt: int, seed: str) -> int:
    """How long to wait after the attempt of that number, from 1.

    seed: what the jitter is drawn from, so that a turn that is carried out again waits as long.
    """
    base = {
        "constant": policy.delay_ms,
        "linear": policy.delay_ms * attempt,
        "exponential": policy.delay_ms << min(attempt - 1, 40),
    }[policy.backoff]
    span = policy.jitter_to_ms - policy.jitter_from_ms
    drawn = int.from_bytes(hashlib.sha256(f"{seed}/{attempt}".encode()).digest()[:8], "big") / 2**64
    return min(base, DELAY_MS_MAX) + policy.jitter_from_ms + round(span * drawn)


def next_at_ms(policy: Retry, attempt: int, since_ms: int, now_ms: int, seed: str) -> int | None:
    """When to try again; None when it is over: `count` retries were made, or the next one would come too late."""
    if policy.count is not None and attempt > policy.count:
        return None
    at_ms = now_ms + delay_ms(policy, attempt, seed)
    if policy.within_ms is not None and at_ms > since_ms + policy.within_ms:
        return None
    return at_ms
