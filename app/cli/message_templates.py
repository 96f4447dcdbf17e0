"""`countermark messages`: what messages of an environment's workflows say."""

import pathlib
from typing import get_args

import click
import msgspec

from api.views.message_templates import (
    PreviewBody,
    message_template,
    message_template_page,
    preview_of,
    preview_view,
    shipped_texts,
)
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.wiring.foundation import Foundation
from app.wiring.webhooks import message_templates as service
from core.ids import parse
from core.pages import LIMIT_MAX
from resolution.connectors.lengths import MessageChannel
from resolution.connectors.template_entities import PREFIX, PutMessageTemplate
from resolution.connectors.templates import TemplateFilter

template_argument = click.argument("template_id", metavar="mtp_…")
channel_option = click.option("--channel", required=True, type=click.Choice(get_args(MessageChannel)))  # fmt: skip
language_option = click.option("--language", default="en", help="Such as en or hi.")
text_option = click.option(
    "--text-file",
    type=click.Path(exists=True, dir_okay=False, path_type=pathlib.Path),
    help="Holds the text, in UTF-8.",
)


@click.group()
def messages() -> None:
    """What mails, SMS and WhatsApp messages of workflows say."""


@messages.command("put")
@tenant_option
@mode_option
@click.argument("name")
@channel_option
@language_option
@click.option("--subject", default="", help="Of a mail.")
@click.option("--text", default=None, help="With {names} that values fill in.")
@text_option
@click.option("--placeholder", "placeholders", multiple=True, help="What a step gives; those in the text when left out.")  # fmt: skip
@click.option(
    "--provider-id", default=None, help="The DLT template id, or the name of the WhatsApp template."
)
@click.option("--entity-id", default=None, help="The sender's DLT entity id.")
@click.option("--parameter", "parameters", multiple=True, help="A placeholder, in the provider's order.")
def put(tenant: str, mode: str, text: str | None, text_file: pathlib.Path | None, **asked: object) -> None:
    """Say what a message says from now on; the wording before stays as history."""
    given = {
        name: asked[name]
        for name in ("name", "channel", "language", "subject", "placeholders")
        if asked[name]
    }
    if asked["provider_id"]:
        known = {
            "id": asked["provider_id"],
            "entity_id": asked["entity_id"],
            "parameters": asked["parameters"],
        }
        given["provider_template"] = known
    sent = command(PutMessageTemplate, **given, text=_text(text, text_file, required=True))

    async def work(base: Foundation) -> msgspec.Struct:
        return message_template(await service(base).put(await caller_in(base, tenant, mode), sent))

    show(run(work))


@messages.command("list")
@tenant_option
@mode_option
@click.option("--name", default=None, help="Only of this name.")
@click.option("--history", is_flag=True, help="Also what was replaced or removed.")
def list_templates(*, tenant: str, mode: str, name: str | None, history: bool) -> None:
    """List wordings, newest first."""

    async def work(base: Foundation) -> msgspec.Struct:
        wanted = TemplateFilter(name=name, history=history)
        caller = await caller_in(base, tenant, mode)
        return message_template_page(await service(base).list(caller, wanted, None, LIMIT_MAX))

    show(run(work))


@messages.command("get")
@tenant_option
@mode_option
@template_argument
def get(tenant: str, mode: str, template_id: str) -> None:
    """Show any wording there ever was."""

    async def work(base: Foundation) -> msgspec.Struct:
        caller = await caller_in(base, tenant, mode)
        return message_template(await service(base).get(caller, parse(PREFIX, template_id)))

    show(run(work))


@messages.command("remove")
@tenant_option
@mode_option
@template_argument
def remove(tenant: str, mode: str, template_id: str) -> None:
    """Let nothing say it any more; it stays as history."""

    async def work(base: Foundation) -> msgspec.Struct:
        caller = await caller_in(base, tenant, mode)
        return message_template(await service(base).remove(caller, parse(PREFIX, template_id)))

    show(run(work))


@messages.command("preview")
@tenant_option
@mode_option
@click.argument("name")
@channel_option
@language_option
@click.option("--value", "values", multiple=True, metavar="NAME=TEXT", help="For a placeholder. Repeat for several.")  # fmt: skip
@click.option("--subject", default="", help="Of a wording that is not kept yet.")
@text_option
def preview(
    *,
    tenant: str,
    mode: str,
    name: str,
    channel: str,
    language: str,
    values: tuple[str, ...],
    subject: str,
    text_file: pathlib.Path | None,
) -> None:
    """Fill a message in as a step would, and send nothing."""
    pairs = [each.partition("=") for each in values]
    if any(not sign for _, sign, _ in pairs):
        raise click.UsageError("Give values as NAME=TEXT.")
    sent = command(
        PreviewBody,
        name=name,
        channel=channel,
        language=language,
        values={key: value for key, _, value in pairs},
        subject=subject,
        text=_text(None, text_file, required=False),
    )

    async def work(base: Foundation) -> msgspec.Struct:
        caller = await caller_in(base, tenant, mode)
        return preview_view(await service(base).preview(caller, preview_of(sent)))

    show(run(work))


@messages.command("shipped")
@tenant_option
@mode_option
def list_shipped(tenant: str, mode: str) -> None:
    """List the texts that ship."""

    async def work(base: Foundation) -> msgspec.Struct:
        return shipped_texts(await service(base).shipped(await caller_in(base, tenant, mode)))

    show(run(work))


def _text(text: str | None, file: pathlib.Path | None, *, required: bool) -> str | None:
    if (text is not None and file is not None) or (required and text is None and file is None):
        raise click.UsageError("Give --text or --text-file.")
    return text if file is None else file.read_text(encoding="utf-8").rstrip("\n")
