# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.preview_view_encoding_type_0 import PreviewViewEncodingType0, check_preview_view_encoding_type_0
from ..models.preview_view_source import PreviewViewSource, check_preview_view_source
from ..types import plain

if TYPE_CHECKING:
    from ..models.parameter_view import ParameterView
    from ..models.provider_template import ProviderTemplate


T = TypeVar("T", bound="PreviewView")


@_attrs_define
class PreviewView:
    """What would go out. source: whose wording it is. language: the one that was found. encoding, parts: of an SMS.

    Attributes:
        source (PreviewViewSource):
        template_id (None | str):
        language (str):
        subject (str):
        text (str):
        characters (int):
        encoding (None | PreviewViewEncodingType0):
        parts (int | None):
        provider_template (None | ProviderTemplate):
        parameters (list[ParameterView]): what the provider gets beside its template's id, in its order.
    """

    source: PreviewViewSource
    template_id: None | str
    language: str
    subject: str
    text: str
    characters: int
    encoding: None | PreviewViewEncodingType0
    parts: int | None
    provider_template: None | ProviderTemplate
    parameters: list[ParameterView]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.parameter_view import ParameterView  # noqa: PLC0415
        from ..models.provider_template import ProviderTemplate  # noqa: PLC0415

        d = dict(src_dict)
        source = check_preview_view_source(d.pop("source"))

        template_id = cast("None | str", d.pop("template_id"))
        language = d.pop("language")
        subject = d.pop("subject")
        text = d.pop("text")
        characters = d.pop("characters")

        def _parse_encoding(data: object) -> None | PreviewViewEncodingType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                encoding_type_0 = check_preview_view_encoding_type_0(data)

                return encoding_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PreviewViewEncodingType0, data)

        encoding = _parse_encoding(d.pop("encoding"))

        parts = cast("int | None", d.pop("parts"))

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

        parameters = []
        _parameters = d.pop("parameters")
        for parameters_item_data in _parameters:
            parameters_item = ParameterView.from_dict(parameters_item_data)

            parameters.append(parameters_item)

        return cls(
            source=source,
            template_id=template_id,
            language=language,
            subject=subject,
            text=text,
            characters=characters,
            encoding=encoding,
            parts=parts,
            provider_template=provider_template,
            parameters=parameters,
        )
