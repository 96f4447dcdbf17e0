# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="CustomerFeaturesView")


@_attrs_define
class CustomerFeaturesView:
    """What the features say of a customer; null where that is not known.

    Attributes:
        customer_id (str):
        as_of (str): the moment that they are of. catalogue: those of every customer. declared: your own that are not
            retired.
        catalogue (Any):
        declared (Any):
    """

    customer_id: str
    as_of: str
    catalogue: Any
    declared: Any

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        customer_id = d.pop("customer_id")
        as_of = d.pop("as_of")
        catalogue = d.pop("catalogue")
        declared = d.pop("declared")
        return cls(
            customer_id=customer_id,
            as_of=as_of,
            catalogue=catalogue,
            declared=declared,
        )
