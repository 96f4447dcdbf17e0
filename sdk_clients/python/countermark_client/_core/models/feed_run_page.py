# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.feed_run_view import FeedRunView


T = TypeVar("T", bound="FeedRunPage")


@_attrs_define
class FeedRunPage:
    """One page of runs, newest first.

    Attributes:
        data (list[FeedRunView]):
        has_more (bool):
        next_after (None | str):
    """

    data: list[FeedRunView]
    has_more: bool
    next_after: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.feed_run_view import FeedRunView  # noqa: PLC0415

        d = dict(src_dict)
        data = []
        _data = d.pop("data")
        for data_item_data in _data:
            data_item = FeedRunView.from_dict(data_item_data)

            data.append(data_item)

        has_more = d.pop("has_more")
        next_after = cast("None | str", d.pop("next_after"))
        return cls(
            data=data,
            has_more=has_more,
            next_after=next_after,
        )
