"""A draft against stored decisions: how many a second two processes try, one on each core.

Payments are decided through the service, and each is stored many times more, sealed anew under other customers' keys, by the
very statement that decisions are written with. Then a draft of 20 rows is tried on all of them by processes as the worker
starts them. What it says, outcomes and money of all, is compared with the live path: each that was decided here scored again
from what is stored, explained, put through the draft, and counted with its copies.
"""

import argparse
import asyncio
import datetime as dt
import os
import pathlib
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID, uuid4

import asyncpg
import msgspec

from app import databases
from app.scratch import scratch
from app.settings import PREFIX, Settings, from_environment
from app.wiring import backtests as wiring
from app.wiring.foundation import Foundation, open_foundation, receipt_signer
from app.wiring.keeping import keep_shipped
from core import intake, roles
from core.ids import parse, public, uuid7
from core.objects import FolderObjects
from core.postgres import EmbeddedPostgres
from inference import answers, decision_store, replays
from inference.backtests.backtests import Backtests, ShownBacktest
from inference.backtests.entities import BacktestRequest, DraftGraph, Report
from inference.decision_batch import SEALED_PAYLOAD
from inference.decision_store import DecisionRow, Recorded
from inference.decisions import QueueSettings
from inference.entities import DecideCommand
from inference.feedback import Feedbacks
from inference.feedback_entities import BULK_MAX, Feedback
from inference.rule_facts import RuleFacts
from inference.services import InferenceServices, assemble
from migrations.upgrade import upgrade
from payments.facts import Transaction
from rules.active import ActiveRulesets
from rules.assessment import Assessor
from rules.canonical_json import encode
from rules.entities import Draft
from rules.evaluation import PreparedRuleset, digest_of, prepare
from rules.rulesets import Rulesets
from tenants import subjects
from tenants.plans import PlanName
from tenants.principals import Principal
from tenants.tenancy import INSTALLATION, CreateTenant
from tenants.vault import EnvironmentVault, SubjectKey

RATE_MIN = 20_000.0
PROCESSES = 2
USE_CASE = "transaction-anomaly"
LIVE, CUSTOMERS, TRUTHS, TICK = 2_000, 20_000, 20_000, 500
LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SEED = 11


def ruleset(rows: int, step: float) -> dict[str, object]:
    """Thresholds by amount and method, as risk teams write them. step: how much sooner each row stops."""
    inputs = {
        "p": "probability", "a": "transaction.amount_minor", "m": "transaction.method", "c": "transaction.country",
        "h": "features.payments_h24", "t": "decided_hour",
    }  # fmt: skip
    dice = random.Random(SEED)
    table: list[dict[str, str]] = []
    for number in range(rows - 1):
        cells = {
            "p": f"> {min(0.02 * (number + 1) * step, 0.98):.3f}",
            "a": f"> {10 ** dice.randint(3, 6)}",
            "m": f"'{dice.choice(('upi', 'card', 'neft'))}'",
        }
        if number % 3 == 0:
            cells["h"] = f"> {dice.randint(1, 5)}"
        if number % 4 == 0:
            cells["c"] = "'US'"
        outcome = dice.choice(("decline", "review"))
        table.append({"_id": str(number), **cells, "o": f"'{outcome}'"})
    table.append({"_id": "rest", "o": "'approve'"})
    return {
        "nodes": [
            {"id": "in", "name": "Facts", "type": "inputNode"},
            {
                "id": "t",
                "name": "Table",
                "type": "decisionTableNode",
                "content": {
                    "hitPolicy": "first",
                    "passThrough": True,
                    "inputs": [{"id": key, "name": key, "field": field} for key, field in inputs.items()],
                    "outputs": [{"id": "o", "name": "Outcome", "field": "outcome"}],
                    "rules": table,
                },
            },
            {"id": "out", "name": "Outcome", "type": "outputNode"},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "t"},
            {"id": "2", "sourceId": "t", "targetId": "out"},
        ],
    }


class Plain(NamedTuple):
    """What the live path makes of one decision under a draft."""

    before: str
    after: str
    currency: str
    amount_minor: int


