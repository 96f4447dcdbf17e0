"""What authors of rules use beside rulesets themselves: test cases, files, packs."""

from app.wiring.foundation import Foundation
from inference.decision_facts import StoredDecisionFacts
from inference.rule_facts import RuleFacts
from inference.services import InferenceServices
from rules.active import ActiveRulesets
from rules.assessment import Assessor
from rules.pack_installs import PackArrivals, RulePacks
from rules.rulesets import Rulesets
from rules.spreadsheets.exchange import RuleFiles
from rules.spreadsheets.workbooks import Workbooks
from rules.test_case_sets import RuleTestSets


def rule_tests(base: Foundation, inference: InferenceServices) -> RuleTestSets:
    facts = RuleFacts(base.database, inference.deployments)
    return RuleTestSets(base.database, base.clock, facts, StoredDecisionFacts(inference.replays))


def rule_files(rulesets: Rulesets) -> RuleFiles:
    return RuleFiles(rulesets, Workbooks())


def rule_packs(base: Foundation, rulesets: Rulesets) -> RulePacks:
    return RulePacks(base.database, base.clock, rulesets)


def pack_arrivals(base: Foundation, inference: InferenceServices) -> PackArrivals:
    """For the worker."""
    facts = RuleFacts(base.database, inference.deployments)
    rulesets = Rulesets(base.database, base.clock, facts, ActiveRulesets(base.database), Assessor())
    return PackArrivals(base.database, rule_packs(base, rulesets))
