# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.create_suppression_kind_type_0 import (
    CreateSuppressionKindType0,
    check_create_suppression_kind_type_0,
)
from ..models.create_suppression_kind_type_1 import (
    CreateSuppressionKindType1,
    check_create_suppression_kind_type_1,
)
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="CreateSuppression")


@_attrs_define
class CreateSuppression:
    """Whom nobody is to be troubled about, and until when.

    this code, and events with this `code` or this name behind the dot (`stuck`); one rule
    (the id of a node, or of an alert rule). until: within 366 days. reason: why, for those who read the history.

        Attributes:
            kind (CreateSuppressionKindType0 | CreateSuppressionKindType1):
            value (str): your own id, or the name of a gateway. use_case, cause, rule: what it is narrowed to: one use case;
                decisions whose first reason has
            until (datetime.datetime):
            reason (str):
            use_case (None | str | Unset):
            cause (None | str | Unset):
            rule (None | str | Unset):
    """

    kind: CreateSuppressionKindType0 | CreateSuppressionKindType1
    value: str
    until: datetime.datetime
    reason: str
    use_case: None | str | Unset = UNSET
    cause: None | str | Unset = UNSET
    rule: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)

        def _parse_kind(data: object) -> CreateSuppressionKindType0 | CreateSuppressionKindType1:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                kind_type_0 = check_create_suppression_kind_type_0(data)

                return kind_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            kind_type_1 = check_create_suppression_kind_type_1(data)

            return kind_type_1

        kind = _parse_kind(d.pop("kind"))

        value = d.pop("value")
        until = datetime.datetime.fromisoformat(d.pop("until"))

        reason = d.pop("reason")
        use_case = cast("None | str | Unset", d.pop("use_case", UNSET))
        cause = cast("None | str | Unset", d.pop("cause", UNSET))
        rule = cast("None | str | Unset", d.pop("rule", UNSET))
        return cls(
            kind=kind,
            value=value,
            until=until,
            reason=reason,
            use_case=use_case,
            cause=cause,
            rule=rule,
        )
