"""What authors of rules use beside rulesets themselves: test cases and files."""

from app.wiring.foundation import Foundation
from inference.decision_facts import StoredDecisionFacts
from inference.rule_facts import RuleFacts
from inference.services import InferenceServices
from rules.rulesets import Rulesets
from rules.spreadsheets.exchange import RuleFiles
from rules.spreadsheets.workbooks import Workbooks
from rules.test_case_sets import RuleTestSets


def rule_tests(base: Foundation, inference: InferenceServices) -> RuleTestSets:
    facts = RuleFacts(base.database, inference.deployments)
    return RuleTestSets(base.database, base.clock, facts, StoredDecisionFacts(inference.replays))


def rule_files(rulesets: Rulesets) -> RuleFiles:
    return RuleFiles(rulesets, Workbooks())
