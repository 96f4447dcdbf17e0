"""The actions `mail.send`, `sms.send`, `whatsapp.send` and `message.render`. Whom a message goes to is personal: it is in no log and no error."""

import re
import uuid
from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import Meta

from core.clock import Clock
from core.database import Database
from core.json_values import JsonValue
from resolution.actions import ActionCall, ActionDone, ActionFailed
from resolution.arguments import read, schema
from resolution.connectors import sent_store
from resolution.connectors.calling import Caller, Outgoing
from resolution.connectors.lengths import MessageChannel
from resolution.connectors.message_shapes import Addressed, NotOffered, shaped
from resolution.connectors.presets import PRESETS, Channel
from resolution.connectors.template_entities import TemplateName
from resolution.connectors.texts import DEFAULT_LANGUAGE, Language, Texts, Values, chosen
from resolution.connectors.wordings import Said, Wording, Wordings, say, wording_in
from tenants.mail import Mailer
from tenants.smtp import MailRefused, MailUndelivered
from tenants.vaults import Vaults

_MAIL_SPACE = uuid.UUID("6f0a3e8a-8b1d-5c0e-9d5e-2f1f6a2a7c11")
_REFERENCE = re.compile(r"[A-Za-z0-9_.=-]{1,200}")

Address = Annotated[
    str, Meta(min_length=3, max_length=254, pattern=r"^[^\s@<>,;:\x22()\[\]\\]+@[A-Za-z0-9.-]+$")
]
Number = Annotated[str, Meta(pattern=r"^\+?[0-9]{6,15}$")]
Sender = Annotated[str, Meta(pattern=r"^\+?[A-Za-z0-9]{3,20}$")]


