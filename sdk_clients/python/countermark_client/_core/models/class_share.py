# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="ClassShare")


@_attrs_define
class ClassShare:
    """How often a version named a class: of the reference's rows, and of live ones.

    Attributes:
        name (str):
        reference (float):
        live (float):
    """

    name: str
    reference: float
    live: float

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        reference = d.pop("reference")
        live = d.pop("live")
        return cls(
            name=name,
            reference=reference,
            live=live,
        )
