# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="WorkflowVersionView")


@_attrs_define
class WorkflowVersionView:
    """One immutable version. digest: SHA-256, in hexadecimal, over the RFC 8785 form of the document.

    Attributes:
        id (str):
        workflow_id (str):
        name (str):
        number (int):
        title (str):
        digest (str):
        starts_on (None | str):
        actions (list[str]):
        template (None | str):
        author (str):
        reason (str):
        created_at (str):
        document (Any):
    """

    id: str
    workflow_id: str
    name: str
    number: int
    title: str
    digest: str
    starts_on: None | str
    actions: list[str]
    template: None | str
    author: str
    reason: str
    created_at: str
    document: Any

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        workflow_id = d.pop("workflow_id")
        name = d.pop("name")
        number = d.pop("number")
        title = d.pop("title")
        digest = d.pop("digest")
        starts_on = cast("None | str", d.pop("starts_on"))
        actions = cast(list[str], d.pop("actions"))

        template = cast("None | str", d.pop("template"))
        author = d.pop("author")
        reason = d.pop("reason")
        created_at = d.pop("created_at")
        document = d.pop("document")
        return cls(
            id=id,
            workflow_id=workflow_id,
            name=name,
            number=number,
            title=title,
            digest=digest,
            starts_on=starts_on,
            actions=actions,
            template=template,
            author=author,
            reason=reason,
            created_at=created_at,
            document=document,
        )
