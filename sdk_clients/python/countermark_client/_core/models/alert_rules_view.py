# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.alert_rule import AlertRule


T = TypeVar("T", bound="AlertRulesView")


@_attrs_define
class AlertRulesView:
    """The rules that count. number: of the change that made them; 0 for those that ship with the service.

    Attributes:
        number (int):
        author (str):
        changed_at (None | str):
        rules (list[AlertRule]):
    """

    number: int
    author: str
    changed_at: None | str
    rules: list[AlertRule]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.alert_rule import AlertRule  # noqa: PLC0415

        d = dict(src_dict)
        number = d.pop("number")
        author = d.pop("author")
        changed_at = cast("None | str", d.pop("changed_at"))
        rules = []
        _rules = d.pop("rules")
        for rules_item_data in _rules:
            rules_item = AlertRule.from_dict(rules_item_data)

            rules.append(rules_item)

        return cls(
            number=number,
            author=author,
            changed_at=changed_at,
            rules=rules,
        )
