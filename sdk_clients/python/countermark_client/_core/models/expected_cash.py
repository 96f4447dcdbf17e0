# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="ExpectedCash")


@_attrs_define
class ExpectedCash:
    """Money that is to come in. at: when. amount_minor: how much.

    Attributes:
        at (datetime.datetime):
        amount_minor (int):
    """

    at: datetime.datetime
    amount_minor: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

        amount_minor = d.pop("amount_minor")
        return cls(
            at=at,
            amount_minor=amount_minor,
        )
