# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="RateChange")


@_attrs_define
class RateChange:
    """When a failure rate changed. method: null where it is the whole gateway's. until: of the new rate, or the report's
    end.

        Attributes:
            gateway (str):
            method (None | str):
            at (str):
            until (str):
            rate_before (float):
            rate_after (float):
            tries_after (int):
    """

    gateway: str
    method: None | str
    at: str
    until: str
    rate_before: float
    rate_after: float
    tries_after: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        gateway = d.pop("gateway")
        method = cast("None | str", d.pop("method"))
        at = d.pop("at")
        until = d.pop("until")
        rate_before = d.pop("rate_before")
        rate_after = d.pop("rate_after")
        tries_after = d.pop("tries_after")
        return cls(
            gateway=gateway,
            method=method,
            at=at,
            until=until,
            rate_before=rate_before,
            rate_after=rate_after,
            tries_after=tries_after,
        )
