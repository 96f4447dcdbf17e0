"""How soon stuck payouts are flagged, and how many others are flagged in vain, over a simulated month.

The real service takes in every payout and every event at its simulated moment, and the worker's own watch looks once in ten
simulated minutes; PostgreSQL is real, the clock is not. Eight weeks come first, so that there is a history.

Abnormal is what the simulator's own law says (`payments/simulator/payout_roads.py`): 999 of 1,000 ordinary payouts of the same
rail, bank, size and starting moment have left the stage by then. A stuck payout counts as flagged if it was, in that stage,
within an hour of it; one that was flagged before it became abnormal counts, and is counted apart. A false alarm is any flag, of any
kind, on a payout of the month that was not stuck. Intervals are Wilson's, 95 %.

`--tuning` runs the seeds that the detector was made with; the others were not looked at.
"""

import argparse
import asyncio
import datetime as dt
import os
import statistics
import sys
from collections.abc import Sequence
from math import sqrt
from typing import cast

import msgspec

from app.scratch import scratch
from core import roles
from core.clock import ManualClock
from core.cpu import CpuPool
from core.database import Database, DatabaseSettings
from core.postgres import EmbeddedPostgres
from migrations.upgrade import upgrade
from payments.payout_facts import Rail
from payments.payouts.entities import StoredAnomaly
from payments.payouts.facts import NewPayout, PayoutEvent, Told
from payments.payouts.payouts import Payouts
from payments.payouts.statuses import PayoutStatuses
from payments.payouts.watch import PayoutWatch
from payments.simulator.events import SimulatorConfig
from payments.simulator.payout_roads import PayoutRoad, roads
from tenants.kms import LocalKms
from tenants.principals import Principal
from tenants.services import assemble
from tenants.settings import MasterKey, TenantsSettings
from tenants.tenancy import INSTALLATION, CreateTenant

SEEDS, TUNING = (101, 102, 103), (1, 2)
HISTORY_DAYS, DAYS = 56, 30
MASTER = MasterKey(os.urandom(32))
CUSTOMERS = 2_000
STUCK_SHARE = 0.04
EVERY = dt.timedelta(minutes=10)
BULK = 500
IN_TIME = dt.timedelta(hours=1)
FLAGGED_MIN, FALSE_MAX = 0.90, 0.02


class Month(msgspec.Struct, frozen=True):
    """What one simulated month came to. delays_h: from becoming abnormal to the flag, of those that were flagged."""

    stuck: int
    in_time: int
    before: int
    ordinary: int
    false: int
    delays_h: list[float]
    missed: list[str]
    kinds: dict[str, int]


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--tuning", action="store_true")
    asked.add_argument("--seeds", type=int, nargs="+")
    options = asked.parse_args()
    seeds = options.seeds or (TUNING if options.tuning else SEEDS)
    with scratch("detection") as folder:
        cluster = EmbeddedPostgres(folder / "pg", durable=False)
        cluster.start()
        try:
            upgrade(cluster.url(roles.OWNER))
            months = [asyncio.run(month(cluster, folder, seed)) for seed in seeds]
        finally:
            cluster.stop()
    return report(seeds, months)


async def month(cluster: EmbeddedPostgres, folder: os.PathLike[str], seed: int) -> Month:
    """Play one seed in a tenant of its own."""
    config = SimulatorConfig(seed=seed, days=HISTORY_DAYS + DAYS, customers=CUSTOMERS)
    played = roads(config, STUCK_SHARE)
    start = min(road.steps[0][1] for road in played).replace(hour=0, minute=0, second=0, microsecond=0)
    begins, ends = start + dt.timedelta(days=HISTORY_DAYS), start + dt.timedelta(days=HISTORY_DAYS + DAYS)
    clock, cpu = ManualClock(start), CpuPool()
    database = await Database.open(DatabaseSettings(url=cluster.url()))
    try:
        settings = TenantsSettings(data_dir=folder, master_key=MASTER)  # type: ignore[arg-type]
        tenancy = await assemble(database, LocalKms(MASTER), cpu, clock, settings)
        tenant = await tenancy.tenants.create(INSTALLATION, CreateTenant(name=f"Seed {seed}"))
        caller = await tenancy.tenants.system_caller(tenant.id, "sandbox")
        payouts = Payouts(database, tenancy.vaults, clock)
        watch = PayoutWatch(database, clock, cpu, tenancy.vaults)
        await play(played, caller, payouts, watch, clock, begins, ends)
        found = await anomalies(PayoutStatuses(database, tenancy.vaults, clock), payouts, caller)
    finally:
        cpu.close()
        await database.close()
    return judged([road for road in played if road.steps[0][1] >= begins], found, ends)


