# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.actionable_feature import ActionableFeature


T = TypeVar("T", bound="FindCounterfactual")


@_attrs_define
class FindCounterfactual:
    """FindCounterfactual.

    Attributes:
        outcome (None | str | Unset): the one to reach; any other than the one that was, when not told.
        actionable (list[ActionableFeature] | None | Unset): what may be changed, instead of all that the use case or
            the version's manifest declares.
    """

    outcome: None | str | Unset = UNSET
    actionable: list[ActionableFeature] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.actionable_feature import ActionableFeature  # noqa: PLC0415

        d = dict(src_dict)
        outcome = cast("None | str | Unset", d.pop("outcome", UNSET))

        def _parse_actionable(data: object) -> list[ActionableFeature] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                actionable_type_0 = []
                _actionable_type_0 = data
                for actionable_type_0_item_data in _actionable_type_0:
                    actionable_type_0_item = ActionableFeature.from_dict(actionable_type_0_item_data)

                    actionable_type_0.append(actionable_type_0_item)

                return actionable_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ActionableFeature] | None | Unset, data)

        actionable = _parse_actionable(d.pop("actionable", UNSET))

        return cls(
            outcome=outcome,
            actionable=actionable,
        )
