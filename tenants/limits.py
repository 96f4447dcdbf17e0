"""Rate limits and monthly quotas, keyed by the authenticated principal and tenant; nothing a request says can move them.

A rate is a token bucket of one second, kept as the theoretical arrival time of the next conforming request (GCRA, ITU-T
I.371): one float a bucket, no timer. Buckets are this process's own: with n server processes a rate is n times as high.
A quota is of units of work, counted over all processes by `tenants.usage`, and may be overrun by what they admit between two flushes.
"""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from time import monotonic
from uuid import UUID

import msgspec

from core.clock import Clock
from core.errors import ErrorKind, PlatformError
from tenants.principals import Principal
from tenants.usage import UsageCounters

WINDOW_S = 1
BUCKETS_MAX = 50_000
_ROUNDING_S = 1e-6  # of sums of floats; a microsecond is nobody's request


class LimitState(msgspec.Struct, frozen=True):
    """What is left to a caller under the limit that binds it first. policy: the name of that limit."""

    policy: str
    limit: int
    window_s: int
    remaining: int
    reset_s: int


class RateLimited(PlatformError):
    kind = ErrorKind.EXHAUSTED
    code = "rate_limited"
    fix = "Wait for the time in Retry-After; spread requests over time or ask for a higher limit."
    allowance: LimitState


class QuotaExhausted(PlatformError):
    kind = ErrorKind.EXHAUSTED
    code = "quota_exhausted"
    fix = "Ask for a larger monthly quota, or wait for the next month (UTC)."
    allowance: LimitState


class Limits:
    def __init__(
        self,
        usage: UsageCounters,
        clock: Clock,
        *,
        monotonic_s: Callable[[], float] = monotonic,
        buckets_max: int = BUCKETS_MAX,
    ) -> None:
        self._buckets_max = buckets_max
        self._usage = usage
        self._clock = clock
        self._monotonic_s = monotonic_s
        self._principals: dict[tuple[str, UUID], float] = {}
        self._tenants: dict[tuple[UUID, UUID], float] = {}

    def check(self, caller: Principal, cost: int = 1, operation: str = "requests") -> LimitState:
        """Take `cost` from the caller's budgets and count it as usage, all or nothing, without waiting.

        cost: at least 1; one above a whole second's allowance passes alone and is paid back by waiting.
        Raises: RateLimited, QuotaExhausted, both with `retry_after_s` and `allowance`; a refused request costs nothing.
        """
        now = self._monotonic_s()
        ceilings = caller.ceilings
        principal_key, tenant_key = (
            (caller.id, caller.environment_id),
            (caller.tenant_id, caller.environment_id),
        )
        principal_at = self._principals.get(principal_key, 0.0)
        tenant_at = self._tenants.get(tenant_key, 0.0)
        principal_at = max(principal_at, now)
        tenant_at = max(tenant_at, now)
        rate, tenant_rate = ceilings.principal_rate_per_s, ceilings.tenant_rate_per_s
        principal_next, tenant_next = principal_at + cost / rate, tenant_at + cost / tenant_rate
        if principal_next - now > WINDOW_S + _ROUNDING_S and principal_at > now:
            raise _rate_limited("principal", rate, principal_next - now - WINDOW_S)
        if tenant_next - now > WINDOW_S + _ROUNDING_S and tenant_at > now:
            raise _rate_limited("tenant", tenant_rate, tenant_next - now - WINDOW_S)
        if not self._usage.take(caller.environment_id, operation, cost, ceilings.quota_per_month):
            raise self._quota_exhausted(ceilings.quota_per_month)
        self._principals[principal_key] = principal_next
        self._tenants[tenant_key] = tenant_next
        if len(self._principals) > self._buckets_max:
            self._drop_full_buckets(now)
        left = WINDOW_S + _ROUNDING_S - principal_next + now
        tenant_left = WINDOW_S + _ROUNDING_S - tenant_next + now
        if tenant_left * tenant_rate < left * rate:
            return LimitState(
                "tenant", tenant_rate, WINDOW_S, max(int(tenant_left * tenant_rate), 0), WINDOW_S
            )
        return LimitState("principal", rate, WINDOW_S, max(int(left * rate), 0), WINDOW_S)

    @contextlib.contextmanager
    def units(self, caller: Principal, operation: str, count: int) -> Iterator[None]:
        """Hold an admitted call of `count` items against the quota while it is carried out; rates are of calls.

        The call itself is one of them. Raises: QuotaExhausted, before anything is done; what fails is given back.
        """
        quota = caller.ceilings.quota_per_month
        held = self._usage.hold(caller.environment_id, operation, max(count - 1, 0), quota)
        if held is None:
            raise self._quota_exhausted(quota)
        try:
            yield
        except BaseException:
            self._usage.give_back(held)
            raise

    def _drop_full_buckets(self, now: float) -> None:
        """A bucket whose time is past is full, as is one that does not exist."""
        self._principals = {key: at for key, at in self._principals.items() if at > now}
        self._tenants = {key: at for key, at in self._tenants.items() if at > now}

    def _quota_exhausted(self, quota: int) -> QuotaExhausted:
        now = self._clock.now()
        month = dt.datetime(now.year + now.month // 12, now.month % 12 + 1, 1, tzinfo=dt.UTC)
        wait_s = int((month - now).total_seconds()) + 1
        error = QuotaExhausted(
            "The monthly quota of this environment is used up, or too small for this request.",
            retry_after_s=float(wait_s),
        )
        error.allowance = LimitState("quota", quota, 31 * 86_400, 0, wait_s)
        return error


def _rate_limited(policy: str, rate: int, wait_s: float) -> RateLimited:
    error = RateLimited(f"The rate limit of this {policy} is used up.", retry_after_s=wait_s)
    error.allowance = LimitState(policy, rate, WINDOW_S, 0, WINDOW_S)
    return error
