# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.root_cause_view import RootCauseView


T = TypeVar("T", bound="RootCausePage")


@_attrs_define
class RootCausePage:
    """One page of causes. since, until: of the period, in whole hours. before_since, before_until: what it is compared
    with.

        Attributes:
            data (list[RootCauseView]):
            has_more (bool):
            next_after (None | str):
            since (str):
            until (str):
            before_since (str):
            before_until (str):
    """

    data: list[RootCauseView]
    has_more: bool
    next_after: None | str
    since: str
    until: str
    before_since: str
    before_until: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.root_cause_view import RootCauseView  # noqa: PLC0415

        d = dict(src_dict)
        data = []
        _data = d.pop("data")
        for data_item_data in _data:
            data_item = RootCauseView.from_dict(data_item_data)

            data.append(data_item)

        has_more = d.pop("has_more")
        next_after = cast("None | str", d.pop("next_after"))
        since = d.pop("since")
        until = d.pop("until")
        before_since = d.pop("before_since")
        before_until = d.pop("before_until")
        return cls(
            data=data,
            has_more=has_more,
            next_after=next_after,
            since=since,
            until=until,
            before_since=before_since,
            before_until=before_until,
        )
