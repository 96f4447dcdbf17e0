"""Backtests: as the server offers them, and as the worker sees to them."""

from app.wiring.foundation import Foundation
from inference.backtests.backtests import Backtests
from inference.backtests.upkeep import BacktestUpkeep
from inference.deployments import Deployments
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
