# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.shipped_text_view_channel import ShippedTextViewChannel, check_shipped_text_view_channel
from ..types import plain

T = TypeVar("T", bound="ShippedTextView")


@_attrs_define
class ShippedTextView:
    """A text that ships; one of your own under its name, channel and language takes its place.

    Attributes:
        name (str):
        channel (ShippedTextViewChannel):
        language (str):
        subject (str):
        text (str):
        placeholders (list[str]):
    """

    name: str
    channel: ShippedTextViewChannel
    language: str
    subject: str
    text: str
    placeholders: list[str]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        channel = check_shipped_text_view_channel(d.pop("channel"))

        language = d.pop("language")
        subject = d.pop("subject")
        text = d.pop("text")
        placeholders = cast(list[str], d.pop("placeholders"))

        return cls(
            name=name,
            channel=channel,
            language=language,
            subject=subject,
            text=text,
            placeholders=placeholders,
        )
