# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="InferenceServer")


@_attrs_define
class InferenceServer:
    """InferenceServer.

    Attributes:
        name (str):
        version (str):
        extensions (list[str]): of the protocol, those that are spoken here.
    """

    name: str
    version: str
    extensions: list[str]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        version = d.pop("version")
        extensions = cast(list[str], d.pop("extensions"))

        return cls(
            name=name,
            version=version,
            extensions=extensions,
        )
