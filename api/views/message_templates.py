"""Texts of messages as both faces show them."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from core.ids import public
from core.pages import Page
from resolution.connectors.lengths import Encoding, MessageChannel
from resolution.connectors.shipped_texts import ShippedText
from resolution.connectors.template_entities import (
    PREFIX,
    MessageTemplate,
    PreviewMessage,
    ProviderTemplate,
    Subject,
    TemplateName,
    Text,
)
from resolution.connectors.templates import Preview
from resolution.connectors.texts import DEFAULT_LANGUAGE, VALUE_CHARS_MAX, Language
from resolution.connectors.wordings import Source

GivenValues = Annotated[dict[str, Annotated[str, Meta(max_length=VALUE_CHARS_MAX)]], Meta(max_length=50)]


class MessageTemplateView(msgspec.Struct, frozen=True, kw_only=True):
    """One wording of a message. It never changes: what is put in its place is the next number.

    placeholders: what a step gives values for. ended_at: when another took its place, or it was removed; null while it is in force.
    """

    id: str
    name: str
    channel: MessageChannel
    language: str
    number: int
    subject: str
    text: str
    placeholders: list[str]
    provider_template: ProviderTemplate | None
    created_at: dt.datetime
    created_by: str
    ended_at: dt.datetime | None
    ended_by: str | None


class MessageTemplatePage(msgspec.Struct, frozen=True, kw_only=True):
    """Wordings, newest first."""

    data: list[MessageTemplateView]
    has_more: bool
    next_after: str | None


class ShippedTextView(msgspec.Struct, frozen=True, kw_only=True):
    """A text that ships; one of your own under its name, channel and language takes its place."""

    name: str
    channel: MessageChannel
    language: str
    subject: str
    text: str
    placeholders: list[str]


class ShippedTextList(msgspec.Struct, frozen=True, kw_only=True):
    """Every text that ships."""

    data: list[ShippedTextView]


class PreviewBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A message as a step would send it. values: for its placeholders. text, subject: a wording that is not kept yet, in place of
    the kept one."""

    name: TemplateName
    channel: MessageChannel
    language: Language = DEFAULT_LANGUAGE
    values: GivenValues = {}
    text: Text | None = None
    subject: Subject = ""


class ParameterView(msgspec.Struct, frozen=True, kw_only=True):
    """One parameter of the provider's template."""

    name: str
    value: str


class PreviewView(msgspec.Struct, frozen=True, kw_only=True):
    """What would go out. source: whose wording it is. language: the one that was found. encoding, parts: of an SMS.

    parameters: what the provider gets beside its template's id, in its order.
    """

    source: Source
    template_id: str | None
    language: str
    subject: str
    text: str
    characters: int
    encoding: Encoding | None
    parts: int | None
    provider_template: ProviderTemplate | None
    parameters: list[ParameterView]


def message_template(row: MessageTemplate) -> MessageTemplateView:
    fields = {name: getattr(row, name) for name in MessageTemplateView.__struct_fields__ if name != "id"}
    return MessageTemplateView(id=public(PREFIX, row.id), **fields)


def message_template_page(page: Page[MessageTemplate]) -> MessageTemplatePage:
    return MessageTemplatePage(
        data=[message_template(each) for each in page.data],
        has_more=page.has_more,
        next_after=page.next_after,
    )


def shipped_texts(rows: Sequence[ShippedText]) -> ShippedTextList:
    names = ShippedTextView.__struct_fields__
    return ShippedTextList(
        data=[ShippedTextView(**{name: getattr(row, name) for name in names}) for row in rows]
    )


def preview_of(body: PreviewBody) -> PreviewMessage:
    return PreviewMessage(
        name=body.name,
        channel=body.channel,
        language=body.language,
        values=dict(body.values),
        text=body.text,
        subject=body.subject,
    )


def preview_view(found: Preview) -> PreviewView:
    said, sms = found.said, found.sms
    return PreviewView(
        source=found.source,
        template_id=None if found.template_id is None else public(PREFIX, found.template_id),
        language=said.language,
        subject=said.subject,
        text=said.text,
        characters=len(said.text),
        encoding=None if sms is None else sms.encoding,
        parts=None if sms is None else sms.parts,
        provider_template=said.provider_template,
        parameters=[ParameterView(name=name, value=value) for name, value in said.parameters.items()],
    )
