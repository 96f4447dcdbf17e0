# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.rule_test_case_result import RuleTestCaseResult


T = TypeVar("T", bound="RuleTestCaseReport")


@_attrs_define
class RuleTestCaseReport:
    """What a version gives for each case. version_id: null for the default. failed: how many cases.

    Attributes:
        version_id (None | str):
        version_number (int):
        set_number (int):
        failed (int):
        results (list[RuleTestCaseResult]):
    """

    version_id: None | str
    version_number: int
    set_number: int
    failed: int
    results: list[RuleTestCaseResult]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.rule_test_case_result import RuleTestCaseResult  # noqa: PLC0415

        d = dict(src_dict)
        version_id = cast("None | str", d.pop("version_id"))
        version_number = d.pop("version_number")
        set_number = d.pop("set_number")
        failed = d.pop("failed")
        results = []
        _results = d.pop("results")
        for results_item_data in _results:
            results_item = RuleTestCaseResult.from_dict(results_item_data)

            results.append(results_item)

        return cls(
            version_id=version_id,
            version_number=version_number,
            set_number=set_number,
            failed=failed,
            results=results,
        )
