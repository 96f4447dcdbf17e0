# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="PushWorkflow")


@_attrs_define
class PushWorkflow:
    """A new version of the workflow of its name. reason: why, for those who read the history.

    Attributes:
        document (Any):
        reason (str):
    """

    document: Any
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        document = d.pop("document")
        reason = d.pop("reason")
        return cls(
            document=document,
            reason=reason,
        )
