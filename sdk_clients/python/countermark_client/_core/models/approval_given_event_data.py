# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="ApprovalGivenEventData")


@_attrs_define
class ApprovalGivenEventData:
    """Of a change that was judged.

    Attributes:
        about (str): the id of what it was about.
        verdict (str): `approved` or `refused`.
    """

    about: str
    verdict: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        about = d.pop("about")
        verdict = d.pop("verdict")
        return cls(
            about=about,
            verdict=verdict,
        )
