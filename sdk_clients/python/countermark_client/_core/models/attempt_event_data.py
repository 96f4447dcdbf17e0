# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="AttemptEventData")


@_attrs_define
class AttemptEventData:
    """Of an attempt that failed.

    Attributes:
        gateway (str): where.
        code (str): why, in our words.
        method (str): of the payment.
    """

    gateway: str
    code: str
    method: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        gateway = d.pop("gateway")
        code = d.pop("code")
        method = d.pop("method")
        return cls(
            gateway=gateway,
            code=code,
            method=method,
        )
