"""The report of failure patterns: what fails more than the rest, when rates changed, and the incidents of gateways."""

import datetime as dt
import itertools
from collections import defaultdict
from uuid import UUID

import asyncpg
import msgspec

from core.clock import Clock
from core.database import Database
from core.errors import FieldError, InvalidRequest
from payments.attempts import store
from payments.attempts.change_points import Stretch, stretches
from payments.attempts.failure_codes import Cause, cause_of
from payments.attempts.pattern_figures import LEVEL, Counted, Counts, FailurePattern, patterns_of
from tenants.permissions import Permission
from tenants.principals import Principal

RANGE_MAX = dt.timedelta(days=31)
RANGE_DEFAULT = dt.timedelta(days=7)
CHANGES_MAX = 200
_BINS_MAX = 800
_WIDTHS_S = (60, 300, 900, 3_600)


class CodeCount(msgspec.Struct, frozen=True, kw_only=True):
    """How often a code was told. cause: whose fault it is; `unknown` of your own codes, unless you told."""

    code: str
    cause: Cause
    count: int
    share: float


class RateChange(msgspec.Struct, frozen=True, kw_only=True):
    """When a failure rate changed. method: null where it is the whole gateway's. until: of the new rate, or the report's end."""

    gateway: str
    method: str | None
    at: dt.datetime
    until: dt.datetime
    rate_before: float
    rate_after: float
    tries_after: int


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """A time in which a gateway failed by its own fault. method: null where all failed. ended_at: null while it lasts."""

    id: UUID
    gateway: str
    method: str | None
    began_at: dt.datetime
    found_at: dt.datetime
    fault_rate: float
    usual_rate: float
    ended_at: dt.datetime | None


class PatternReport(msgspec.Struct, frozen=True, kw_only=True):
    """counted: all failures, or the gateways' own faults alone. level: of all intervals at once."""

    since: dt.datetime
    until: dt.datetime
    counted: Counted
    tries: int
    failures: int
    faults: int
    level: float
    bin_s: int
    codes: list[CodeCount]
    patterns: list[FailurePattern]
    changes: list[RateChange]
    incidents: list[Incident]


class FailurePatterns:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def report(
        self, caller: Principal, since: dt.datetime | None, until: dt.datetime | None, counted: Counted
    ) -> PatternReport:
        """Look at up to 31 days of attempts; the last seven when not told. Raises: PermissionDenied, InvalidRequest."""
        caller.require(Permission.PAYMENTS_READ)
        end = (until or self._clock.now()).astimezone(dt.UTC)
        begin = (since or end - RANGE_DEFAULT).astimezone(dt.UTC)
        if not dt.timedelta() < end - begin <= RANGE_MAX:
            field = FieldError("started_from", "The range is empty or too long.", "Ask for 31 days at most.")
            raise InvalidRequest("The range cannot be reported on.", fields=[field])
        width_s = _width_s(end - begin)
        every = counted == "failed"
        async with self._database.transaction(caller.environment_id) as tx:
            rows = [Counts(*row) for row in await store.failures(tx, caller.environment_id, begin, end)]
            series = await store.series(tx, caller.environment_id, begin, end, width_s, every=every)
            incidents = await store.incidents(tx, caller.environment_id, begin, end)
        failed = sum(row.count for row in rows if row.error_code)
        faults = sum(row.count for row in rows if row.fault)
        return PatternReport(
            since=begin,
            until=end,
            counted=counted,
            tries=sum(row.count for row in rows),
            failures=failed,
            faults=faults,
            level=LEVEL,
            bin_s=width_s,
            codes=_codes(rows, failed),
            patterns=patterns_of(rows, counted),
            changes=changes_of(series, begin, end, width_s),
            incidents=[incident_of(row) for row in incidents],
        )


def changes_of(
    series: list[asyncpg.Record], begin: dt.datetime, end: dt.datetime, width_s: int
) -> list[RateChange]:
    """Cut each gateway's and each gateway's methods' rates, and tell the cuts, the newest first."""
    bins = -(-int((end - begin).total_seconds()) // width_s)
    counts: defaultdict[tuple[str, str | None], list[list[int]]] = defaultdict(
        lambda: [[0] * bins, [0] * bins]
    )
    for row in series:
        for method in (None, row["method"]):
            tries, failures = counts[row["gateway"], method]
            tries[row["bin"]] += row["tries"]
            failures[row["bin"]] += row["failures"]
    found: list[RateChange] = []
    for (gateway, method), (tries, failures) in counts.items():
        cut = stretches(tries, failures)
        for before, after in itertools.pairwise(cut):
            found.append(_change(gateway, method, before, after, begin, width_s))
    return sorted(found, key=lambda each: each.at, reverse=True)[:CHANGES_MAX]


def _change(
    gateway: str, method: str | None, before: Stretch, after: Stretch, begin: dt.datetime, width_s: int
) -> RateChange:
    return RateChange(
        gateway=gateway,
        method=method,
        at=begin + dt.timedelta(seconds=after.first * width_s),
        until=begin + dt.timedelta(seconds=after.end * width_s),
        rate_before=before.rate,
        rate_after=after.rate,
        tries_after=after.tries,
    )


def incident_of(row: asyncpg.Record) -> Incident:
    fields = dict(row)
    fields["method"] = row["method"] or None
    return Incident(**fields)


def _codes(rows: list[Counts], failed: int) -> list[CodeCount]:
    counts: defaultdict[tuple[str, bool], int] = defaultdict(int)
    for row in rows:
        if row.error_code:
            counts[row.error_code, row.fault] += row.count
    return [
        CodeCount(code=code, cause="gateway" if fault else cause_of(code), count=count, share=count / failed)
        for (code, fault), count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    ][:CHANGES_MAX]


def _width_s(span: dt.timedelta) -> int:
    return next((width for width in _WIDTHS_S if span.total_seconds() / width <= _BINS_MAX), _WIDTHS_S[-1])
