# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.workflow_template_view import WorkflowTemplateView


T = TypeVar("T", bound="WorkflowTemplateList")


@_attrs_define
class WorkflowTemplateList:
    """Every shipped workflow, by name.

    Attributes:
        data (list[WorkflowTemplateView]):
    """

    data: list[WorkflowTemplateView]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.workflow_template_view import WorkflowTemplateView  # noqa: PLC0415

        d = dict(src_dict)
        data = []
        _data = d.pop("data")
        for data_item_data in _data:
            data_item = WorkflowTemplateView.from_dict(data_item_data)

            data.append(data_item)

        return cls(
            data=data,
        )
