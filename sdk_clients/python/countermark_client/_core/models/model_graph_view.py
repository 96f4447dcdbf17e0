# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="ModelGraphView")


@_attrs_define
class ModelGraphView:
    """An ONNX file that was received. sha256: names it in `uploadOwnModel`. expires_at: when it is deleted, if no version
    was made
    of it; a version has a copy of its own.

        Attributes:
            sha256 (str):
            size_bytes (int):
            expires_at (str):
    """

    sha256: str
    size_bytes: int
    expires_at: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        sha256 = d.pop("sha256")
        size_bytes = d.pop("size_bytes")
        expires_at = d.pop("expires_at")
        return cls(
            sha256=sha256,
            size_bytes=size_bytes,
            expires_at=expires_at,
        )
