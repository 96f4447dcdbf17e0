# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.binary_data import BinaryData


T = TypeVar("T", bound="InferOutput")


@_attrs_define
class InferOutput:
    """One output.

    Attributes:
        name (str):
        datatype (str):
        shape (list[int]):
        parameters (BinaryData | None | Unset):
        data (list[float] | None | Unset): its elements in row-major order, unless it is binary.
    """

    name: str
    datatype: str
    shape: list[int]
    parameters: BinaryData | None | Unset = UNSET
    data: list[float] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.binary_data import BinaryData  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")
        datatype = d.pop("datatype")
        shape = cast(list[int], d.pop("shape"))

        def _parse_parameters(data: object) -> BinaryData | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                parameters_type_0 = BinaryData.from_dict(data)

                return parameters_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BinaryData | None | Unset, data)

        parameters = _parse_parameters(d.pop("parameters", UNSET))

        def _parse_data(data: object) -> list[float] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                data_type_0 = cast(list[float], data)

                return data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[float] | None | Unset, data)

        data = _parse_data(d.pop("data", UNSET))

        return cls(
            name=name,
            datatype=datatype,
            shape=shape,
            parameters=parameters,
            data=data,
        )