class Bench:
    """An installation in a folder with a tenant whose version decides."""

    def __init__(
        self, base: Foundation, inference: InferenceServices, backtests: Backtests, caller: Principal
    ) -> None:
        self.base = base
        self.inference = inference
        self.backtests = backtests
        self.caller = caller

    @property
    def environment_id(self) -> UUID:
        return self.caller.environment_id

    async def decide(self) -> list[UUID]:
        """Decide payments through the service. Returns: the ids of the decisions."""
        made = []
        commands = payments(LIVE)
        for at in range(0, LIVE, 64):
            part = [self.inference.decisions.decide(self.caller, each) for each in commands[at : at + 64]]
            made += [parse("dec", each.id) for each in await asyncio.gather(*part)]
        return made

    async def copy(self, ids: Sequence[UUID], count: int) -> tuple[list[UUID], Counter[UUID]]:
        """Store what was decided again and again, for other customers. Returns: the new ids; how often each was copied."""
        vault = await self.base.tenants.vaults.of(self.environment_id)
        sources = [await self.inference.decisions.open(self.environment_id, each) for each in ids]
        keys = await self._customers(vault)
        dice, made, copied = random.Random(SEED), list[UUID](), Counter[UUID]()
        for begin in range(0, count, TICK):
            tick = []
            for _ in range(min(TICK, count - begin)):
                row, _, payload = dice.choice(sources)
                copied[row.id] += 1
                tick.append(self._recorded(row, payload, *dice.choice(keys)))
            async with self.base.database.transaction(self.environment_id) as tx:
                await decision_store.record(tx, tick)
            made += [each.row.id for each in tick]
        return made, copied

    def _recorded(self, row: DecisionRow, payload: bytes, customer: UUID, key: SubjectKey) -> Recorded:
        decision_id = uuid7(self.base.clock)
        entry = intake.Entry(
            typ="decision.v1", log=self.environment_id, eid=decision_id, at=row.decided_at, act=self.caller.id,
            out=row.outcome, score=row.score, pc=(key.commit(decision_id, payload),),
        )  # fmt: skip
        sealed = key.seal(SEALED_PAYLOAD, decision_id, payload)
        again = msgspec.structs.replace(
            row, id=decision_id, customer=customer, transaction_id=None, sealed=sealed
        )
        return Recorded(again, intake.encode(entry), key.wrapped)

    async def _customers(self, vault: EnvironmentVault) -> list[tuple[UUID, SubjectKey]]:
        made = []
        for begin in range(0, CUSTOMERS, 1_000):
            drafts = []
            for number in range(begin, begin + 1_000):
                customer = vault.handle(f"copied-{number}")
                key, new = subjects.draft(vault, f"copied-{number}", customer, self.base.clock.now())
                drafts.append(new)
                made.append((customer, key))
            async with self.base.database.transaction(self.environment_id) as tx:
                await subjects.ensure_many(tx, drafts)
        return made

    async def tell(self, ids: Sequence[UUID]) -> None:
        """Tell the truth of some decisions."""
        feedback = Feedbacks(self.base.database, self.base.tenants.vaults, self.base.clock)
        dice = random.Random(SEED)
        for at in range(0, len(ids), BULK_MAX):
            told = [
                Feedback(
                    decision_id=public("dec", each),
                    happened=dice.random() < 0.2,
                    observed_at=self.base.clock.now(),
                )
                for each in ids[at : at + BULK_MAX]
            ]
            await feedback.record_many(self.caller, told)

    async def tried(self, graph: object, environment: dict[str, str]) -> tuple[ShownBacktest, float]:
        """Try a draft with processes as the worker starts them. Returns: what came of it, and the CPU seconds of the processes."""
        draft = msgspec.convert({"graph": graph, "fallback": "review"}, DraftGraph)
        request = BacktestRequest(draft=draft, since=LONG_AGO)
        started = await self.backtests.create(self.caller, USE_CASE, request)
        processes = [
            await asyncio.create_subprocess_exec(
                sys.executable, "-m", "app.backtester", str(uuid4()), env=environment, stdin=asyncio.subprocess.PIPE
            )
            for _ in range(PROCESSES)
        ]  # fmt: skip
        before = _cpu_s()
        while True:
            await asyncio.sleep(0.2)
            shown = await self.backtests.get(self.caller, USE_CASE, started.id)
            if shown.backtest.ended_at is not None:
                break
        for process in processes:
            if process.stdin is not None:
                process.stdin.close()
            await process.wait()
        if shown.backtest.state != "completed":
            raise SystemExit(f"the backtest ended {shown.backtest.state}: {shown.backtest.failure}")
        return shown, _cpu_s() - before


def _cpu_s() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def payments(count: int) -> list[DecideCommand]:
    dice, now = random.Random(SEED), dt.datetime.now(dt.UTC)
    return [
        DecideCommand(
            use_case=USE_CASE,
            segment=dice.choice(["retail", "business"]),
            transaction=Transaction(
                id=f"bench-{number}",
                customer_id=f"customer-{dice.randrange(300)}",
                amount_minor=int(10 ** dice.uniform(2, 7)),
                currency=dice.choice(["INR", "INR", "USD"]),
                occurred_at=now - dt.timedelta(minutes=dice.randrange(5_000)),
                method=dice.choice(["upi", "card", "neft"]),
                channel=dice.choice(["app", "web"]),
                country=dice.choice(["IN", "US"]),
                region=dice.choice(["north", "south", "east", "west"]),
                merchant_id=f"merchant-{dice.randrange(50)}",
                description="UPI/DR/432198765431/SHREE BALAJI MEDICALS/YESB",
            ),
        )
        for number in range(count)
    ]


async def plainly(bench: Bench, ids: Sequence[UUID], tried: PreparedRuleset) -> dict[UUID, Plain]:
    """Say what the live path makes of these decisions under a draft."""
    found = {}
    for each in ids:
        ask, payload = await bench.inference.replays.recall(bench.caller, each)
        prediction = replays.predicted_again(ask, payload)
        after = answers.draft(msgspec.structs.replace(ask, ruleset=tried), prediction, None).outcome
        payment = payload.facts.transaction
        if payment is None:
            raise SystemExit("a payment was decided about")
        found[each] = Plain(payload.answer.outcome, after, payment.currency, payment.amount_minor)
    return found


