"""Backtests beside a product that has no worker: worked off, or waiting."""

import datetime as dt
from uuid import uuid4

import msgspec

from core.clock import SystemClock
from core.ids import public
from inference.backtests.entities import BacktestRequest, DraftGraph
from inference.backtests.runs import BacktestRuns, Tools
from rules.active import ActiveRulesets
from tests.product import Party, Product
from tests.rules.graphs import thresholds


async def work_off(product: Product) -> None:
    base = product.base
    tools = Tools(
        database=base.database,
        vaults=base.tenants.vaults,
        registry=product.services.registry,
        rulesets=ActiveRulesets(base.database),
        clock=SystemClock(),
    )
    runs = BacktestRuns(tools, uuid4())
    while await runs.work_next():
        pass


async def one_that_waits(product: Product, party: Party, use_case: str) -> str:
    """Start a backtest that nobody works off. Returns: its id."""
    service = product.services.backtests
    draft = msgspec.convert({"graph": thresholds(), "fallback": "review"}, DraftGraph)
    request = BacktestRequest(draft=draft, since=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    made = await service.create(party.system, use_case, request)
    async with product.base.database.unscoped() as tx:
        hour = "UPDATE backtest_queue SET leased_until = now() + interval '1 hour' WHERE backtest_id = $1"
        await tx.execute(hour, made.id)
    return public("bkt", made.id)
