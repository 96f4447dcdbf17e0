"""Backtests: as the server offers them, as the worker sees to them, and as the processes work them off that it starts."""

from uuid import UUID

from app.wiring.foundation import Foundation
from core.objects import FolderObjects
from inference.backtests.backtests import Backtests
from inference.backtests.runs import BacktestRuns, Tools
from inference.backtests.upkeep import BacktestUpkeep
from inference.deployments import Deployments
from inference.registry import Registry
from inference.rule_facts import RuleFacts
from rules.active import ActiveRulesets
from rules.assessment import Assessor


def backtests(base: Foundation, deployments: Deployments, rulesets: ActiveRulesets) -> Backtests:
    return Backtests(
        base.database,
        base.tenants.vaults,
        rulesets,
        RuleFacts(base.database, deployments),
        Assessor(),
        base.clock,
    )


def backtest_upkeep(base: Foundation) -> BacktestUpkeep:
    return BacktestUpkeep(base.database)


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