def counted(plain: Mapping[UUID, Plain], copied: Mapping[UUID, int]) -> Counter[tuple[str, str, str]]:
    """Decisions and money by before, after and currency, each with its copies."""
    found: Counter[tuple[str, str, str]] = Counter()
    for each, one in plain.items():
        times = 1 + copied[each]
        found[one.before, one.after, "decisions"] += times
        found[one.before, one.after, one.currency] += times * one.amount_minor
    return found


def told(report: Report) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for cell in report.comparisons[0].matrix:
        found[cell.before, cell.after, "decisions"] += cell.decisions
        for each in cell.money:
            found[cell.before, cell.after, each.currency] += each.minor
    return found


async def prepared(base: Foundation) -> Bench:
    await keep_shipped(base)
    active = ActiveRulesets(base.database)
    objects = FolderObjects(base.settings.objects_dir)
    inference = assemble(
        base.database, base.tenants.vaults, active, await receipt_signer(base), objects, base.clock, queue=QueueSettings(),
    )  # fmt: skip
    tenant = await base.tenants.tenants.create(
        INSTALLATION, CreateTenant(name="Bench", plan=PlanName.UNMETERED)
    )
    caller = await base.tenants.tenants.system_caller(tenant.id, "sandbox")
    facts = RuleFacts(base.database, inference.deployments)
    rulesets = Rulesets(base.database, base.clock, facts, active, Assessor())
    draft = msgspec.convert({"graph": ruleset(20, 2.0), "fallback": "review", "reason": "bench"}, Draft)
    pushed = await rulesets.push(caller, USE_CASE, draft)
    if pushed.id is None:
        raise SystemExit("it was pushed")
    await rulesets.activate(caller, USE_CASE, pushed.id, "bench")
    return Bench(base, inference, wiring.backtests(base, inference.deployments, active), caller)


async def vacuum(settings: Settings) -> None:
    """As the database does by itself in the minutes after so many rows, which are beside the measurement."""
    connection = await asyncpg.connect(databases.owner_url(settings))
    try:
        await connection.execute("VACUUM (ANALYZE)")
    finally:
        await connection.close()


async def run(settings: Settings, environment: dict[str, str], rows: int) -> bool:
    async with open_foundation(settings, pool_size_max=4) as base:
        bench = await prepared(base)
        began_s = time.monotonic()
        live = await bench.decide()
        copies, copied = await bench.copy(live, rows - len(live))
        await bench.tell([*live[: len(live) // 2], *copies[:TRUTHS]])
        await vacuum(settings)
        print(
            f"{rows:,} decisions stored in {time.monotonic() - began_s:.0f} s, {len(live):,} of them decided here"
        )
        shown, cpu_s = await bench.tried(ruleset(20, 1.0), environment)
        progress, report = shown.backtest.progress, shown.report
        if report is None or progress.rate is None:
            raise SystemExit("it was completed")
        changed = report.comparisons[0].effect.changed
        print(
            f"{progress.rate:,.0f} decisions/s (at least {RATE_MIN:,.0f}): {report.decisions:,} tried by {PROCESSES} processes, "
            f"{cpu_s / progress.done * 1e6:.1f} us of their CPU a decision with their start, {changed.count:,} of them change"
        )
        graph = ruleset(20, 1.0)
        schema = await RuleFacts(base.database, bench.inference.deployments).facts_of(
            bench.environment_id, USE_CASE
        )
        found = await Assessor().assess(graph, "review", schema)
        tried = prepare(
            msgspec.json.decode(encode(graph)),
            "review",
            found.facts,
            version_id=None,
            digest=digest_of(graph, "review"),
        )
        alike = told(report) == counted(await plainly(bench, live, tried), copied)
        print(
            f"outcomes and money of all against the live path, asked about the {len(live):,} that they are copies of: "
            f"{'the same' if alike else 'DIFFERENT'}"
        )
        await bench.inference.decisions.close()
        return alike and report.decisions == rows and progress.rate >= RATE_MIN


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--rows", type=int, default=200_000)
    options = parser.parse_args()
    with scratch("backtest") as folder:
        postgres = EmbeddedPostgres(folder / "postgres")
        postgres.start()
        try:
            upgrade(postgres.url(roles.OWNER))
            variables = _variables(postgres, folder)
            reached = asyncio.run(run(from_environment(variables), {**os.environ, **variables}, options.rows))
        finally:
            postgres.stop()
    print("reached" if reached else "NOT reached")
    return 0 if reached else 1


def _variables(postgres: EmbeddedPostgres, folder: pathlib.Path) -> dict[str, str]:
    return {
        f"{PREFIX}DATA_DIR": str(folder / "data"),
        f"{PREFIX}DATABASE_URL": postgres.url(roles.OWNER),
        f"{PREFIX}DATABASE_APP_URL": postgres.url(roles.APP),
    }


if __name__ == "__main__":
    sys.exit(main())
