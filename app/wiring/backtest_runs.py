"""Backtests as the processes work them off that the worker starts; nobody else loads what that takes."""

from uuid import UUID

from app.wiring.foundation import Foundation
from core.objects import FolderObjects
from inference.backtests.runs import BacktestRuns, Tools
from inference.registry import Registry
from rules.active import ActiveRulesets


def backtest_runs(base: Foundation, owner: UUID) -> BacktestRuns:
    return BacktestRuns(tools(base), owner)


def tools(base: Foundation) -> Tools:
    return Tools(
        database=base.database,
        vaults=base.tenants.vaults,
        registry=Registry(base.database, FolderObjects(base.settings.objects_dir), base.clock, None),
        rulesets=ActiveRulesets(base.database),
        clock=base.clock,
    )
