# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="InferRequestedOutput")


@_attrs_define
class InferRequestedOutput:
    """An output that is wanted.

    Attributes:
        name (str): one of the model's metadata.
        parameters (Any | Unset): `binary_data` asks for its bytes.
    """

    name: str
    parameters: Any | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        parameters = d.pop("parameters", UNSET)
        return cls(
            name=name,
            parameters=parameters,
        )
