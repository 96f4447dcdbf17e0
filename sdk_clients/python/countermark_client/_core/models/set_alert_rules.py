# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.alert_rule import AlertRule


T = TypeVar("T", bound="SetAlertRules")


@_attrs_define
class SetAlertRules:
    """SetAlertRules.

    Attributes:
        rules (list[AlertRule]): all of them, in order; of those that match an event the first counts. None at all raise
            nothing.
    """

    rules: list[AlertRule]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.alert_rule import AlertRule  # noqa: PLC0415

        d = dict(src_dict)
        rules = []
        _rules = d.pop("rules")
        for rules_item_data in _rules:
            rules_item = AlertRule.from_dict(rules_item_data)

            rules.append(rules_item)

        return cls(
            rules=rules,
        )
