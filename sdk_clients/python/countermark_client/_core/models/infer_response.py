# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.infer_output import InferOutput


T = TypeVar("T", bound="InferResponse")


@_attrs_define
class InferResponse:
    """What the model returned.

    Attributes:
        model_name (str): as it was asked for.
        model_version (str): the id of the version that answered.
        outputs (list[InferOutput]):
        id (None | str | Unset): of the request, where it had one.
    """

    model_name: str
    model_version: str
    outputs: list[InferOutput]
    id: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.infer_output import InferOutput  # noqa: PLC0415

        d = dict(src_dict)
        model_name = d.pop("model_name")
        model_version = d.pop("model_version")
        outputs = []
        _outputs = d.pop("outputs")
        for outputs_item_data in _outputs:
            outputs_item = InferOutput.from_dict(outputs_item_data)

            outputs.append(outputs_item)

        id = cast("None | str | Unset", d.pop("id", UNSET))
        return cls(
            model_name=model_name,
            model_version=model_version,
            outputs=outputs,
            id=id,
        )
