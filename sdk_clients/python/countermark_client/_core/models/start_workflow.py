# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="StartWorkflow")


@_attrs_define
class StartWorkflow:
    """What to start an instance with.

    Attributes:
        subject (str): what it is about, an id of yours or ours and never personal; one instance of a workflow is open
            for each.
        input_ (Any | Unset): what its tasks read as `$input`; sealed while it is open, and deleted when it has ended.
    """

    subject: str
    input_: Any | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        subject = d.pop("subject")
        input_ = d.pop("input", UNSET)
        return cls(
            subject=subject,
            input_=input_,
        )


_RENAMED = {
    "input_": "input",
}
StartWorkflow._renamed = _RENAMED  # type: ignore[attr-defined]
