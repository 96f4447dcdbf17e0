# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.rule_test_case_result import RuleTestCaseResult


T = TypeVar("T", bound="RuleFileDraft")


@_attrs_define
class RuleFileDraft:
    """What a file says, checked and priced; push it to keep it.

    base_id, base_number: the version that it was compared with; null and 0 for the default. changed: whether it
    differs.

        Attributes:
            graph (Any):
            fallback (str):
            digest (str):
            base_id (None | str):
            base_number (int):
            changed (bool):
            outcomes (list[str]):
            cost_us (int):
            failed (int): how many test cases fail.
            test_cases (list[RuleTestCaseResult]):
    """

    graph: Any
    fallback: str
    digest: str
    base_id: None | str
    base_number: int
    changed: bool
    outcomes: list[str]
    cost_us: int
    failed: int
    test_cases: list[RuleTestCaseResult]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.rule_test_case_result import RuleTestCaseResult  # noqa: PLC0415

        d = dict(src_dict)
        graph = d.pop("graph")
        fallback = d.pop("fallback")
        digest = d.pop("digest")
        base_id = cast("None | str", d.pop("base_id"))
        base_number = d.pop("base_number")
        changed = d.pop("changed")
        outcomes = cast(list[str], d.pop("outcomes"))

        cost_us = d.pop("cost_us")
        failed = d.pop("failed")
        test_cases = []
        _test_cases = d.pop("test_cases")
        for test_cases_item_data in _test_cases:
            test_cases_item = RuleTestCaseResult.from_dict(test_cases_item_data)

            test_cases.append(test_cases_item)

        return cls(
            graph=graph,
            fallback=fallback,
            digest=digest,
            base_id=base_id,
            base_number=base_number,
            changed=changed,
            outcomes=outcomes,
            cost_us=cost_us,
            failed=failed,
            test_cases=test_cases,
        )
