"""Texts of messages: what mails, SMS and WhatsApp messages of workflows say."""

from api.rest.operations import Keyed, delete, get, post, put
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.message_templates import (
    MessageTemplatePage,
    MessageTemplateView,
    PreviewBody,
    PreviewView,
    ShippedTextList,
    message_template,
    message_template_page,
    preview_of,
    preview_view,
    shipped_texts,
)
from core.ids import parse
from resolution.connectors.lengths import MessageChannel
from resolution.connectors.template_entities import PREFIX, PutMessageTemplate, TemplateName
from resolution.connectors.templates import MessageTemplates, TemplateFilter
from resolution.connectors.texts import Language
from tenants.principals import Principal

_PUT = {
    "name": "payout-delayed",
    "channel": "sms",
    "language": "hi",
    "text": "{name} जी, {amount} का भुगतान रास्ते में है।",
    "placeholders": ["name", "amount"],
    "provider_template": {
        "id": "1107160000000012345",
        "entity_id": "1101234567890123456",
        "parameters": ["name", "amount"],
    },
}
_TEMPLATE = {
    **_PUT,
    "id": "mtp_01kc1x5w3efvr9q2d8m4n6p7hs",
    "number": 1,
    "subject": "",
    "created_at": "2026-11-21T04:46:01.610208Z",
    "created_by": "mbr_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "ended_at": None,
    "ended_by": None,
}


@put(
    "/message-templates",
    operation_id="putMessageTemplate",
    summary="Say what a message says from now on",
    tag="message-templates",
    keyed=Keyed.OPTIONAL,
    example=_PUT,
    answer_example=_TEMPLATE,
)
async def put_message_template(
    caller: Principal, data: PutMessageTemplate, message_templates: MessageTemplates
) -> MessageTemplateView:
    """Takes the place of the wording of the same name, channel and language, which stays as history. `{names}` in small letters are
    placeholders. What is kept just so already stays as it is.
    """
    return message_template(await message_templates.put(caller, data))


@get(
    "/message-templates",
    operation_id="listMessageTemplates",
    summary="List message templates",
    tag="message-templates",
    answer_example={"data": [_TEMPLATE], "has_more": False, "next_after": None},
)
async def list_message_templates(
    caller: Principal,
    message_templates: MessageTemplates,
    *,
    name: TemplateName | None = None,
    channel: MessageChannel | None = None,
    language: Language | None = None,
    history: bool = False,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> MessageTemplatePage:
    """Newest first: those in force; with `history` also those that were replaced or removed."""
    wanted = TemplateFilter(name=name, channel=channel, language=language, history=history)
    cursor = None if after is None else parse(PREFIX, after)
    return message_template_page(await message_templates.list(caller, wanted, cursor, limit))


@get(
    "/message-templates/{template_id:str}",
    operation_id="getMessageTemplate",
    summary="Get a message template",
    tag="message-templates",
    answer_example=_TEMPLATE,
)
async def get_message_template(
    caller: Principal, template_id: str, message_templates: MessageTemplates
) -> MessageTemplateView:
    """Any wording there ever was, by its id."""
    return message_template(await message_templates.get(caller, parse(PREFIX, template_id)))


@delete(
    "/message-templates/{template_id:str}",
    operation_id="removeMessageTemplate",
    summary="Remove a message template",
    tag="message-templates",
    keyed=Keyed.OPTIONAL,
    answer_example={**_TEMPLATE, "ended_at": "2026-11-22T04:46:01Z", "ended_by": _TEMPLATE["created_by"]},
)
async def remove_message_template(
    caller: Principal, template_id: str, message_templates: MessageTemplates
) -> MessageTemplateView:
    """Nothing says it any more, but it stays as history. A text that ships under its name is said again."""
    return message_template(await message_templates.remove(caller, parse(PREFIX, template_id)))


@post(
    "/message-templates/preview",
    operation_id="previewMessage",
    summary="Preview a message",
    tag="message-templates",
    example={
        "name": "missing-pan",
        "channel": "sms",
        "language": "hi",
        "values": {"payout": "pyt_01kc1x5w3efvr9q2d8m4n6p7hs"},
    },
    responses={404: "There is no such template for this channel."},
)
async def preview_message(
    caller: Principal, data: PreviewBody, message_templates: MessageTemplates
) -> PreviewView:
    """Fills it in as a step would and sends nothing: in the language, else in its family's, in English, or the first there is. Every value
    that is missing is named.
    """
    return preview_view(await message_templates.preview(caller, preview_of(data)))


@get(
    "/shipped-message-templates",
    operation_id="listShippedMessageTemplates",
    summary="List message templates that ship",
    tag="message-templates",
)
async def list_shipped_message_templates(
    caller: Principal, message_templates: MessageTemplates
) -> ShippedTextList:
    """What steps may name without any set-up, in English and Hindi."""
    return shipped_texts(await message_templates.shipped(caller))


HANDLERS = [
    put_message_template,
    list_message_templates,
    get_message_template,
    remove_message_template,
    preview_message,
    list_shipped_message_templates,
]
