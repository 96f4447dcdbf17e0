"""The clock of a sandbox, which is moved forward to see what time brings: docs/decisions/0070."""

import datetime as dt
from typing import Annotated

import msgspec

from core.clock import NOT_AHEAD, Clock, ahead, true_now
from core.database import Database
from core.errors import FieldError, InvalidRequest
from resolution.sandboxes import store
from resolution.sandboxes.sandboxes import NotASandbox
from resolution.sandboxes.store import ClockRow
from resolution.workflows import queue_store
from tenants.authentication import Authenticator
from tenants.entries import record
from tenants.permissions import Permission
from tenants.principals import Principal

MOVE_MAX = dt.timedelta(days=366)
AHEAD_MAX = dt.timedelta(days=3_653)
_SECOND = dt.timedelta(seconds=1)


class AdvanceClock(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of both. by_s: seconds. to: the moment that it shall be, or less than a second later: a clock is moved by whole seconds."""

    by_s: Annotated[int, msgspec.Meta(ge=1, le=31_622_400)] | None = None
    to: Annotated[dt.datetime, msgspec.Meta(tz=True)] | None = None


class SandboxClock(msgspec.Struct, frozen=True, kw_only=True):
    """now: in the environment. ahead_s: of the installation's time. moved_at: when it was moved last, by that time; null if it never was."""

    now: dt.datetime
    ahead_s: int
    moved_at: dt.datetime | None


class SandboxClocks:
    """authenticator: of this process; it forgets who is remembered with the time before."""

    def __init__(self, database: Database, authenticator: Authenticator, clock: Clock) -> None:
        self._database = database
        self._authenticator = authenticator
        self._clock = clock

    async def get(self, caller: Principal) -> SandboxClock:
        """Raises: PermissionDenied."""
        caller.require(Permission.TENANTS_READ)
        async with self._database.transaction((caller.tenant_id, caller.environment_id)) as tx:
            return self._told(await store.clock_of(tx, caller.environment_id))

    async def advance(self, caller: Principal, wanted: AdvanceClock) -> SandboxClock:
        """Move the clock of the caller's sandbox, with its entry, which says how far it is ahead from then on.

        Other processes see it within five seconds, as they see all that principals carry.
        Raises: PermissionDenied, NotASandbox, InvalidRequest for both or none, backwards, or too far.
        """
        caller.require(Permission.SANDBOX_WRITE)
        if caller.mode == "live":
            raise NotASandbox("The clock of a live environment is never moved.")
        environment_id, true = caller.environment_id, true_now(self._clock)
        async with self._database.transaction((caller.tenant_id, environment_id)) as tx:
            was = await store.hold_clock(tx, environment_id)
            by = span_of(wanted, true + was.ahead)
            if was.ahead + by > AHEAD_MAX:
                raise _refused(wanted, f"It would be more than {AHEAD_MAX.days} days ahead.", _ANOTHER)
            row = ClockRow(was.ahead + by, true)
            await queue_store.move(tx, environment_id, true + was.ahead, by)
            await store.move_clock(tx, environment_id, row.ahead, true)
            out = f"ahead_s={row.ahead // _SECOND}"
            await record(tx, self._clock, caller, "sandbox.clock.v1", out=out)
        self._authenticator.forget_environment(environment_id)
        return self._told(row)

    def _told(self, row: ClockRow) -> SandboxClock:
        with ahead(row.ahead):
            now = self._clock.now()
        return SandboxClock(now=now, ahead_s=row.ahead // _SECOND, moved_at=row.moved_at)


def span_of(wanted: AdvanceClock, now: dt.datetime) -> dt.timedelta:
    """How far a move goes, in whole seconds. now: in the environment, before it. Raises: InvalidRequest."""
    if wanted.by_s is not None and wanted.to is None:
        return dt.timedelta(seconds=wanted.by_s)
    if wanted.to is None or wanted.by_s is not None:
        raise _refused(wanted, "Exactly one of `by_s` and `to` is wanted.", "Send one of both.")
    by = -((now - wanted.to) // _SECOND) * _SECOND
    if by <= NOT_AHEAD:
        raise _refused(wanted, "It is not ahead of the sandbox's time.", "A clock is moved forward only.")
    if by > MOVE_MAX:
        raise _refused(wanted, f"It is more than {MOVE_MAX.days} days ahead.", "Move it in several steps.")
    return by


_ANOTHER = "Make another sandbox, which begins at the installation's time."


def _refused(wanted: AdvanceClock, reason: str, fix: str) -> InvalidRequest:
    field = "by_s" if wanted.to is None else "to"
    return InvalidRequest("The clock was not moved.", fields=[FieldError(field, reason, fix)])
