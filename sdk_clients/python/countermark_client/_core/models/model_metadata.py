# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.tensor_info import TensorInfo


T = TypeVar("T", bound="ModelMetadata")


@_attrs_define
class ModelMetadata:
    """What a model takes and gives.

    Attributes:
        name (str): as it was asked for.
        versions (list[str]): the id of the version that answers.
        platform (str): what runs it.
        inputs (list[TensorInfo]):
        outputs (list[TensorInfo]):
    """

    name: str
    versions: list[str]
    platform: str
    inputs: list[TensorInfo]
    outputs: list[TensorInfo]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.tensor_info import TensorInfo  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")
        versions = cast(list[str], d.pop("versions"))

        platform = d.pop("platform")
        inputs = []
        _inputs = d.pop("inputs")
        for inputs_item_data in _inputs:
            inputs_item = TensorInfo.from_dict(inputs_item_data)

            inputs.append(inputs_item)

        outputs = []
        _outputs = d.pop("outputs")
        for outputs_item_data in _outputs:
            outputs_item = TensorInfo.from_dict(outputs_item_data)

            outputs.append(outputs_item)

        return cls(
            name=name,
            versions=versions,
            platform=platform,
            inputs=inputs,
            outputs=outputs,
        )
