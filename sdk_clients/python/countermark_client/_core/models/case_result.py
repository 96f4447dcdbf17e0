# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="CaseResult")


@_attrs_define
class CaseResult:
    """What came of it. happened, label: the truth about the decisions among its evidence, which becomes their feedback.

    Attributes:
        result (str):
        happened (bool | None | Unset):
        label (None | str | Unset):
        comment (None | str | Unset):
    """

    result: str
    happened: bool | None | Unset = UNSET
    label: None | str | Unset = UNSET
    comment: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        result = d.pop("result")
        happened = cast("bool | None | Unset", d.pop("happened", UNSET))
        label = cast("None | str | Unset", d.pop("label", UNSET))
        comment = cast("None | str | Unset", d.pop("comment", UNSET))
        return cls(
            result=result,
            happened=happened,
            label=label,
            comment=comment,
        )
