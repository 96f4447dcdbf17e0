"""The worker's watch over payouts: looks at each when something may have become unusual, and flags each kind once.

A payout names the time of its next look (`look_at`): at once when something was told of it, else when its stage will have taken
three standard deviations. So a round reads what is due by an index, and no payout that is going well.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from core import intake, rounds
from core.clock import Clock
from core.cpu import CpuPool
from core.database import Database, Transaction
from core.events import News, announce_many
from core.ids import public, uuid7
from core.intake import Entry
from core.json_values import JsonValue
from payments.payouts import fitting, store
from payments.payouts.fitting import EndedStage, KnownPayout
from payments.payouts.habits import Ends, Habits, Like, end_keys, hours_of, nothing_usual
from payments.payouts.judging import BURST_WINDOW, Found, Looked, Verdict, judge
from payments.payouts.staged import StuckPayees
from tenants.vaults import Vaults

EVERY_S = 10.0
FITTED_FOR = timedelta(hours=6)
FITTED_EARLY_FOR = timedelta(minutes=15)
"""While nothing is usual yet."""
HISTORY_MAX = 20_000
"""Stages that ended last, and payouts that came last: what is usual is made of these."""
LOOKS_MAX = 500
ACTOR = "system"
_FIT_TIMEOUT_S = 60.0
_KNOWN_MAX = 500

_log = logging.getLogger(__name__)


class PayoutWatch:
    """flagged: how many anomalies it found in this process."""

    def __init__(self, database: Database, clock: Clock, cpu: CpuPool, vaults: Vaults) -> None:
        self.flagged = 0
        self._database = database
        self._clock = clock
        self._cpu = cpu
        self._habits: dict[UUID, Habits] = {}
        self._stuck_payees = StuckPayees(database, vaults)

    async def run(self) -> None:
        """Look at all that is due in the installation, again and again, until cancelled."""
        await rounds.go_round(self._database, self.look, EVERY_S)

    async def look(self, environments: Sequence[UUID]) -> None:
        """Look once at everything that is due now in some environments."""
        now = self._clock.now()
        async with self._database.transaction(environments) as tx:
            waiting = await store.waiting(tx, environments, now)
        for environment_id in waiting:
            habits = await self._usual(environment_id, now)
            while await self._look_at_some(environment_id, habits, now) == LOOKS_MAX:
                pass

    async def _usual(self, environment_id: UUID, now: datetime) -> Habits:
        known = self._habits.get(environment_id)
        if known is not None and now - known.fitted_at < (FITTED_FOR if known.laws else FITTED_EARLY_FOR):
            return known
        async with self._database.transaction(environment_id) as tx:
            spans = await store.spans(tx, environment_id, HISTORY_MAX)
            payouts = await store.known(tx, environment_id, HISTORY_MAX)
        fitted = nothing_usual(now)
        if spans:
            fitted = await self._cpu.run(lambda: _fit(now, spans, payouts), timeout_s=_FIT_TIMEOUT_S)
        async with self._database.transaction(environment_id) as tx:
            await store.keep_habits(tx, environment_id, now, msgspec.msgpack.encode(fitted))
        if len(self._habits) >= _KNOWN_MAX:
            self._habits.clear()
        self._habits[environment_id] = fitted
        return fitted

    async def _look_at_some(self, environment_id: UUID, habits: Habits, now: datetime) -> int:
        """Returns: how many were looked at. One transaction: what is found, its entries and its events, and the next look."""
        noted = await self._stuck_payees.of(environment_id)
        async with self._database.transaction(environment_id) as tx:
            rows = await store.due(tx, environment_id, now, LOOKS_MAX)
            if not rows:
                return 0
            recent = _recent(await store.recent_ends(tx, environment_id, now - BURST_WINDOW, now))
            verdicts = [judge(looked_at(row), habits, recent, now, noted.get(row["payee"])) for row in rows]
            await self._flag(tx, environment_id, rows, verdicts, now)
            ids = [row["id"] for row in rows]
            await store.look_again(tx, environment_id, ids, [verdict.look_at for verdict in verdicts])
        return len(rows)

    async def _flag(
        self,
        tx: Transaction,
        environment_id: UUID,
        rows: Sequence[asyncpg.Record],
        verdicts: Sequence[Verdict],
        now: datetime,
    ) -> None:
        found = {
            uuid7(self._clock): (row, each)
            for row, verdict in zip(rows, verdicts, strict=True)
            for each in verdict.found
        }
        if not found:
            return
        columns = [
            list(found),
            [row["id"] for row, _ in found.values()],
            [each.kind for _, each in found.values()],
            [row["stage"] for row, _ in found.values()],
            [msgspec.json.encode(each.detail) for _, each in found.values()],
        ]
        new = await store.flag(tx, environment_id, now, columns)
        fresh = [(anomaly_id, *found[anomaly_id]) for anomaly_id in found if anomaly_id in new]
        await intake.append_many(
            tx, [_entry(environment_id, anomaly_id, row, each, now) for anomaly_id, row, each in fresh]
        )
        news = [one for _, row, each in fresh for one in news_of(row, each)]
        await announce_many(tx, self._clock, environment_id, news)
        self.flagged += len(fresh)
        if fresh:
            _log.info("Payouts are unusual.", extra={"environment_id": environment_id, "count": len(fresh)})


def news_of(row: asyncpg.Record, found: Found) -> list[News]:
    """What is announced: the anomaly, and each document that is missing by itself, for who waits for just that one."""
    subject, what = public("pyt", row["id"]), told(row, found)
    money = {"amount_minor": row["amount_minor"], "currency": row["currency"]}
    return [
        News(f"payout.{found.kind}", subject, what),
        *(
            News("payout.missing_document", subject, {"document": each, **money})
            for each in found.detail.documents or []
        ),
    ]


def told(row: asyncpg.Record, found: Found) -> dict[str, JsonValue]:
    """What the event says: the payout's money and stage, and why."""
    why = msgspec.to_builtins(found.detail)
    return {
        **why,
        "stage": row["stage"],
        "amount_minor": row["amount_minor"],
        "currency": row["currency"],
        "method": row["method"],
        "bank": row["bank"],
        "gateway": row["gateway"],
    }


