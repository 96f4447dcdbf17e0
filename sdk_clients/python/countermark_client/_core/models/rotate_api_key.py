# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="RotateApiKey")


@_attrs_define
class RotateApiKey:
    """RotateApiKey.

    Attributes:
        grace_s (int | Unset): how long the old key still works beside the new one. Default: 86400.
    """

    grace_s: int | Unset = 86400

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        grace_s = d.pop("grace_s", UNSET)
        return cls(
            grace_s=grace_s,
        )
