# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.rule_finding import RuleFinding
    from ..models.rule_test_case_result import RuleTestCaseResult
    from ..models.trial_result import TrialResult


T = TypeVar("T", bound="TrialView")


@_attrs_define
class TrialView:
    """What a ruleset can give, what it reads, what its worst case costs, and a result for each set of facts.

    rows that ended.

        Attributes:
            outcomes (list[str]):
            facts (list[str]):
            cost_us (int):
            results (list[TrialResult]):
            test_cases (list[RuleTestCaseResult]): a result for each stored test case of the use case. findings: rows that
                never hit, inputs that none hits, rows at odds,
            findings (list[RuleFinding]):
    """

    outcomes: list[str]
    facts: list[str]
    cost_us: int
    results: list[TrialResult]
    test_cases: list[RuleTestCaseResult]
    findings: list[RuleFinding]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.rule_finding import RuleFinding  # noqa: PLC0415
        from ..models.rule_test_case_result import RuleTestCaseResult  # noqa: PLC0415
        from ..models.trial_result import TrialResult  # noqa: PLC0415

        d = dict(src_dict)
        outcomes = cast(list[str], d.pop("outcomes"))

        facts = cast(list[str], d.pop("facts"))

        cost_us = d.pop("cost_us")
        results = []
        _results = d.pop("results")
        for results_item_data in _results:
            results_item = TrialResult.from_dict(results_item_data)

            results.append(results_item)

        test_cases = []
        _test_cases = d.pop("test_cases")
        for test_cases_item_data in _test_cases:
            test_cases_item = RuleTestCaseResult.from_dict(test_cases_item_data)

            test_cases.append(test_cases_item)

        findings = []
        _findings = d.pop("findings")
        for findings_item_data in _findings:
            findings_item = RuleFinding.from_dict(findings_item_data)

            findings.append(findings_item)

        return cls(
            outcomes=outcomes,
            facts=facts,
            cost_us=cost_us,
            results=results,
            test_cases=test_cases,
            findings=findings,
        )
