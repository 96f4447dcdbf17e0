"""Test cases of rulesets over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.rules.v1 import rule_tests_pb2 as pb
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
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from rules.test_case_sets import PREFIX, RuleTestSets
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["RuleTestService"]
UseCase = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Id = Annotated[str, msgspec.Meta(max_length=64)]


class _Named(msgspec.Struct, frozen=True, kw_only=True):
    use_case: UseCase


class _Put(PutRuleTestCases, frozen=True, kw_only=True):
    use_case: UseCase


class _Add(AddRuleTestCase, frozen=True, kw_only=True):
    use_case: UseCase


class _Run(RunRuleTestCases, frozen=True, kw_only=True):
    use_case: UseCase


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    use_case: UseCase
    after: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


NAMED = Codec(_Named, pb.GetRuleTestCasesRequest)
PUT = Codec(_Put, pb.PutRuleTestCasesRequest)
ADD = Codec(_Add, pb.AddRuleTestCaseRequest)
RUN = Codec(_Run, pb.RunRuleTestCasesRequest)
PAGE = Codec(_Page, pb.ListRuleTestCaseSetsRequest)
SET = Codec(RuleTestCaseSet, pb.RuleTestCaseSet)
REPORT = Codec(RuleTestCaseReport, pb.RuleTestCaseReport)
SETS = Codec(RuleTestCaseSetPage, pb.ListRuleTestCaseSetsResponse)


@method(SERVICE, "GetRuleTestCases")
async def get_rule_test_cases(
    request: pb.GetRuleTestCasesRequest, caller: Principal, rule_tests: RuleTestSets
) -> pb.RuleTestCaseSet:
    return SET.message(case_set_view(await rule_tests.get(caller, NAMED.struct(request).use_case)))


@method(SERVICE, "PutRuleTestCases", keyed=Keyed.OPTIONAL, bulk=True)
async def put_rule_test_cases(
    request: pb.PutRuleTestCasesRequest, caller: Principal, rule_tests: RuleTestSets
) -> pb.RuleTestCaseSet:
    sent = PUT.struct(request)
    return SET.message(case_set_view(await rule_tests.put(caller, sent.use_case, change_of(sent))))


@method(SERVICE, "AddRuleTestCase", keyed=Keyed.OPTIONAL)
async def add_rule_test_case(
    request: pb.AddRuleTestCaseRequest, caller: Principal, rule_tests: RuleTestSets
) -> pb.RuleTestCaseSet:
    sent = ADD.struct(request)
    made = await rule_tests.add_from_decision(caller, sent.use_case, wanted_case(sent))
    return SET.message(case_set_view(made))


@method(SERVICE, "RunRuleTestCases")
async def run_rule_test_cases(
    request: pb.RunRuleTestCasesRequest, caller: Principal, rule_tests: RuleTestSets
) -> pb.RuleTestCaseReport:
    asked = RUN.struct(request)
    version_id = None if asked.version_id is None else parse("rsv", asked.version_id)
    return REPORT.message(case_report_view(await rule_tests.run(caller, asked.use_case, version_id)))


@method(SERVICE, "ListRuleTestCaseSets")
async def list_rule_test_case_sets(
    request: pb.ListRuleTestCaseSetsRequest, caller: Principal, rule_tests: RuleTestSets
) -> pb.ListRuleTestCaseSetsResponse:
    asked = PAGE.struct(request)
    cursor = None if asked.after is None else parse(PREFIX, asked.after)
    return SETS.message(case_set_page(await rule_tests.list(caller, asked.use_case, cursor, asked.limit)))


METHODS = [
    get_rule_test_cases,
    put_rule_test_cases,
    add_rule_test_case,
    run_rule_test_cases,
    list_rule_test_case_sets,
]
