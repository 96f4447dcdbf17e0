# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.rule_test import RuleTest


T = TypeVar("T", bound="RuleTestCaseSet")


@_attrs_define
class RuleTestCaseSet:
    """The test cases of a use case. number: 0, without an id, where there never were any. digest: SHA-256, in hexadecimal.

    Attributes:
        id (None | str):
        use_case (str):
        number (int):
        digest (str):
        author (str):
        reason (str):
        cases (list[RuleTest]):
    """

    id: None | str
    use_case: str
    number: int
    digest: str
    author: str
    reason: str
    cases: list[RuleTest]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.rule_test import RuleTest  # noqa: PLC0415

        d = dict(src_dict)
        id = cast("None | str", d.pop("id"))
        use_case = d.pop("use_case")
        number = d.pop("number")
        digest = d.pop("digest")
        author = d.pop("author")
        reason = d.pop("reason")
        cases = []
        _cases = d.pop("cases")
        for cases_item_data in _cases:
            cases_item = RuleTest.from_dict(cases_item_data)

            cases.append(cases_item)

        return cls(
            id=id,
            use_case=use_case,
            number=number,
            digest=digest,
            author=author,
            reason=reason,
            cases=cases,
        )
