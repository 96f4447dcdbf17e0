# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.preview_body_channel import PreviewBodyChannel, check_preview_body_channel
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="PreviewBody")


@_attrs_define
class PreviewBody:
    """A message as a step would send it. values: for its placeholders. text, subject: a wording that is not kept yet, in
    place of
    the kept one.

        Attributes:
            name (str):
            channel (PreviewBodyChannel):
            language (str | Unset):  Default: 'en'.
            values (Any | Unset):
            text (None | str | Unset):
            subject (str | Unset):  Default: ''.
    """

    name: str
    channel: PreviewBodyChannel
    language: str | Unset = "en"
    values: Any | Unset = UNSET
    text: None | str | Unset = UNSET
    subject: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        channel = check_preview_body_channel(d.pop("channel"))

        language = d.pop("language", UNSET)
        values = d.pop("values", UNSET)
        text = cast("None | str | Unset", d.pop("text", UNSET))
        subject = d.pop("subject", UNSET)
        return cls(
            name=name,
            channel=channel,
            language=language,
            values=values,
            text=text,
            subject=subject,
        )
