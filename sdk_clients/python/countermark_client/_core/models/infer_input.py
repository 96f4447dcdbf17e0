# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.infer_input_datatype import InferInputDatatype, check_infer_input_datatype
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="InferInput")


@_attrs_define
class InferInput:
    """One tensor to score.

    Attributes:
        name (str): `features` for all of them in one tensor, or the name of a column.
        datatype (InferInputDatatype): of its elements.
        shape (list[int]): [n, features], or [n] or [n, 1] of a column.
        parameters (Any | Unset): `binary_data_size` says how many bytes of it follow the JSON.
        data (list[Any] | Unset): absent when the tensor is binary.
    """

    name: str
    datatype: InferInputDatatype
    shape: list[int]
    parameters: Any | Unset = UNSET
    data: list[Any] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        datatype = check_infer_input_datatype(d.pop("datatype"))

        shape = cast(list[int], d.pop("shape"))

        parameters = d.pop("parameters", UNSET)
        data = cast(list[Any], d.pop("data", UNSET))

        return cls(
            name=name,
            datatype=datatype,
            shape=shape,
            parameters=parameters,
            data=data,
        )
