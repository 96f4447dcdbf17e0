"""What is known of an environment's gateways, read for whoever routes by it or watches them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from payments.attempts import store
from payments.attempts.health import LOOK_BACK_MINUTES, Cell, Health, Minute, assess
from payments.attempts.recording import HOUR, MINUTE, bucket_of
from payments.attempts.usual import LOOK_BACK_HOURS, Hour, Usual, usual_of

KEEP_MINUTES = timedelta(days=3)
KEEP_HOURS = timedelta(days=60)


class Knowledge(msgspec.Struct, frozen=True):
    """What is usual of each gateway, and how well each is now."""

    usual: Usual
    health: dict[Cell, Health]


class LoggedAttempt(msgspec.Struct, frozen=True, gc=False):
    """An attempt with its result, as policies are judged by it. bank: '' where none was told. payment: what stands for it."""

    gateway: str
    method: str
    bank: str
    amount_minor: int
    started_at: datetime
    succeeded: bool
    fault: bool
    cost_minor: int
    payment: bytes
    choice_id: UUID | None


async def read(tx: Transaction, environment_id: UUID, now: datetime) -> Knowledge:
    """Read four weeks of hours and three hours of minutes, up to now."""
    hour, minute = bucket_of(HOUR, now), bucket_of(MINUTE, now)
    hours = await store.buckets(tx, environment_id, HOUR, hour - LOOK_BACK_HOURS + 1, hour)
    minutes = await store.minutes(tx, environment_id, minute - LOOK_BACK_MINUTES + 1, minute)
    return knowledge_of([_hour(row) for row in hours], [_minute(row) for row in minutes], now)


def knowledge_of(hours: Sequence[Hour], minutes: Sequence[Minute], now: datetime) -> Knowledge:
    usual = usual_of(hours, bucket_of(HOUR, now))
    cells = {(each.gateway, each.method) for each in hours} | {
        (each.gateway, each.method) for each in minutes
    }
    rates = {cell: usual.rate(*cell) for cell in cells}
    return Knowledge(usual, assess(minutes, rates, bucket_of(MINUTE, now)))


async def log(
    tx: Transaction, environment_id: UUID, since: datetime, until: datetime, limit: int
) -> list[LoggedAttempt]:
    """Attempts with a result, oldest first."""
    rows = await store.log(tx, environment_id, since, until, limit)
    return [
        LoggedAttempt(
            row["gateway"], row["method"], row["bank"], row["amount_minor"], row["started_at"],
            row["result"] == "succeeded", row["fault"], row["cost_minor"], row["payment"], row["choice_id"],
        )
        for row in rows
    ]  # fmt: skip


async def is_busy(tx: Transaction, environment_id: UUID, now: datetime) -> bool:
    """Say whether there is anything lately to be looked at, or an incident that may be over."""
    return await store.is_busy(tx, environment_id, bucket_of(MINUTE, now) - LOOK_BACK_MINUTES)


async def prune(tx: Transaction, environment_id: UUID, now: datetime) -> None:
    """Forget counts that nobody reads any more."""
    kept = ((MINUTE, bucket_of(MINUTE, now - KEEP_MINUTES)), (HOUR, bucket_of(HOUR, now - KEEP_HOURS)))
    await store.prune(tx, environment_id, kept)


def _hour(row: asyncpg.Record) -> Hour:
    worked = row["succeeded"] + row["failed"]
    return Hour(row["bucket"], row["gateway"], row["method"], row["bank"], worked, row["faulted"])


def _minute(row: asyncpg.Record) -> Minute:
    worked = row["succeeded"] + row["failed"]
    open_ = row["attempts"] - worked - row["faulted"]
    return Minute(row["bucket"], row["gateway"], row["method"], worked, row["faulted"], open_)