async def play(  # noqa: PLR0917  # everything that a month needs, and each is one thing
    played: Sequence[PayoutRoad],
    caller: Principal,
    payouts: Payouts,
    watch: PayoutWatch,
    clock: ManualClock,
    begins: dt.datetime,
    ends: dt.datetime,
) -> None:
    """Tell the service everything in order of time: by the day before the month, once in ten minutes in it."""
    told = sorted(
        ((at, road, stage) for road in played for stage, at in road.steps), key=lambda each: each[0]
    )
    place = 0
    while clock.now() < ends:
        clock.advance(EVERY if clock.now() >= begins else dt.timedelta(days=1))
        until = clock.now()
        upto = place
        while upto < len(told) and told[upto][0] <= until:
            upto += 1
        await tell(told[place:upto], caller, payouts)
        place = upto
        await watch.look([caller.environment_id])


async def tell(
    told: Sequence[tuple[dt.datetime, PayoutRoad, str]], caller: Principal, payouts: Payouts
) -> None:
    for start in range(0, len(told), BULK):
        some = told[start : start + BULK]
        new = [
            NewPayout(
                id=road.id, payee_id=road.payee_id, amount_minor=road.amount_minor, currency=road.currency,
                method=cast(Rail, road.method), bank=road.bank, gateway=road.gateway, created_at=at,
            )
            for at, road, stage in some
            if stage == "created"
        ]  # fmt: skip
        moved = [
            PayoutEvent(payout_id=road.id, stage=cast(Told, stage), occurred_at=at, source="gateway")
            for at, road, stage in some
            if stage != "created"
        ]
        if new:
            await payouts.create_many(caller, new)
        if moved:
            await payouts.hear_many(caller, moved)


async def anomalies(
    statuses: PayoutStatuses, payouts: Payouts, caller: Principal
) -> dict[str, list[StoredAnomaly]]:
    """Everything that was flagged, by the payout's own id."""
    found: dict[str, list[StoredAnomaly]] = {}
    after = None
    while True:
        page = await statuses.anomalies(caller, payout=None, kind=None, after=after, limit=100)
        for each in page.data:
            stored = await payouts.get(caller, each.payout_id)
            if stored.payout is not None:
                found.setdefault(stored.payout.id, []).append(each)
        if not page.has_more:
            return found
        after = page.data[-1].id


def judged(played: Sequence[PayoutRoad], found: dict[str, list[StoredAnomaly]], ends: dt.datetime) -> Month:
    delays, missed, kinds = [], [], dict[str, int]()
    stuck = in_time = before = ordinary = false = 0
    for road in played:
        flags = found.get(road.id, [])
        if road.abnormal_at is None:
            ordinary += 1
            false += bool(flags)
            for each in flags:
                name = f"{each.kind} {each.stage}" if each.kind == "stuck" else each.kind
                kinds[name] = kinds.get(name, 0) + 1
        elif road.abnormal_at + IN_TIME <= ends:
            stuck += 1
            at = [each.found_at for each in flags if each.kind == "stuck" and each.stage == road.stuck_in]
            delays += [(each - road.abnormal_at) / IN_TIME for each in at]
            if at and at[0] <= road.abnormal_at + IN_TIME:
                in_time += 1
                before += at[0] < road.abnormal_at
            else:
                missed.append(f"{road.stuck_in} {road.method} {road.bank}")
    return Month(stuck, in_time, before, ordinary, false, delays, missed, kinds)


def report(seeds: Sequence[int], months: Sequence[Month]) -> int:
    for seed, one in zip(seeds, months, strict=True):
        print(
            f"seed {seed}: {one.stuck} stuck, {share(one.in_time, one.stuck)} flagged within an hour of becoming abnormal "
            f"({one.before} before it); {one.ordinary} others, false alarms {share(one.false, one.ordinary)}"
        )
        print(f"  false alarms by kind: {one.kinds}; missed: {sorted(one.missed)}")
    stuck, in_time = sum(one.stuck for one in months), sum(one.in_time for one in months)
    ordinary, false = sum(one.ordinary for one in months), sum(one.false for one in months)
    delays = sorted(each for one in months for each in one.delays_h)
    late = [each for each in delays if each > 0]
    print(f"all seeds: flagged in time {share(in_time, stuck)}, target {FLAGGED_MIN:.0%} or more")
    print(f"all seeds: false alarms {share(false, ordinary)}, target {FALSE_MAX:.0%} or fewer")
    print(
        f"from abnormal to flagged: median {statistics.median(delays):+.2f} h, 90 % within {delays[int(0.9 * len(delays))]:+.2f} h; "
        f"{len(late)} of {len(delays)} after it"
    )
    reached = in_time >= FLAGGED_MIN * stuck and false <= FALSE_MAX * ordinary
    print("reached" if reached else "MISSED", flush=True)
    return 0 if reached else 1


def share(part: int, whole: int) -> str:
    low, high = wilson(part, whole)
    return f"{part / whole:.2%} [{low:.2%}, {high:.2%}]"


def wilson(part: int, whole: int, z: float = 1.959964) -> tuple[float, float]:
    middle = (part + z * z / 2) / (whole + z * z)
    reach = z * sqrt(part * (whole - part) / whole + z * z / 4) / (whole + z * z)
    return middle - reach, middle + reach


if __name__ == "__main__":
    sys.exit(main())
