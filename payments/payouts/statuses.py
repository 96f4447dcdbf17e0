"""Where a payout is, for its payee; and what was found unusual. Read only."""

import itertools
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from core.clock import Clock
from core.database import Database, Transaction
from core.errors import FieldError, InvalidRequest
from core.ids import public
from core.pages import Page, page_of
from payments import keys
from payments.payouts import store
from payments.payouts.entities import DoneStage, PayeeStatus, PayoutNotFound, StoredAnomaly, Waiting
from payments.payouts.facts import ENDS
from payments.payouts.habits import Habits, Law, Like, Usual, nothing_usual
from payments.payouts.judging import Detail
from payments.payouts.payouts import LAST_ID
from payments.payouts.prepared import open_payout, stage_event
from payments.payouts.progress import Progress, progress_of
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vaults import Vaults

LOW, HIGH = 0.1, 0.9
"""Between these shares of such payouts the usual range lies: eight of ten."""
CREDIT = ">credited"


class PayoutStatuses:
    def __init__(self, database: Database, vaults: Vaults, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock

    async def status(self, caller: Principal, payout_id: UUID) -> PayeeStatus:
        """Raises: PermissionDenied, PayoutNotFound."""
        caller.require(Permission.PAYMENTS_READ)
        vault = await self._vaults.of(caller.environment_id)
        environment_id = caller.environment_id
        async with self._database.transaction(environment_id) as tx:
            row = await store.get(tx, environment_id, payout_id)
            if row is None:
                raise PayoutNotFound("No payout with this id.")
            events = await store.events(tx, environment_id, [payout_id])
            habits = await _habits(tx, environment_id, self._clock.now())
            key = (await keys.find(tx, vault, (row["payee"],))).get(row["payee"])
        progress = progress_of(row["created_at"], [stage_event(each) for each in events])
        own_id = None if key is None else open_payout(key, payout_id, row["sealed"]).id
        return status_of(row, own_id, progress, habits, self._clock.now())

    async def anomalies(
        self, caller: Principal, *, payout: UUID | None, kind: str | None, after: UUID | None, limit: int
    ) -> Page[StoredAnomaly]:
        """Last found first. Raises: PermissionDenied, PayoutNotFound, InvalidRequest for an unknown cursor."""
        caller.require(Permission.PAYMENTS_READ)
        environment_id = caller.environment_id
        async with self._database.transaction(environment_id) as tx:
            if payout is not None and await store.get(tx, environment_id, payout) is None:
                raise PayoutNotFound("No payout with this id.")
            if after is not None and not await store.has_anomaly(tx, environment_id, after):
                field = FieldError("after", "No page ended there.", "Send the `next_after` of a page.")
                raise InvalidRequest("The cursor is unknown.", fields=[field])
            rows = await store.anomalies(tx, environment_id, after or LAST_ID, limit + 1, payout, kind)
        found = [
            StoredAnomaly(
                row["id"], row["payout_id"], row["kind"], row["stage"], row["found_at"],
                msgspec.json.decode(row["detail"], type=Detail),
            )
            for row in rows
        ]  # fmt: skip
        return page_of(found, limit, lambda each: public("pya", each.id))


async def _habits(tx: Transaction, environment_id: UUID, now: datetime) -> Habits:
    row = await store.habits(tx, environment_id)
    return nothing_usual(now) if row is None else msgspec.msgpack.decode(row["habits"], type=Habits)


def status_of(
    row: asyncpg.Record, own_id: str | None, progress: Progress, habits: Habits, now: datetime
) -> PayeeStatus:
    like = Like(row["payee"], row["method"], row["bank"], row["gateway"])
    over = progress.stage in ENDS
    rest = None if over or row["on_hold"] else habits.usual(progress.stage + CREDIT, like)
    credit = None if rest is None else _range(rest, progress, now)
    return PayeeStatus(
        id=row["id"],
        own_id=own_id,
        stage=row["stage"],
        done=_done(progress),
        waiting=None if over else _waiting(row, progress, habits.usual(progress.stage, like), now),
        credit_from=None if credit is None else credit[0],
        credit_to=None if credit is None else credit[1],
        credit_basis=None if rest is None else rest.basis,
        credit_count=None if rest is None else rest.law.count,
        due_at=row["due_at"],
        error_code=progress.error_code,
        documents_missing=[] if over else row["missing"],
    )


def _done(progress: Progress) -> list[DoneStage]:
    after = [each.at for each in progress.reached[1:]]
    return [
        DoneStage(each.stage, each.at, None if next_at is None else max(round((next_at - each.at).total_seconds()), 0))
        for each, next_at in itertools.zip_longest(progress.reached, after)
    ]  # fmt: skip


def _waiting(row: asyncpg.Record, progress: Progress, usual: Usual | None, now: datetime) -> Waiting:
    waited = _waited(progress, now)
    usual_range = None if usual is None or row["on_hold"] else _range(usual, progress, now)
    longer = usual is not None and not row["on_hold"] and now > usual.calendar.done(
        progress.since + timedelta(hours=usual.law.limit_h, seconds=progress.held_s), progress.since
    )  # fmt: skip
    return Waiting(
        stage=row["stage"],
        since=progress.since,
        waited_s=round(waited.total_seconds()),
        on_hold=row["on_hold"],
        basis=None if usual is None else usual.basis,
        count=None if usual is None else usual.law.count,
        usual_from=None if usual_range is None else usual_range[0],
        usual_to=None if usual_range is None else usual_range[1],
        longer_than_usual=longer,
    )


def _range(usual: Usual, progress: Progress, now: datetime) -> tuple[datetime, datetime]:
    """When it ends in eight of ten cases that have waited so long already, put where desks are open."""
    waited_h = _waited(progress, now).total_seconds() / 3600
    start = progress.since + timedelta(seconds=progress.held_s)
    low, high = (_at(usual.law, share, waited_h) for share in (LOW, HIGH))
    first = usual.calendar.opened(max(start + low, now))
    return first, max(usual.calendar.done(max(start + high, now), progress.since), first)


def _at(law: Law, share: float, waited_h: float) -> timedelta:
    return timedelta(hours=law.quantile_after(share, waited_h))


def _waited(progress: Progress, now: datetime) -> timedelta:
    """In this stage, without what it was on hold."""
    held = timedelta(seconds=progress.held_s)
    if progress.held_since is not None:
        held += max(now - max(progress.held_since, progress.since), timedelta(0))
    return max(now - progress.since - held, timedelta(0))
