"""Test cases of rulesets as both faces show them."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from api.views.rulesets import RuleTestCaseResult, case_result_view
from core.ids import parse, public
from core.pages import Page
from rules.entities import Outcome
from rules.entities import Reason as ChangeReason
from rules.test_case_sets import (
    PREFIX,
    CaseFromDecision,
    Cases,
    ChangeCases,
    RuleTestReport,
    RuleTestSummary,
)
from rules.test_cases import CaseName, RuleTest, RuleTestSet


class PutRuleTestCases(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All test cases of a use case as they shall be from now on.

    cases: each with a name of its own, facts by full name, the outcome that must come, and notes if they matter.
    reason: why, for those who read the history.
    """

    cases: Cases
    reason: ChangeReason


class AddRuleTestCase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stored decision that shall be a test case.

    outcome: what should have come; without it, what did. reason: why, for those who read the history.
    """

    name: CaseName
    decision_id: Annotated[str, Meta(max_length=64)]
    outcome: Outcome | None = None
    reason: ChangeReason


class RunRuleTestCases(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """version_id: which version to try; without it, the newest, or the default where there is none."""

    version_id: Annotated[str, Meta(max_length=64)] | None = None


class RuleTestCaseSet(msgspec.Struct, frozen=True, kw_only=True):
    """The test cases of a use case. number: 0, without an id, where there never were any. digest: SHA-256, in hexadecimal."""

    id: str | None
    use_case: str
    number: int
    digest: str
    author: str
    reason: str
    cases: list[RuleTest]


class RuleTestCaseSetSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A set of test cases that was in force once, without the cases."""

    id: str
    use_case: str
    number: int
    digest: str
    case_count: int
    author: str
    reason: str
    created_at: datetime


class RuleTestCaseSetPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of sets, newest first."""

    data: list[RuleTestCaseSetSummary]
    has_more: bool
    next_after: str | None


class RuleTestCaseReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a version gives for each case. version_id: null for the default. failed: how many cases."""

    version_id: str | None
    version_number: int
    set_number: int
    failed: int
    results: list[RuleTestCaseResult]


def change_of(sent: PutRuleTestCases) -> ChangeCases:
    return ChangeCases(cases=sent.cases, reason=sent.reason)


def wanted_case(sent: AddRuleTestCase) -> CaseFromDecision:
    return CaseFromDecision(
        name=sent.name,
        decision_id=parse("dec", sent.decision_id),
        reason=sent.reason,
        outcome=sent.outcome,
    )


def case_set_view(held: RuleTestSet) -> RuleTestCaseSet:
    return RuleTestCaseSet(
        id=None if held.id is None else public(PREFIX, held.id),
        use_case=held.use_case,
        number=held.number,
        digest=held.digest.hex(),
        author=held.author,
        reason=held.reason,
        cases=list(held.cases),
    )


def case_set_page(page: Page[RuleTestSummary]) -> RuleTestCaseSetPage:
    return RuleTestCaseSetPage(
        data=[_summary(row) for row in page.data], has_more=page.has_more, next_after=page.next_after
    )


def _summary(row: RuleTestSummary) -> RuleTestCaseSetSummary:
    return RuleTestCaseSetSummary(
        id=public(PREFIX, row.id),
        use_case=row.use_case,
        number=row.number,
        digest=row.digest.hex(),
        case_count=row.case_count,
        author=row.author,
        reason=row.reason,
        created_at=row.created_at,
    )


def case_report_view(report: RuleTestReport) -> RuleTestCaseReport:
    return RuleTestCaseReport(
        version_id=None if report.version_id is None else public("rsv", report.version_id),
        version_number=report.version_number,
        set_number=report.set_number,
        failed=sum(not result.passed for result in report.results),
        results=[case_result_view(result) for result in report.results],
    )
