# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.alert_rule_priority import AlertRulePriority, check_alert_rule_priority
from ..models.alert_rule_severity_type_0 import AlertRuleSeverityType0, check_alert_rule_severity_type_0
from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.condition import Condition


T = TypeVar("T", bound="AlertRule")


@_attrs_define
class AlertRule:
    """What one kind of event does. Of the rules of an environment the first that matches counts.

    Attributes:
        name (str):
        kinds (list[str]): of events, or of alerts that are raised by API.
        where (list[Condition] | Unset): what the event's data must be like; all of it.
        severity (AlertRuleSeverityType0 | None | Unset): of the alert; None raises none.
        group_by (str | Unset): what makes two events one alert: `subject`, `kind`, or a field of the data, such as
            `gateway`. Default: 'subject'.
        resolves (list[str] | Unset): kinds whose alerts of the same group this event ends.
        queue (None | str | Unset): opens a case in that queue with each new alert. priority: of that case.
        priority (AlertRulePriority | Unset):  Default: 'normal'.
    """

    name: str
    kinds: list[str]
    where: list[Condition] | Unset = UNSET
    severity: AlertRuleSeverityType0 | None | Unset = UNSET
    group_by: str | Unset = "subject"
    resolves: list[str] | Unset = UNSET
    queue: None | str | Unset = UNSET
    priority: AlertRulePriority | Unset = "normal"

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.condition import Condition  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")
        kinds = cast(list[str], d.pop("kinds"))

        _where = d.pop("where", UNSET)
        where: list[Condition] | Unset = UNSET
        if _where is not UNSET:
            where = []
            for where_item_data in _where:
                where_item = Condition.from_dict(where_item_data)

                where.append(where_item)

        def _parse_severity(data: object) -> AlertRuleSeverityType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                severity_type_0 = check_alert_rule_severity_type_0(data)

                return severity_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AlertRuleSeverityType0 | None | Unset, data)

        severity = _parse_severity(d.pop("severity", UNSET))

        group_by = d.pop("group_by", UNSET)
        resolves = cast(list[str], d.pop("resolves", UNSET))

        queue = cast("None | str | Unset", d.pop("queue", UNSET))
        _priority = d.pop("priority", UNSET)
        priority: AlertRulePriority | Unset
        if isinstance(_priority, Unset):
            priority = UNSET
        else:
            priority = check_alert_rule_priority(_priority)

        return cls(
            name=name,
            kinds=kinds,
            where=where,
            severity=severity,
            group_by=group_by,
            resolves=resolves,
            queue=queue,
            priority=priority,
        )
