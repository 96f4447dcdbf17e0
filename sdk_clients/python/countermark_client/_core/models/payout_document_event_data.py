# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="PayoutDocumentEventData")


@_attrs_define
class PayoutDocumentEventData:
    """Of a payout that waits for a document.

    Attributes:
        document (str): which.
        amount_minor (int): in minor units of its currency.
        currency (str): ISO 4217.
    """

    document: str
    amount_minor: int
    currency: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        document = d.pop("document")
        amount_minor = d.pop("amount_minor")
        currency = d.pop("currency")
        return cls(
            document=document,
            amount_minor=amount_minor,
            currency=currency,
        )