def looked_at(row: asyncpg.Record) -> Looked:
    return Looked(
        id=row["id"],
        like=like(row),
        amount_minor=row["amount_minor"],
        currency=row["currency"],
        stage=row["stage"],
        since=row["since"],
        held_s=row["held_s"],
        on_hold=row["on_hold"],
        ended_at=row["ended_at"],
        due_at=row["due_at"],
        error_code=row["error_code"],
        missing=row["missing"],
    )


def like(row: asyncpg.Record) -> Like:
    return Like(row["payee"], row["method"], row["bank"], row["gateway"])


def _entry(environment_id: UUID, anomaly_id: UUID, row: asyncpg.Record, found: Found, now: datetime) -> Entry:
    return Entry(
        typ="payout.anomaly.v1", log=environment_id, eid=anomaly_id, at=now, act=ACTOR, out=found.kind,
        refs=(row["id"],),
    )  # fmt: skip


def _recent(rows: Sequence[asyncpg.Record]) -> dict[str, Ends]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        for _, key in end_keys(like(row)):
            counts[key][0] += row["ended"]
            counts[key][1] += row["failed"]
    return {key: Ends(ended, failed) for key, (ended, failed) in counts.items()}


def _fit(now: datetime, spans: Sequence[asyncpg.Record], payouts: Sequence[asyncpg.Record]) -> Habits:
    stages = [
        EndedStage(
            row["payout_id"], row["stage"], row["next"], like(row), hours_of(row["began_at"]), hours_of(row["ended_at"])
        )
        for row in spans
    ]  # fmt: skip
    known = [KnownPayout(like(row), row["currency"], row["amount_minor"], row["stage"]) for row in payouts]
    return fitting.fit(now, stages, known)
