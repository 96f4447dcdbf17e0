"""Test cases of rulesets: what must become of which facts, before any version may decide."""

from typing import Annotated

import msgspec

from api.rest.operations import Keyed, get, post, put
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.rule_tests import (
    AddRuleTestCase,
    PutRuleTestCases,
    RuleTestCaseReport,
    RuleTestCaseSet,
    RuleTestCaseSetPage,
    RunRuleTestCases,
    case_report_view,
    case_set_page,
    case_set_view,
    change_of,
    wanted_case,
)
from core.ids import parse
from rules.test_case_sets import PREFIX, RuleTestSets
from tenants.principals import Principal

UseCase = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]

CASES = [
    {
        "name": "a sure fraud",
        "facts": {"probability": 0.95, "transaction.amount_minor": 250_000},
        "outcome": "decline",
        "notes": ["high"],
    },
    {"name": "a usual payment", "facts": {"probability": 0.02}, "outcome": "approve", "notes": []},
]


@get(
    "/rulesets/{use_case:str}/test-cases",
    operation_id="getRuleTestCases",
    summary="Get the test cases",
    tag="rulesets",
)
async def get_rule_test_cases(
    caller: Principal, use_case: UseCase, rule_tests: RuleTestSets
) -> RuleTestCaseSet:
    """What must become of which facts, as of now."""
    return case_set_view(await rule_tests.get(caller, use_case))


@put(
    "/rulesets/{use_case:str}/test-cases",
    operation_id="putRuleTestCases",
    summary="Replace the test cases",
    tag="rulesets",
    bulk=True,
    keyed=Keyed.OPTIONAL,
    example={"cases": CASES, "reason": "After the incident of May."},
)
async def put_rule_test_cases(
    caller: Principal, use_case: UseCase, data: PutRuleTestCases, rule_tests: RuleTestSets
) -> RuleTestCaseSet:
    """Makes the next set of test cases. A version that fails one is not activated; each check says which fail."""
    return case_set_view(await rule_tests.put(caller, use_case, change_of(data)))


@post(
    "/rulesets/{use_case:str}/test-cases/from-decision",
    operation_id="addRuleTestCase",
    summary="Make a test case of a decision",
    tag="rulesets",
    keyed=Keyed.OPTIONAL,
    example={
        "name": "the incident",
        "decision_id": "dec_01kc1x5w3efvr9q2d8m4n6p7hs",
        "outcome": "decline",
        "reason": "It was fraud.",
    },
)
async def add_rule_test_case(
    caller: Principal, use_case: UseCase, data: AddRuleTestCase, rule_tests: RuleTestSets
) -> RuleTestCaseSet:
    """Adds what rules could read of payment and score, and what they did read. Payee, device, place and time are left out."""
    return case_set_view(await rule_tests.add_from_decision(caller, use_case, wanted_case(data)))


@post(
    "/rulesets/{use_case:str}/test-cases/run",
    operation_id="runRuleTestCases",
    summary="Run the test cases",
    tag="rulesets",
    example={"version_id": "rsv_01kc1x5w3efvr9q2d8m4n6p7hs"},
)
async def run_rule_test_cases(
    caller: Principal, use_case: UseCase, data: RunRuleTestCases, rule_tests: RuleTestSets
) -> RuleTestCaseReport:
    """Runs every test case on a version, and says what came and which row hit. Nothing is kept."""
    version_id = None if data.version_id is None else parse("rsv", data.version_id)
    return case_report_view(await rule_tests.run(caller, use_case, version_id))


@get(
    "/rulesets/{use_case:str}/test-cases/versions",
    operation_id="listRuleTestCaseSets",
    summary="List sets of test cases",
    tag="rulesets",
)
async def list_rule_test_case_sets(
    caller: Principal,
    use_case: UseCase,
    rule_tests: RuleTestSets,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> RuleTestCaseSetPage:
    """Who changed the test cases when and why, newest first."""
    cursor = None if after is None else parse(PREFIX, after)
    return case_set_page(await rule_tests.list(caller, use_case, cursor, limit))


HANDLERS = [
    get_rule_test_cases,
    put_rule_test_cases,
    add_rule_test_case,
    run_rule_test_cases,
    list_rule_test_case_sets,
]
