"""Texts of messages put, read, removed and tried out. What a text said at any time stays: a wording is replaced, never changed."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import FieldError
from core.ids import public, uuid7
from core.pages import Page, page_of
from resolution.connectors import template_store
from resolution.connectors.lengths import MessageChannel, SmsSize, sms_size, too_long
from resolution.connectors.shipped_texts import SHIPPED, ShippedText
from resolution.connectors.template_entities import (
    PREFIX,
    TEMPLATES_MAX,
    MessageRefused,
    MessageTemplate,
    MessageTemplateNotFound,
    MessageTemplatesFull,
    PreviewMessage,
    PutMessageTemplate,
    check,
)
from resolution.connectors.texts import places_of
from resolution.connectors.wordings import Said, Source, Wording, Wordings, missing_of, say, wording_in
from rules.canonical_json import digest
from tenants.permissions import Permission
from tenants.principals import Principal


class TemplateFilter(msgspec.Struct, frozen=True, kw_only=True):
    """history: with those that were replaced or removed."""

    name: str | None = None
    channel: MessageChannel | None = None
    language: str | None = None
    history: bool = False


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it would go out, and where its wording is from. sms: how an SMS is cut up."""

    source: Source
    template_id: UUID | None
    said: Said
    sms: SmsSize | None


class MessageTemplates:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._wordings = Wordings(database)

    async def put(self, caller: Principal, wanted: PutMessageTemplate) -> MessageTemplate:
        """Let messages of a name say this from now on. What says so already is left alone, and nothing is logged.

        Raises: PermissionDenied, MessageRefused by field, MessageTemplatesFull.
        """
        caller.require(Permission.MESSAGES_WRITE)
        check(wanted)
        environment_id = caller.environment_id
        async with self._database.transaction(environment_id) as tx:
            await template_store.lock(tx, environment_id)
            key = (wanted.name, wanted.channel, wanted.language)
            latest = await template_store.latest(tx, environment_id, *key)
            made = self._made(caller, wanted, 1 if latest is None else latest.number + 1)
            stands = latest if latest is not None and latest.ended_at is None else None
            if stands is not None and _content(stands) == _content(made):
                return stands
            if stands is not None:
                await template_store.end(tx, environment_id, stands.id, made.created_at, caller.id)
            elif await template_store.count(tx, environment_id) >= TEMPLATES_MAX:
                raise MessageTemplatesFull(f"An environment has {TEMPLATES_MAX} message templates at most.")
            await template_store.insert(tx, made)
            replaced = () if stands is None else (stands.id,)
            await self._log(tx, caller, "message_template.put.v1", made, *replaced)
        return made

    async def list(
        self, caller: Principal, wanted: TemplateFilter, after: UUID | None, limit: int
    ) -> Page[MessageTemplate]:
        """Newest first. Raises: PermissionDenied."""
        caller.require(Permission.MESSAGES_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await template_store.page(
                tx,
                caller.environment_id,
                wanted.name,
                wanted.channel,
                wanted.language,
                wanted.history,
                after,
                limit + 1,
            )
        return page_of(rows, limit, lambda each: public(PREFIX, each.id))

    async def get(self, caller: Principal, template_id: UUID) -> MessageTemplate:
        """Any wording there was. Raises: PermissionDenied, MessageTemplateNotFound."""
        caller.require(Permission.MESSAGES_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return await self._found(tx, caller, template_id)

    async def remove(self, caller: Principal, template_id: UUID) -> MessageTemplate:
        """Let nothing say this any more. What has ended stays as it is. Raises: PermissionDenied, MessageTemplateNotFound."""
        caller.require(Permission.MESSAGES_WRITE)
        async with self._database.transaction(caller.environment_id) as tx:
            now = self._clock.now()
            if await template_store.end(tx, caller.environment_id, template_id, now, caller.id):
                found = await self._found(tx, caller, template_id)
                await self._log(tx, caller, "message_template.remove.v1", found)
                return found
            return await self._found(tx, caller, template_id)

    async def shipped(self, caller: Principal) -> Sequence[ShippedText]:
        """Raises: PermissionDenied."""
        caller.require(Permission.MESSAGES_READ)
        return SHIPPED

    async def preview(self, caller: Principal, asked: PreviewMessage) -> Preview:
        """Fill a message in as a step would, and send nothing.

        Raises: PermissionDenied, MessageTemplateNotFound, MessageRefused naming every value that is missing.
        """
        caller.require(Permission.MESSAGES_READ)
        wording = await self._wording(caller.environment_id, asked)
        missing = missing_of(wording, asked.values)
        if missing:
            fields = [
                FieldError(f"values.{name}", f"The text has a place for `{name}`.", "Send a value for it.")
                for name in missing
            ]
            raise MessageRefused("Values are missing.", fields=fields)
        said = say(wording, asked.channel, asked.values, unlimited=True)
        reason = too_long(asked.channel, said.text, approved=said.provider_template is not None)
        if reason is not None:
            raise MessageRefused(
                "The message is too long.",
                fields=[FieldError("text", reason, "Shorten the text or its values.")],
            )
        return Preview(
            source=wording.source,
            template_id=wording.template_id,
            said=said,
            sms=sms_size(said.text) if asked.channel == "sms" else None,
        )

    async def _wording(self, environment_id: UUID, asked: PreviewMessage) -> Wording:
        if asked.text is not None:
            draft = PutMessageTemplate(
                name=asked.name,
                channel=asked.channel,
                language=asked.language,
                subject=asked.subject,
                text=asked.text,
            )
            check(draft)
            return Wording(
                source="draft",
                language=draft.language,
                subject=draft.subject,
                text=draft.text,
                placeholders=places_of(draft.subject, draft.text),
            )
        wordings = await self._wordings.of(environment_id, asked.name, asked.channel)
        if not wordings:
            raise MessageTemplateNotFound(f"No message template `{asked.name}` for {asked.channel}.")
        return wording_in(wordings, asked.language)

    def _made(self, caller: Principal, wanted: PutMessageTemplate, number: int) -> MessageTemplate:
        return MessageTemplate(
            environment_id=caller.environment_id, id=uuid7(self._clock), name=wanted.name, channel=wanted.channel,
            language=wanted.language, number=number, subject=wanted.subject, text=wanted.text, placeholders=wanted.declared,
            provider_template=wanted.provider_template, created_at=self._clock.now(), created_by=caller.id, ended_at=None,
            ended_by=None,
        )  # fmt: skip

    async def _found(self, tx: Transaction, caller: Principal, template_id: UUID) -> MessageTemplate:
        found = await template_store.find(tx, caller.environment_id, template_id)
        if found is None:
            raise MessageTemplateNotFound("No such message template.", internal=f"{template_id=}")
        return found

    async def _log(
        self, tx: Transaction, caller: Principal, typ: str, row: MessageTemplate, *replaced: UUID
    ) -> None:
        """One entry, whose digest is that of the whole wording: what was said at a time can be proved."""
        await intake.append(
            tx,
            intake.Entry(
                typ=typ, log=row.environment_id, eid=uuid7(self._clock), at=self._clock.now(), act=caller.id,
                out=row.channel, rules=digest(_content(row)), refs=(row.id, *replaced),
            ),
        )  # fmt: skip


def _content(row: MessageTemplate) -> dict[str, object]:
    """What a wording says; who wrote it and when is no part of it."""
    names = ("name", "channel", "language", "subject", "text", "placeholders", "provider_template")
    return {name: msgspec.to_builtins(getattr(row, name)) for name in names}
