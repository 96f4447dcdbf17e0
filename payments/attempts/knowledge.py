"""What is known of an environment's gateways, read for whoever routes by it or watches them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from payments.attempts import failure_store, store
from payments.attempts.health import LOOK_BACK_MINUTES, Cell, Health, Minute, assess
from payments.attempts.recording import HOUR, MINUTE, bucket_of
from payments.attempts.usual import HALF_LIFE_HOURS, LOOK_BACK_HOURS, BankSum, Hour, Usual, usual_of
from payments.facts import Method

KEEP_MINUTES = timedelta(days=3)
KEEP_HOURS = timedelta(days=60)


class Knowledge(msgspec.Struct, frozen=True):
    """What is usual of each gateway, and how well each is now."""

    usual: Usual
    health: dict[Cell, Health]


class LoggedAttempt(msgspec.Struct, frozen=True, gc=False):
    """An attempt with its result, as policies are judged by it. bank: '' where none was told. payment: what stands for it."""

    gateway: str
    method: Method
    bank: str
    amount_minor: int
    currency: str
    started_at: datetime
    succeeded: bool
    fault: bool
    cost_minor: int
    payment: bytes
    choice_id: UUID | None


async def read(tx: Transaction, environment_id: UUID, now: datetime) -> Knowledge:
    usual = await read_usual(tx, environment_id, now)
    return Knowledge(usual, await read_health(tx, environment_id, usual, now))


async def read_usual(tx: Transaction, environment_id: UUID, now: datetime) -> Usual:
    """Read four weeks of hours."""
    hour = bucket_of(HOUR, now)
    first = hour - LOOK_BACK_HOURS + 1
    rows = await store.hours(tx, environment_id, first, hour)
    banks = await store.banks(tx, environment_id, first, hour, HALF_LIFE_HOURS)
    return usual_of([Hour(*row) for row in rows], hour, [BankSum(*row) for row in banks])


async def read_health(
    tx: Transaction, environment_id: UUID, usual: Usual, now: datetime
) -> dict[Cell, Health]:
    """Read three hours of minutes, up to now."""
    minute = bucket_of(MINUTE, now)
    rows = await store.minutes(tx, environment_id, minute - LOOK_BACK_MINUTES + 1, minute)
    minutes = [_minute(row) for row in rows]
    cells = {place for place in usual.evidence if len(place) == 2} | {
        (each.gateway, each.method) for each in minutes
    }
    return assess(minutes, {(cell[0], cell[1]): usual.rate(cell[0], cell[1]) for cell in cells}, minute)


async def log(
    tx: Transaction, environment_id: UUID, since: datetime, until: datetime, limit: int
) -> list[LoggedAttempt]:
    """Attempts with a result, oldest first."""
    rows = await store.log(tx, environment_id, since, until, limit)
    return [
        LoggedAttempt(
            row["gateway"], row["method"], row["bank"], row["amount_minor"], row["currency"], row["started_at"],
            row["result"] == "succeeded", row["fault"], row["cost_minor"], row["payment"], row["choice_id"],
        )
        for row in rows
    ]  # fmt: skip


async def busy(tx: Transaction, environments: Sequence[UUID], now: datetime) -> list[UUID]:
    """Return the environments in which there is anything lately to be looked at, or an incident that may be over."""
    return await store.busy(tx, environments, bucket_of(MINUTE, now) - LOOK_BACK_MINUTES)


async def prune(tx: Transaction, environment_id: UUID, now: datetime) -> None:
    """Forget counts that nobody reads any more."""
    kept = ((MINUTE, bucket_of(MINUTE, now - KEEP_MINUTES)), (HOUR, bucket_of(HOUR, now - KEEP_HOURS)))
    await store.prune(tx, environment_id, kept)
    await failure_store.prune(tx, environment_id, bucket_of(HOUR, now - KEEP_HOURS))


def _minute(row: asyncpg.Record) -> Minute:
    worked = row["succeeded"] + row["failed"]
    open_ = row["attempts"] - worked - row["faulted"]
    return Minute(row["bucket"], row["gateway"], row["method"], worked, row["faulted"], open_)
