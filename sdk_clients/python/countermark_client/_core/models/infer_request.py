# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.infer_input import InferInput
    from ..models.infer_requested_output import InferRequestedOutput


T = TypeVar("T", bound="InferRequest")


@_attrs_define
class InferRequest:
    """Rows to score.

    Attributes:
        inputs (list[InferInput]):
        id (None | str | Unset): the caller's own, given back.
        parameters (Any | Unset): `binary_data_output` asks for the bytes of all outputs.
        outputs (list[InferRequestedOutput] | None | Unset): absent for all but the contributions.
    """

    inputs: list[InferInput]
    id: None | str | Unset = UNSET
    parameters: Any | Unset = UNSET
    outputs: list[InferRequestedOutput] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.infer_input import InferInput  # noqa: PLC0415
        from ..models.infer_requested_output import InferRequestedOutput  # noqa: PLC0415

        d = dict(src_dict)
        inputs = []
        _inputs = d.pop("inputs")
        for inputs_item_data in _inputs:
            inputs_item = InferInput.from_dict(inputs_item_data)

            inputs.append(inputs_item)

        id = cast("None | str | Unset", d.pop("id", UNSET))
        parameters = d.pop("parameters", UNSET)

        def _parse_outputs(data: object) -> list[InferRequestedOutput] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                outputs_type_0 = []
                _outputs_type_0 = data
                for outputs_type_0_item_data in _outputs_type_0:
                    outputs_type_0_item = InferRequestedOutput.from_dict(outputs_type_0_item_data)

                    outputs_type_0.append(outputs_type_0_item)

                return outputs_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[InferRequestedOutput] | None | Unset, data)

        outputs = _parse_outputs(d.pop("outputs", UNSET))

        return cls(
            inputs=inputs,
            id=id,
            parameters=parameters,
            outputs=outputs,
        )
