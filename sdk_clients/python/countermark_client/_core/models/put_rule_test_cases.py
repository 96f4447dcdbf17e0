# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.rule_test import RuleTest


T = TypeVar("T", bound="PutRuleTestCases")


@_attrs_define
class PutRuleTestCases:
    """All test cases of a use case as they shall be from now on.

    Attributes:
        cases (list[RuleTest]): each with a name of its own, facts by full name, the outcome that must come, and notes
            if they matter.
        reason (str): why, for those who read the history.
    """

    cases: list[RuleTest]
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.rule_test import RuleTest  # noqa: PLC0415

        d = dict(src_dict)
        cases = []
        _cases = d.pop("cases")
        for cases_item_data in _cases:
            cases_item = RuleTest.from_dict(cases_item_data)

            cases.append(cases_item)

        reason = d.pop("reason")
        return cls(
            cases=cases,
            reason=reason,
        )
