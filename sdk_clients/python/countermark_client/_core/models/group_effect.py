# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.group_effect_by import GroupEffectBy, check_group_effect_by
from ..types import plain

if TYPE_CHECKING:
    from ..models.effect import Effect


T = TypeVar("T", bound="GroupEffect")


@_attrs_define
class GroupEffect:
    """GroupEffect.

    Attributes:
        by (GroupEffectBy):
        value (None | str): of the group; None where the decisions name none, `(other)` for those beyond the most
            frequent.
        effect (Effect): What the draft changes among some decisions.
    """

    by: GroupEffectBy
    value: None | str
    effect: Effect

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.effect import Effect  # noqa: PLC0415

        d = dict(src_dict)
        by = check_group_effect_by(d.pop("by"))

        value = cast("None | str", d.pop("value"))
        effect = Effect.from_dict(d.pop("effect"))

        return cls(
            by=by,
            value=value,
            effect=effect,
        )
