# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="RulePackSource")


@_attrs_define
class RulePackSource:
    """Where a limit is from. reference: of the circular, empty where none was found. date: `YYYY-MM-DD`. url: public.

    Attributes:
        title (str):
        issuer (str):
        reference (str):
        date (str):
        url (str):
    """

    title: str
    issuer: str
    reference: str
    date: str
    url: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        title = d.pop("title")
        issuer = d.pop("issuer")
        reference = d.pop("reference")
        date = d.pop("date")
        url = d.pop("url")
        return cls(
            title=title,
            issuer=issuer,
            reference=reference,
            date=date,
            url=url,
        )
