# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="Received")


@_attrs_define
class Received:
    """Received.

    Attributes:
        received (bool):
        repeated (bool): the same event was here already, and nothing was done again.
    """

    received: bool
    repeated: bool

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        received = d.pop("received")
        repeated = d.pop("repeated")
        return cls(
            received=received,
            repeated=repeated,
        )