class MailArguments(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """template: the name of a stored text. subjects, texts: instead of it, by language, with `{names}` that values fill in."""

    to: Address
    template: TemplateName | None = None
    subjects: Texts | None = None
    texts: Texts | None = None
    language: Language = DEFAULT_LANGUAGE
    values: Values = {}


class MessageArguments(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """connector: of a preset that sends messages. to: digits with the country's prefix. sender: of the tenant's account.

    template: the name of a stored text. texts: instead of it.
    """

    connector: Annotated[str, Meta(min_length=1, max_length=64)]
    to: Number
    sender: Sender
    template: TemplateName | None = None
    texts: Texts | None = None
    language: Language = DEFAULT_LANGUAGE
    values: Values = {}


class RenderArguments(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """channel: whose wording and whose limits."""

    template: TemplateName
    channel: MessageChannel
    values: Values = {}


class Words:
    """What a step says: a stored text by its name, or the texts that it brings along."""

    def __init__(self, wordings: Wordings) -> None:
        self._wordings = wordings

    async def of(
        self, call: ActionCall, channel: MessageChannel, asked: MailArguments | MessageArguments
    ) -> Said:
        """Raises: ActionFailed."""
        subjects = asked.subjects if isinstance(asked, MailArguments) else None
        if asked.template is not None:
            if asked.texts or subjects:
                raise ActionFailed("arguments_refused", retryable=False)
            found = await self.stored(call, channel, asked.template)
            return say(wording_in(found, asked.language), channel, asked.values)
        if not asked.texts or (channel == "mail" and not subjects):
            raise ActionFailed("arguments_refused", retryable=False)
        subject = chosen(subjects, asked.language) if subjects else ""
        own = Wording(
            source="draft",
            language=asked.language,
            subject=subject,
            text=chosen(asked.texts, asked.language),
        )
        return say(own, channel, asked.values)

    async def stored(self, call: ActionCall, channel: MessageChannel, name: str) -> Mapping[str, Wording]:
        """A stored text in every language. Raises: ActionFailed."""
        found = await self._wordings.of(call.environment_id, name, channel)
        if not found:
            raise ActionFailed("template_not_found", retryable=False)
        return found


class MailSend:
    """Hands a mail to the installation's mail server, once for each key unless the worker dies between the handing and its record."""

    name = "mail.send"

    def __init__(self, database: Database, vaults: Vaults, clock: Clock, mailer: Mailer) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock
        self._mailer = mailer
        self._words = Words(Wordings(database))

    @property
    def arguments(self) -> Mapping[str, JsonValue]:
        return schema(MailArguments)

    async def carry_out(self, call: ActionCall) -> ActionDone:
        asked = read(call, MailArguments)
        said = await self._words.of(call, "mail", asked)
        environment_id = call.environment_id
        vault = await self._vaults.of(environment_id)
        key = vault.digest("sent", b"mail.send", call.key.encode())
        async with self._database.transaction(environment_id) as tx:
            if await sent_store.was_sent(tx, environment_id, key):
                return ActionDone(output={"repeated": True})
        # The same Message-ID on each retry, so that a mail that went out twice is one to whoever reads it.
        mail_id = uuid.uuid5(_MAIL_SPACE, f"{environment_id}/{call.key}")
        try:
            await self._mailer.send(mail_id, asked.to, said.subject, said.text)
        except MailRefused:
            raise ActionFailed("mail_refused", retryable=False) from None
        except MailUndelivered:
            raise ActionFailed("mail_undelivered", retryable=True) from None
        async with self._database.transaction(environment_id) as tx:
            await sent_store.first(tx, environment_id, key, self._clock.now())
        return ActionDone(output={"repeated": False})


class MessageSend:
    """Sends an SMS or a WhatsApp message through a connector whose preset says how; the provider acts once for the key."""

    def __init__(self, channel: Channel, caller: Caller, wordings: Wordings) -> None:
        self._channel: Channel = channel
        self._caller = caller
        self._words = Words(wordings)

    @property
    def name(self) -> str:
        return f"{self._channel}.send"

    @property
    def arguments(self) -> Mapping[str, JsonValue]:
        return schema(MessageArguments)

    async def carry_out(self, call: ActionCall) -> ActionDone:
        asked = read(call, MessageArguments)
        connector, credentials = await self._caller.find(call.environment_id, asked.connector)
        preset = PRESETS.get(connector.preset or "")
        shape = preset.messages.get(self._channel) if preset else None
        if shape is None:
            raise ActionFailed("channel_not_offered", retryable=False)
        said = await self._words.of(call, self._channel, asked)
        addressed = Addressed(to=asked.to, sender=asked.sender, username=credentials.username)
        try:
            message = shaped(shape, said, addressed)
        except NotOffered:
            raise ActionFailed("provider_template_missing", retryable=False) from None
        wanted = Outgoing(method="POST", path=message.path, form=message.form, json=message.json)
        reply = await self._caller.call(connector, credentials, wanted, call.key)
        return ActionDone(
            output={"status": reply.status, "reference": _reference(reply.body, shape.reference)}
        )


class MessageRender:
    """Fills a stored text in, in every language there is, for a step that hands it to a service of the tenant's own."""

    name = "message.render"

    def __init__(self, wordings: Wordings) -> None:
        self._words = Words(wordings)

    @property
    def arguments(self) -> Mapping[str, JsonValue]:
        return schema(RenderArguments)

    async def carry_out(self, call: ActionCall) -> ActionDone:
        asked = read(call, RenderArguments)
        found = await self._words.stored(call, asked.channel, asked.template)
        said = {language: say(wording, asked.channel, asked.values) for language, wording in found.items()}
        texts: dict[str, JsonValue] = {language: each.text for language, each in said.items()}
        subjects: dict[str, JsonValue] = {
            language: each.subject for language, each in said.items() if each.subject
        }
        return ActionDone(output={"template": asked.template, "texts": texts, "subjects": subjects})


def _reference(body: bytes, path: str) -> str | None:
    """The provider's own id of the message, where it told one. path: names and numbers with dots between."""
    try:
        found: object = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return None
    for part in path.split("."):
        if isinstance(found, dict):
            found = found.get(part)
        elif isinstance(found, list) and part.isdigit() and int(part) < len(found):
            found = found[int(part)]
        else:
            return None
    return found if isinstance(found, str) and _REFERENCE.fullmatch(found) else None
