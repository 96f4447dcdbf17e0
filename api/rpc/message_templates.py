"""Texts of messages over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.messages.v1 import messages_pb2 as pb
from api.rpc.tenants import Id
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
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from resolution.connectors.lengths import MessageChannel
from resolution.connectors.template_entities import PREFIX, PutMessageTemplate, TemplateName
from resolution.connectors.templates import MessageTemplates, TemplateFilter
from resolution.connectors.texts import Language
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["MessageTemplateService"]


class _Query(msgspec.Struct, frozen=True, kw_only=True):
    name: TemplateName | None = None
    channel: MessageChannel | None = None
    language: Language | None = None
    history: bool = False
    after: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


PUT = Codec(PutMessageTemplate, pb.PutMessageTemplateRequest)
QUERY = Codec(_Query, pb.ListMessageTemplatesRequest)
PREVIEW = Codec(PreviewBody, pb.PreviewMessageRequest)
TEMPLATE = Codec(MessageTemplateView, pb.MessageTemplate)
TEMPLATES = Codec(MessageTemplatePage, pb.ListMessageTemplatesResponse)
PREVIEWED = Codec(PreviewView, pb.PreviewMessageResponse)
SHIPPED = Codec(ShippedTextList, pb.ListShippedMessageTemplatesResponse)


@method(SERVICE, "PutMessageTemplate", keyed=Keyed.OPTIONAL)
async def put_message_template(
    caller: Principal, request: pb.PutMessageTemplateRequest, message_templates: MessageTemplates
) -> pb.MessageTemplate:
    return TEMPLATE.message(message_template(await message_templates.put(caller, PUT.struct(request))))


@method(SERVICE, "ListMessageTemplates")
async def list_message_templates(
    caller: Principal, request: pb.ListMessageTemplatesRequest, message_templates: MessageTemplates
) -> pb.ListMessageTemplatesResponse:
    asked = QUERY.struct(request)
    wanted = TemplateFilter(
        name=asked.name, channel=asked.channel, language=asked.language, history=asked.history
    )
    cursor = None if asked.after is None else parse(PREFIX, asked.after)
    return TEMPLATES.message(
        message_template_page(await message_templates.list(caller, wanted, cursor, asked.limit))
    )


@method(SERVICE, "GetMessageTemplate")
async def get_message_template(
    caller: Principal, request: pb.GetMessageTemplateRequest, message_templates: MessageTemplates
) -> pb.MessageTemplate:
    found = await message_templates.get(caller, parse(PREFIX, request.template_id))
    return TEMPLATE.message(message_template(found))


@method(SERVICE, "RemoveMessageTemplate", keyed=Keyed.OPTIONAL)
async def remove_message_template(
    caller: Principal, request: pb.RemoveMessageTemplateRequest, message_templates: MessageTemplates
) -> pb.MessageTemplate:
    removed = await message_templates.remove(caller, parse(PREFIX, request.template_id))
    return TEMPLATE.message(message_template(removed))


@method(SERVICE, "PreviewMessage")
async def preview_message(
    caller: Principal, request: pb.PreviewMessageRequest, message_templates: MessageTemplates
) -> pb.PreviewMessageResponse:
    asked = preview_of(PREVIEW.struct(request))
    return PREVIEWED.message(preview_view(await message_templates.preview(caller, asked)))


@method(SERVICE, "ListShippedMessageTemplates")
async def list_shipped_message_templates(
    caller: Principal, request: pb.ListShippedMessageTemplatesRequest, message_templates: MessageTemplates
) -> pb.ListShippedMessageTemplatesResponse:
    return SHIPPED.message(shipped_texts(await message_templates.shipped(caller)))


METHODS = [
    put_message_template,
    list_message_templates,
    get_message_template,
    remove_message_template,
    preview_message,
    list_shipped_message_templates,
]
