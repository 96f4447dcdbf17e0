"""Usage by environment, operation and day: counted in memory, added to the database in batches.

Calls are counted, and units of work, which the monthly quota is of. A call is one unit; what does more at once (a bulk, several
questions, rows) is as many units as it has items. Work that is done later is counted by `tenants.later_usage`.

A process that is killed loses at most what it counted since its last flush; a database that is away loses nothing, for
counts stay until they are written.
"""

import asyncio
import dataclasses
import datetime as dt
import logging
from uuid import UUID

import msgspec

from core.clock import Clock
from core.database import Database
from core.errors import DatabaseUnavailable, FieldError, InvalidRequest
from tenants import usage_store
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.usage_store import Totals

FLUSH_EVERY_S = 2.0
DAYS_MAX = 92
NOTHING = Totals()
_log = logging.getLogger(__name__)


class DayUsage(msgspec.Struct, frozen=True, kw_only=True):
    day: dt.date
    operation: str
    calls: int
    units: int


class UsageReport(msgspec.Struct, frozen=True, kw_only=True):
    """By day and operation, oldest first; the current month's units are held against the quota."""

    first_day: dt.date
    last_day: dt.date
    data: list[DayUsage]
    calls_this_month: int
    units_this_month: int
    quota_per_month: int


class _Month:
    """One environment's units in the current month: those of all processes when last read, and ours since."""

    __slots__ = ("base", "ours")

    def __init__(self) -> None:
        self.base = 0
        self.ours = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Held:
    """Units that were taken for work that is under way."""

    month: _Month
    key: tuple[UUID, dt.date, str]
    units: int


class UsageCounters:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._day = clock.now().date()
        self._pending: dict[tuple[UUID, dt.date, str], int] = {}
        self._more: dict[tuple[UUID, dt.date, str], int] = {}
        self._months: dict[UUID, _Month] = {}

    def take(self, environment_id: UUID, operation: str, cost: int, quota: int) -> bool:
        """Count `cost` calls if the month's quota holds them; says whether it does. Never waits."""
        month = self._months.get(environment_id)
        if month is None:
            month = self._months[environment_id] = _Month()
        if month.base + month.ours + cost > quota:
            return False
        month.ours += cost
        key = (environment_id, self._day, operation)
        self._pending[key] = self._pending.get(key, 0) + cost
        return True

    def hold(self, environment_id: UUID, operation: str, units: int, quota: int) -> Held | None:
        """Count what a call does beyond its own unit, if the month's quota holds that; None when it does not."""
        month = self._months.setdefault(environment_id, _Month())
        if month.base + month.ours + units > quota:
            return None
        held = Held(month, (environment_id, self._day, operation), units)
        self._count(held, units)
        return held

    def give_back(self, held: Held) -> None:
        """What was counted was not done."""
        self._count(held, -held.units)

    def _count(self, held: Held, units: int) -> None:
        held.month.ours += units
        self._more[held.key] = self._more.get(held.key, 0) + units

    async def flush(self) -> None:
        """Write what was counted and read each active environment's total back.

        Raises: DatabaseUnavailable; what was not written is kept for the next flush.
        """
        self._turn_day()
        taken, self._pending = self._pending, {}
        more, self._more = self._more, {}
        seen, months = {key: month.ours for key, month in self._months.items()}, self._months
        keys = sorted(taken.keys() | more.keys())
        environments = {*seen, *(key[0] for key in keys)}
        if not environments:
            return
        try:
            async with self._database.transaction(list(environments)) as tx:
                if keys:
                    await usage_store.add(tx, [(*key, taken.get(key, 0), more.get(key, 0)) for key in keys])
                totals = await usage_store.since(tx, list(seen), self._day.replace(day=1))
        except BaseException:
            for key, calls in taken.items():
                self._pending[key] = self._pending.get(key, 0) + calls
            for key, units in more.items():
                self._more[key] = self._more.get(key, 0) + units
            raise
        if months is not self._months:
            return
        for environment_id, ours in seen.items():
            month = months[environment_id]
            month.base, month.ours = totals.get(environment_id, NOTHING).units, month.ours - ours

    async def run(self) -> None:
        """Flush every two seconds until cancelled, and once more then."""
        try:
            while True:
                await asyncio.sleep(FLUSH_EVERY_S)
                await self._flush_or_log()
        finally:
            await self._flush_or_log()

    async def report(self, caller: Principal, first: dt.date | None, last: dt.date | None) -> UsageReport:
        """Usage of the caller's environment; by default from the first of the month to today. As of the last flush.

        Raises: PermissionDenied, InvalidRequest for a range that is backwards or too long.
        """
        caller.require(Permission.USAGE_READ)
        today = self._clock.now().date()
        last_day = last or today
        first_day = first or last_day.replace(day=1)
        if first_day > last_day or (last_day - first_day).days >= DAYS_MAX:
            reason = f"The range is backwards or longer than {DAYS_MAX} days."
            raise InvalidRequest(
                "The days were refused.",
                fields=[FieldError("first_day", reason, "Ask for a shorter range, oldest day first.")],
            )
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await usage_store.by_day(tx, caller.environment_id, first_day, last_day)
            totals = await usage_store.since(tx, [caller.environment_id], today.replace(day=1))
        total = totals.get(caller.environment_id, NOTHING)
        return UsageReport(
            first_day=first_day,
            last_day=last_day,
            data=[msgspec.convert(dict(row), DayUsage) for row in rows],
            calls_this_month=total.calls,
            units_this_month=total.units,
            quota_per_month=caller.ceilings.quota_per_month,
        )

    def _turn_day(self) -> None:
        today = self._clock.now().date()
        if today.month != self._day.month or today.year != self._day.year:
            self._months = {}
        self._day = today

    async def _flush_or_log(self) -> None:
        try:
            await self.flush()
        except DatabaseUnavailable:
            _log.warning("Usage counters wait for the database.")
