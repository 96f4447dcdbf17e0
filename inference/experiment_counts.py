"""Which decisions count in an experiment, and counting them: what is settled once and for all, and what came since.

A challenger is counted beside its champion over the same time. A new champion has nothing beside it: what it is compared with
is what the one before decided in its last day.
"""

import datetime as dt
from uuid import UUID

import msgspec

from core.clock import to_micros
from core.database import Transaction
from inference import deployment_store, experiment_store
from inference.deployment_entities import guardrails_of
from inference.deployment_store import DeploymentRow
from inference.experiment_store import Arms, Judged, Settled, Window

SEEN_AFTER = dt.timedelta(seconds=1)
"""By then every process routes by a new deployment; what was decided before counts for neither arm."""
SETTLED_AFTER = dt.timedelta(seconds=40)
"""No request lives longer, so no decision that is older can still be written."""
WATCHED_FOR = dt.timedelta(days=1)
"""How long a new champion is compared with the one before, and how far back that one is looked at."""
BEFORE_MAX = 20_000
"""Decisions of the use case, at most, in which the one before is looked for."""


async def find_other(tx: Transaction, row: DeploymentRow) -> DeploymentRow | None:
    """Return what a deployment is compared with; None for the starter, which nobody deployed."""
    if row.role != "champion":
        return await deployment_store.find_champion_at(
            tx, row.environment_id, row.use_case, row.segment, row.created_at
        )
    if row.replaces is None:
        return None
    return await deployment_store.find(tx, row.environment_id, row.replaces)


async def count(tx: Transaction, row: DeploymentRow, other: DeploymentRow | None, now: dt.datetime) -> Arms:
    """Count both arms of a challenger or a new champion. other: what it is compared with, the arm `champion`."""
    window = window_of(row, other, now)
    settled = await settle(tx, row, other, window, floor_of(now - SETTLED_AFTER))
    young = msgspec.structs.replace(window, since=settled.settled_to)
    return settled.arms.plus(await experiment_store.count(tx, young))


async def settle(
    tx: Transaction, row: DeploymentRow, other: DeploymentRow | None, window: Window, to: UUID
) -> Settled:
    """Count what is not yet settled of the decisions below `to`, once and for all. Returns: all that is settled."""
    settled = await find_settled(tx, row, other, window)
    horizon = min(max(to, settled.settled_to), window.until)
    if horizon > settled.settled_to:
        part = msgspec.structs.replace(window, since=settled.settled_to, until=horizon)
        arms = settled.arms.plus(await experiment_store.count(tx, part))
        settled = Settled(settled_to=horizon, arms=arms)
        await experiment_store.save_settled(tx, row.environment_id, row.id, settled)
    return settled


async def find_settled(
    tx: Transaction, row: DeploymentRow, other: DeploymentRow | None, window: Window
) -> Settled:
    """Return what is settled; at first, what the champion before did in its last day."""
    settled = await experiment_store.find_settled(tx, row.environment_id, row.id)
    if settled is not None:
        return settled
    before = await _window_before(tx, row, other)
    begun = Arms() if before is None else await experiment_store.count(tx, before)
    return Settled(settled_to=window.begin, arms=begun)


async def count_judged(
    tx: Transaction, row: DeploymentRow, other: DeploymentRow | None, now: dt.datetime
) -> tuple[Judged, Judged]:
    """Count what feedback says of both arms, that of `other` first."""
    found = await experiment_store.count_judged(tx, window_of(row, other, now))
    before = await _window_before(tx, row, other)
    return found if before is None else ((await experiment_store.count_judged(tx, before))[0], found[1])


def window_of(row: DeploymentRow, other: DeploymentRow | None, now: dt.datetime) -> Window:
    """The decisions of an experiment: from when all processes know of it until it ends."""
    begin = floor_of(row.created_at + SEEN_AFTER)
    until = row.retired_at or now + dt.timedelta(milliseconds=1)
    alone = row.role == "champion"
    return Window(
        environment_id=row.environment_id,
        use_case=row.use_case,
        champion=row.id if alone else _id_of(other),
        challenger=row.id,
        begin=begin,
        since=begin,
        until=floor_of(min(until, row.created_at + WATCHED_FOR) if alone else until),
        slow_us=guardrails_of(row).slow_run_ms * 1_000,
    )


async def _window_before(tx: Transaction, row: DeploymentRow, other: DeploymentRow | None) -> Window | None:
    """The last day of what a new champion took the place of; None of a challenger, which is beside its champion."""
    if row.role != "champion":
        return None
    until = floor_of(row.created_at)
    day = floor_of(row.created_at - WATCHED_FOR)
    last = await experiment_store.find_nth_before(tx, row.environment_id, row.use_case, until, BEFORE_MAX)
    since = day if last is None else max(day, last)
    return Window(
        environment_id=row.environment_id,
        use_case=row.use_case,
        champion=_id_of(other),
        challenger=row.id,
        begin=since,
        since=since,
        until=until,
        slow_us=guardrails_of(row).slow_run_ms * 1_000,
    )


def floor_of(at: dt.datetime) -> UUID:
    """Return the least UUIDv7 of a millisecond: ids made before it are smaller, later ones greater."""
    return UUID(int=to_micros(at) // 1_000 << 80)


def _id_of(row: DeploymentRow | None) -> UUID | None:
    return None if row is None else row.id
