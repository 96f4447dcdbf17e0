# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.rule_pack_limit import RulePackLimit
    from ..models.rule_pack_source import RulePackSource
    from ..models.rule_test import RuleTest


T = TypeVar("T", bound="RulePackView")


@_attrs_define
class RulePackView:
    """One edition of a pack.

    Attributes:
        id (str):
        edition (str): the day from which its limits hold, `YYYY-MM-DD`. to_confirm: what a compliance team must
            confirm.
        title (str):
        summary (str):
        use_cases (list[str]):
        sources (list[RulePackSource]):
        limits (list[RulePackLimit]):
        to_confirm (list[str]):
        not_covered (list[str]): what it leaves to others. table: its decision table, in JDM. test_cases: what must come
            of it.
        table (Any):
        test_cases (list[RuleTest]):
    """

    id: str
    edition: str
    title: str
    summary: str
    use_cases: list[str]
    sources: list[RulePackSource]
    limits: list[RulePackLimit]
    to_confirm: list[str]
    not_covered: list[str]
    table: Any
    test_cases: list[RuleTest]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.rule_pack_limit import RulePackLimit  # noqa: PLC0415
        from ..models.rule_pack_source import RulePackSource  # noqa: PLC0415
        from ..models.rule_test import RuleTest  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        edition = d.pop("edition")
        title = d.pop("title")
        summary = d.pop("summary")
        use_cases = cast(list[str], d.pop("use_cases"))

        sources = []
        _sources = d.pop("sources")
        for sources_item_data in _sources:
            sources_item = RulePackSource.from_dict(sources_item_data)

            sources.append(sources_item)

        limits = []
        _limits = d.pop("limits")
        for limits_item_data in _limits:
            limits_item = RulePackLimit.from_dict(limits_item_data)

            limits.append(limits_item)

        to_confirm = cast(list[str], d.pop("to_confirm"))

        not_covered = cast(list[str], d.pop("not_covered"))

        table = d.pop("table")
        test_cases = []
        _test_cases = d.pop("test_cases")
        for test_cases_item_data in _test_cases:
            test_cases_item = RuleTest.from_dict(test_cases_item_data)

            test_cases.append(test_cases_item)

        return cls(
            id=id,
            edition=edition,
            title=title,
            summary=summary,
            use_cases=use_cases,
            sources=sources,
            limits=limits,
            to_confirm=to_confirm,
            not_covered=not_covered,
            table=table,
            test_cases=test_cases,
        )
