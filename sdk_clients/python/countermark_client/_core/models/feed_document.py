# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="FeedDocument")


@_attrs_define
class FeedDocument:
    """A payment as another system tells it: any object; the feed's mapping names the values by field or by JSON pointer.

    Attributes:
        id (None | str | Unset):
        type_ (None | str | Unset):
        data (Any | Unset):
    """

    id: None | str | Unset = UNSET
    type_: None | str | Unset = UNSET
    data: Any | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = cast("None | str | Unset", d.pop("id", UNSET))
        type_ = cast("None | str | Unset", d.pop("type", UNSET))
        data = d.pop("data", UNSET)
        return cls(
            id=id,
            type_=type_,
            data=data,
        )


_RENAMED = {
    "type_": "type",
}
FeedDocument._renamed = _RENAMED  # type: ignore[attr-defined]
