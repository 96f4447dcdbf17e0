# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="EventKindView")


@_attrs_define
class EventKindView:
    """One kind of event. subject: the prefix of the id that it is about. example: of a message's `data`.

    Attributes:
        name (str):
        about (str):
        subject (str):
        example (Any):
    """

    name: str
    about: str
    subject: str
    example: Any

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        about = d.pop("about")
        subject = d.pop("subject")
        example = d.pop("example")
        return cls(
            name=name,
            about=about,
            subject=subject,
            example=example,
        )
