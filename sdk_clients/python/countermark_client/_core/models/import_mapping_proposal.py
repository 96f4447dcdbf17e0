# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.doubt import Doubt
    from ..models.finding_view import FindingView
    from ..models.mapping_definition import MappingDefinition
    from ..models.preview_row import PreviewRow


T = TypeVar("T", bound="ImportMappingProposal")


@_attrs_define
class ImportMappingProposal:
    """A mapping as the file suggests it.

    Attributes:
        definition (MappingDefinition): How statements of one kind are read.
        columns (list[str]):
        doubts (list[Doubt]):
        rows (list[PreviewRow]): the first payments, as this mapping reads them. findings: lines that are no payment.
        findings (list[FindingView]):
    """

    definition: MappingDefinition
    columns: list[str]
    doubts: list[Doubt]
    rows: list[PreviewRow]
    findings: list[FindingView]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.doubt import Doubt  # noqa: PLC0415
        from ..models.finding_view import FindingView  # noqa: PLC0415
        from ..models.mapping_definition import MappingDefinition  # noqa: PLC0415
        from ..models.preview_row import PreviewRow  # noqa: PLC0415

        d = dict(src_dict)
        definition = MappingDefinition.from_dict(d.pop("definition"))

        columns = cast(list[str], d.pop("columns"))

        doubts = []
        _doubts = d.pop("doubts")
        for doubts_item_data in _doubts:
            doubts_item = Doubt.from_dict(doubts_item_data)

            doubts.append(doubts_item)

        rows = []
        _rows = d.pop("rows")
        for rows_item_data in _rows:
            rows_item = PreviewRow.from_dict(rows_item_data)

            rows.append(rows_item)

        findings = []
        _findings = d.pop("findings")
        for findings_item_data in _findings:
            findings_item = FindingView.from_dict(findings_item_data)

            findings.append(findings_item)

        return cls(
            definition=definition,
            columns=columns,
            doubts=doubts,
            rows=rows,
            findings=findings,
        )
