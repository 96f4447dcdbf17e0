# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="TensorInfo")


@_attrs_define
class TensorInfo:
    """A tensor as metadata names it.

    Attributes:
        name (str): what it is called.
        datatype (str): of its elements.
        shape (list[int]): -1 stands for any number of rows.
    """

    name: str
    datatype: str
    shape: list[int]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        datatype = d.pop("datatype")
        shape = cast(list[int], d.pop("shape"))

        return cls(
            name=name,
            datatype=datatype,
            shape=shape,
        )
