# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="GatewayHealthEventData")


@_attrs_define
class GatewayHealthEventData:
    """Of a gateway's health.

    Attributes:
        gateway (str): which.
        method (str): of the payments; empty for all.
        since (datetime.datetime): when it began to fail.
    """

    gateway: str
    method: str
    since: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        gateway = d.pop("gateway")
        method = d.pop("method")
        since = datetime.datetime.fromisoformat(d.pop("since"))

        return cls(
            gateway=gateway,
            method=method,
            since=since,
        )
