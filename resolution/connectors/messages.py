"""The actions `mail.send`, `sms.send` and `whatsapp.send`. Whom a message goes to is personal: it is in no log and no error."""

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
from resolution.connectors.presets import PRESETS, Channel
from resolution.connectors.texts import DEFAULT_LANGUAGE, Language, Texts, Values, chosen, filled
from tenants.mail import Mailer
from tenants.smtp import MailRefused, MailUndelivered
from tenants.vaults import Vaults

_MAIL_SPACE = uuid.UUID("6f0a3e8a-8b1d-5c0e-9d5e-2f1f6a2a7c11")
_REFERENCE = re.compile(r"[A-Za-z0-9_-]{1,128}")

Address = Annotated[
    str, Meta(min_length=3, max_length=254, pattern=r"^[^\s@<>,;:\x22()\[\]\\]+@[A-Za-z0-9.-]+$")
]
Number = Annotated[str, Meta(pattern=r"^\+?[0-9]{6,15}$")]
Sender = Annotated[str, Meta(pattern=r"^\+?[A-Za-z0-9]{3,15}$")]


class MailArguments(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """subjects, texts: by language, with `{names}` that values fill in."""

    to: Address
    subjects: Texts
    texts: Texts
    language: Language = DEFAULT_LANGUAGE
    values: Values = {}


class MessageArguments(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """connector: of a preset that sends messages. to: digits with the country's prefix. sender: of the tenant's account."""

    connector: Annotated[str, Meta(min_length=1, max_length=64)]
    to: Number
    sender: Sender
    texts: Texts
    language: Language = DEFAULT_LANGUAGE
    values: Values = {}


class MailSend:
    """Hands a mail to the installation's mail server, once for each key unless the worker dies between the handing and its record."""

    name = "mail.send"

    def __init__(self, database: Database, vaults: Vaults, clock: Clock, mailer: Mailer) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock
        self._mailer = mailer

    @property
    def arguments(self) -> Mapping[str, JsonValue]:
        return schema(MailArguments)

    async def carry_out(self, call: ActionCall) -> ActionDone:
        asked = read(call, MailArguments)
        subject = filled(chosen(asked.subjects, asked.language), asked.values, one_line=True)
        text = filled(chosen(asked.texts, asked.language), asked.values)
        environment_id = call.environment_id
        vault = await self._vaults.of(environment_id)
        key = vault.digest("sent", b"mail.send", call.key.encode())
        async with self._database.transaction(environment_id) as tx:
            if await sent_store.was_sent(tx, environment_id, key):
                return ActionDone(output={"repeated": True})
        # The same Message-ID on each retry, so that a mail that went out twice is one to whoever reads it.
        mail_id = uuid.uuid5(_MAIL_SPACE, f"{environment_id}/{call.key}")
        try:
            await self._mailer.send(mail_id, asked.to, subject, text)
        except MailRefused:
            raise ActionFailed("mail_refused", retryable=False) from None
        except MailUndelivered:
            raise ActionFailed("mail_undelivered", retryable=True) from None
        async with self._database.transaction(environment_id) as tx:
            await sent_store.first(tx, environment_id, key, self._clock.now())
        return ActionDone(output={"repeated": False})


class MessageSend:
    """Sends an SMS or a WhatsApp message through a connector whose preset says how; the provider acts once for the key."""

    def __init__(self, channel: Channel, caller: Caller) -> None:
        self._channel = channel
        self._caller = caller

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
        values = {
            "to": asked.to,
            "sender": asked.sender,
            "text": filled(chosen(asked.texts, asked.language), asked.values),
            "username": credentials.username,
        }
        fields = {name: _placed(pattern, values) for name, pattern in shape.fields.items()}
        wanted = Outgoing(
            method="POST",
            path=_placed(shape.path, values),
            form=fields if shape.form else None,
            json=None if shape.form else fields,
        )
        reply = await self._caller.call(connector, credentials, wanted, call.key)
        return ActionDone(
            output={"status": reply.status, "reference": _reference(reply.body, shape.reference)}
        )


def _placed(pattern: str, values: Mapping[str, str]) -> str:
    """Fill a preset's pattern in one pass: what a value holds is no pattern."""
    return re.sub(r"{(to|sender|text|username)}", lambda found: values[found[1]], pattern)


def _reference(body: bytes, name: str) -> str | None:
    """The provider's own id of the message, where it told one."""
    try:
        found = msgspec.json.decode(body, type=dict[str, object]).get(name)
    except msgspec.DecodeError:
        return None
    return found if isinstance(found, str) and _REFERENCE.fullmatch(found) else None
