# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.version_view import VersionView


T = TypeVar("T", bound="VersionPage")


@_attrs_define
class VersionPage:
    """One page of versions: the starters on the first page, then the environment's own, newest first.

    Attributes:
        data (list[VersionView]):
        has_more (bool):
        next_after (None | str):
    """

    data: list[VersionView]
    has_more: bool
    next_after: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.version_view import VersionView  # noqa: PLC0415

        d = dict(src_dict)
        data = []
        _data = d.pop("data")
        for data_item_data in _data:
            data_item = VersionView.from_dict(data_item_data)

            data.append(data_item)

        has_more = d.pop("has_more")
        next_after = cast("None | str", d.pop("next_after"))
        return cls(
            data=data,
            has_more=has_more,
            next_after=next_after,
        )
