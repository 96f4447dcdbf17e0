"""Backtests over a real database: decisions made by the service, worked off by the very code that a process runs."""

import contextlib
import dataclasses
import datetime as dt
import pathlib
import random
from collections.abc import AsyncIterator, Sequence
from uuid import UUID, uuid4

import msgspec
import pytest

from app.wiring import backtest_runs
from app.wiring import backtests as wiring
from app.wiring.foundation import Foundation, open_foundation, receipt_signer
from core.ids import parse, public
from core.objects import FolderObjects
from core.postgres import EmbeddedPostgres
from inference.backtests.backtests import Backtests, ShownBacktest
from inference.backtests.entities import BacktestRequest, DraftGraph, Report
from inference.backtests.runs import BacktestRuns, Tools
from inference.catalogue import Answer
from inference.decisions import QueueSettings
from inference.entities import DecideCommand, Decision
from inference.feedback import Feedbacks
from inference.feedback_entities import Feedback
from inference.rule_facts import RuleFacts
from inference.services import InferenceServices, assemble
from payments.facts import Transaction
from rules.active import ActiveRulesets
from rules.assessment import Assessor
from rules.entities import Draft, RulesetVersion
from rules.rulesets import Rulesets
from tenants.plans import PlanName
from tenants.principals import Principal
from tenants.tenancy import INSTALLATION, CreateTenant
from tests.product import lend_starters, settings_for

ANOMALY = "transaction-anomaly"
LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@dataclasses.dataclass
class Desk:
    """Where a test decides, tells the truth and tries drafts. tools: of a process, with chunks of seven decisions."""

    base: Foundation
    inference: InferenceServices
    active: ActiveRulesets
    rulesets: Rulesets
    backtests: Backtests
    tools: Tools
    caller: Principal

    async def decide(self, use_case: str, **asked: object) -> Decision[Answer]:
        command = msgspec.convert({"use_case": use_case, **asked}, DecideCommand)
        return await self.inference.decisions.decide(self.caller, command)

    async def pay(self, count: int, seed: int = 1) -> list[Decision[Answer]]:
        """Decide about payments that differ in all that rules read."""
        return [await self.decide(ANOMALY, **asked) for asked in payments(count, seed)]

    async def tell(self, decisions: Sequence[Decision[Answer]], *, happened: bool) -> None:
        feedback = Feedbacks(self.base.database, self.base.tenants.vaults, self.base.clock)
        told = [
            Feedback(decision_id=each.id, happened=happened, observed_at=self.base.clock.now())
            for each in decisions
        ]
        await feedback.record_many(self.caller, told)

    async def activate(self, graph: object, use_case: str = ANOMALY) -> RulesetVersion:
        pushed = await self.push(graph, use_case)
        assert pushed.id is not None
        await self.rulesets.activate(self.caller, use_case, pushed.id, "a test")
        return pushed

    async def push(self, graph: object, use_case: str = ANOMALY) -> RulesetVersion:
        draft = msgspec.convert({"graph": graph, "fallback": "review", "reason": "a test"}, Draft)
        return await self.rulesets.push(self.caller, use_case, draft)

    async def tried(
        self, tried: RulesetVersion | object, use_case: str = ANOMALY, **more: object
    ) -> ShownBacktest:
        """Backtest a version, or a graph, over everything, to its end."""
        if isinstance(tried, RulesetVersion) and tried.id is not None:
            more["version_id"] = public("rsv", tried.id)
        else:
            more["draft"] = msgspec.convert({"graph": tried, "fallback": "review"}, DraftGraph)
        request = msgspec.convert({"since": LONG_AGO, **more}, BacktestRequest)
        started = await self.backtests.create(self.caller, use_case, request)
        await self.work_off()
        return await self.backtests.get(self.caller, use_case, started.id)

    async def report(self, tried: RulesetVersion | object, use_case: str = ANOMALY, **more: object) -> Report:
        shown = await self.tried(tried, use_case, **more)
        assert shown.backtest.state == "completed"
        assert shown.report is not None
        return shown.report

    def process(self) -> BacktestRuns:
        """What another process would be."""
        return BacktestRuns(self.tools, uuid4())

    async def work_off(self) -> None:
        runs = self.process()
        while await runs.work_next():
            pass


def payments(count: int, seed: int) -> list[dict[str, object]]:
    dice = random.Random(seed)
    now = dt.datetime.now(dt.UTC)
    return [
        {
            "segment": dice.choice(["retail", "business", None]),
            "transaction": Transaction(
                id=f"pay_{seed}_{number}",
                customer_id=f"customer_{dice.randrange(9)}",
                amount_minor=int(10 ** dice.uniform(2, 7)),
                currency=dice.choice(["INR", "INR", "USD"]),
                occurred_at=now - dt.timedelta(minutes=dice.randrange(10_000)),
                method=dice.choice(["upi", "card", "neft"]),
                channel=dice.choice(["app", "web", None]),
                country=dice.choice(["IN", "US", None]),
                region=dice.choice(["north", "south", None]),
                device_id=dice.choice(["phone", None]),
            ),
        }
        for number in range(count)
    ]


def decision_ids(decisions: Sequence[Decision[Answer]]) -> set[UUID]:
    return {parse("dec", each.id) for each in decisions}


@pytest.fixture
async def desk(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Desk]:
    async with open_desk(postgres, tmp_path) as opened:
        yield opened


@contextlib.asynccontextmanager
async def open_desk(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Desk]:
    settings = settings_for(postgres, tmp_path)
    lend_starters(settings.objects_dir)
    async with open_foundation(settings) as base:
        active = ActiveRulesets(base.database)
        inference = assemble(
            base.database,
            base.tenants.vaults,
            active,
            await receipt_signer(base),
            FolderObjects(settings.objects_dir),
            base.clock,
            queue=QueueSettings(),
        )
        facts = RuleFacts(base.database, inference.deployments)
        tenant = await base.tenants.tenants.create(
            INSTALLATION, CreateTenant(name="Asha", plan=PlanName.UNMETERED)
        )
        async with base.database.unscoped() as tx:  # what other tests have left there
            await tx.execute("DELETE FROM backtest_queue")
        yield Desk(
            base=base,
            inference=inference,
            active=active,
            rulesets=Rulesets(base.database, base.clock, facts, active, Assessor()),
            backtests=wiring.backtests(base, inference.deployments, active),
            tools=dataclasses.replace(backtest_runs.tools(base), chunk=7),
            caller=await base.tenants.tenants.system_caller(tenant.id, "sandbox"),
        )
        await inference.decisions.close()
