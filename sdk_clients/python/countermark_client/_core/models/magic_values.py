# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.magic_value import MagicValue


T = TypeVar("T", bound="MagicValues")


@_attrs_define
class MagicValues:
    """MagicValues.

    Attributes:
        active (bool): whether they do anything in the caller's environment: they do in a sandbox alone.
        data (list[MagicValue]):
    """

    active: bool
    data: list[MagicValue]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.magic_value import MagicValue  # noqa: PLC0415

        d = dict(src_dict)
        active = d.pop("active")
        data = []
        _data = d.pop("data")
        for data_item_data in _data:
            data_item = MagicValue.from_dict(data_item_data)

            data.append(data_item)

        return cls(
            active=active,
            data=data,
        )
