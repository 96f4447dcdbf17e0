# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="EvidencePayment")


@_attrs_define
class EvidencePayment:
    """One payment that says so. id: yours, if it was sent.

    Attributes:
        id (None | str):
        occurred_at (str):
        amount_minor (int):
        category (None | str):
    """

    id: None | str
    occurred_at: str
    amount_minor: int
    category: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = cast("None | str", d.pop("id"))
        occurred_at = d.pop("occurred_at")
        amount_minor = d.pop("amount_minor")
        category = cast("None | str", d.pop("category"))
        return cls(
            id=id,
            occurred_at=occurred_at,
            amount_minor=amount_minor,
            category=category,
        )
