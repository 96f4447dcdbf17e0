# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.message_template_view_channel import (
    MessageTemplateViewChannel,
    check_message_template_view_channel,
)
from ..types import plain

if TYPE_CHECKING:
    from ..models.provider_template import ProviderTemplate


T = TypeVar("T", bound="MessageTemplateView")


@_attrs_define
class MessageTemplateView:
    """One wording of a message. It never changes: what is put in its place is the next number.

    Attributes:
        id (str):
        name (str):
        channel (MessageTemplateViewChannel):
        language (str):
        number (int):
        subject (str):
        text (str):
        placeholders (list[str]): what a step gives values for. ended_at: when another took its place, or it was
            removed; null while it is in force.
        provider_template (None | ProviderTemplate):
        created_at (str):
        created_by (str):
        ended_at (None | str):
        ended_by (None | str):
    """

    id: str
    name: str
    channel: MessageTemplateViewChannel
    language: str
    number: int
    subject: str
    text: str
    placeholders: list[str]
    provider_template: None | ProviderTemplate
    created_at: str
    created_by: str
    ended_at: None | str
    ended_by: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.provider_template import ProviderTemplate  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        name = d.pop("name")
        channel = check_message_template_view_channel(d.pop("channel"))

        language = d.pop("language")
        number = d.pop("number")
        subject = d.pop("subject")
        text = d.pop("text")
        placeholders = cast(list[str], d.pop("placeholders"))

        def _parse_provider_template(data: object) -> None | ProviderTemplate:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                provider_template_type_0 = ProviderTemplate.from_dict(data)

                return provider_template_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProviderTemplate, data)

        provider_template = _parse_provider_template(d.pop("provider_template"))

        created_at = d.pop("created_at")
        created_by = d.pop("created_by")
        ended_at = cast("None | str", d.pop("ended_at"))
        ended_by = cast("None | str", d.pop("ended_by"))
        return cls(
            id=id,
            name=name,
            channel=channel,
            language=language,
            number=number,
            subject=subject,
            text=text,
            placeholders=placeholders,
            provider_template=provider_template,
            created_at=created_at,
            created_by=created_by,
            ended_at=ended_at,
            ended_by=ended_by,
        )
