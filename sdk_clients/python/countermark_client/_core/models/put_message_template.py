# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.put_message_template_channel import (
    PutMessageTemplateChannel,
    check_put_message_template_channel,
)
from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.provider_template import ProviderTemplate


T = TypeVar("T", bound="PutMessageTemplate")


@_attrs_define
class PutMessageTemplate:
    """The wording of a message from now on. placeholders: what a step gives values for; those in the text when left out.

    Attributes:
        name (str):
        channel (PutMessageTemplateChannel):
        text (str):
        language (str | Unset):  Default: 'en'.
        subject (str | Unset):  Default: ''.
        placeholders (list[str] | None | Unset):
        provider_template (None | ProviderTemplate | Unset):
    """

    name: str
    channel: PutMessageTemplateChannel
    text: str
    language: str | Unset = "en"
    subject: str | Unset = ""
    placeholders: list[str] | None | Unset = UNSET
    provider_template: None | ProviderTemplate | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.provider_template import ProviderTemplate  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")
        channel = check_put_message_template_channel(d.pop("channel"))

        text = d.pop("text")
        language = d.pop("language", UNSET)
        subject = d.pop("subject", UNSET)

        def _parse_placeholders(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                placeholders_type_0 = cast(list[str], data)

                return placeholders_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        placeholders = _parse_placeholders(d.pop("placeholders", UNSET))

        def _parse_provider_template(data: object) -> None | ProviderTemplate | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                provider_template_type_0 = ProviderTemplate.from_dict(data)

                return provider_template_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProviderTemplate | Unset, data)

        provider_template = _parse_provider_template(d.pop("provider_template", UNSET))

        return cls(
            name=name,
            channel=channel,
            text=text,
            language=language,
            subject=subject,
            placeholders=placeholders,
            provider_template=provider_template,
        )
