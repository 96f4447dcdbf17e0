# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.attempt_fact import AttemptFact


T = TypeVar("T", bound="AttemptBatch")


@_attrs_define
class AttemptBatch:
    """Attempts and results to be recorded in one commit.

    Attributes:
        items (list[AttemptFact]): all of them are valid, or nothing is recorded.
    """

    items: list[AttemptFact]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.attempt_fact import AttemptFact  # noqa: PLC0415

        d = dict(src_dict)
        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = AttemptFact.from_dict(items_item_data)

            items.append(items_item)

        return cls(
            items=items,
        )
