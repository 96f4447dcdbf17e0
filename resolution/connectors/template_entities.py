"""Texts of messages that a tenant keeps: by name, channel and language, each wording a row that never changes."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, FieldError, PlatformError
from resolution.connectors.lengths import MAIL_CHARS_MAX, SUBJECT_CHARS_MAX, MessageChannel, too_long
from resolution.connectors.texts import DEFAULT_LANGUAGE, Language, Values, places_of, strays_of

PREFIX = "mtp"
TEMPLATES_MAX = 500
PLACEHOLDERS_MAX = 30

TemplateName = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$(?!\n)")]
Placeholder = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_]*$(?!\n)")]
Placeholders = Annotated[list[Placeholder], Meta(max_length=PLACEHOLDERS_MAX)]
Subject = Annotated[str, Meta(max_length=SUBJECT_CHARS_MAX, pattern=r"^[^\x00-\x1f\x7f]*$(?!\n)")]
Text = Annotated[str, Meta(min_length=1, max_length=MAIL_CHARS_MAX)]
ProviderId = Annotated[str, Meta(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9_.:-]+$(?!\n)")]
EntityId = Annotated[str, Meta(min_length=1, max_length=32, pattern=r"^[0-9]+$(?!\n)")]


class MessageTemplateNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "message_template_not_found"
    fix = "List the message templates of this environment; those that ship are listed apart."


class MessageTemplatesFull(PlatformError):
    kind = ErrorKind.EXHAUSTED
    code = "message_templates_full"
    fix = "Remove a template that is not used."


class MessageRefused(PlatformError):
    """The wording cannot go out as it is, or values for its places are missing."""

    kind = ErrorKind.INVALID
    code = "message_refused"
    fix = "Correct the named fields; docs/connectors.md says what each channel takes."


class ProviderTemplate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a provider or an operator registered this wording as.

    id: the DLT template id of an SMS, the name or id of a WhatsApp template. entity_id: the sender's DLT principal entity id.
    parameters: placeholders in the order in which the provider counts them.
    """

    id: ProviderId
    entity_id: EntityId | None = None
    parameters: Placeholders = []


class PutMessageTemplate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The wording of a message from now on. placeholders: what a step gives values for; those in the text when left out."""

    name: TemplateName
    channel: MessageChannel
    language: Language = DEFAULT_LANGUAGE
    subject: Subject = ""
    text: Text
    placeholders: Placeholders | None = None
    provider_template: ProviderTemplate | None = None

    @property
    def declared(self) -> list[str]:
        if self.placeholders is not None:
            return list(dict.fromkeys(self.placeholders))
        given = self.provider_template.parameters if self.provider_template else []
        return list(dict.fromkeys([*places_of(self.subject, self.text), *given]))


class PreviewMessage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A message as a step would send it. text, subject: a wording that is not kept yet, in place of the kept one."""

    name: TemplateName
    channel: MessageChannel
    language: Language = DEFAULT_LANGUAGE
    values: Values = {}
    text: Text | None = None
    subject: Subject = ""


class MessageTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """One wording. number: counts the wordings of a name, channel and language. ended_at: when another took its place, or none."""

    environment_id: UUID
    id: UUID
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


def check(wanted: PutMessageTemplate) -> None:
    """Raises: MessageRefused, naming every field that is wrong."""
    found = [*_of_channel(wanted), *_of_places(wanted)]
    reason = too_long(wanted.channel, wanted.text, approved=wanted.provider_template is not None)
    if reason is not None:
        found.append(FieldError("text", reason, "Make it shorter."))
    if found:
        raise MessageRefused("The message template was refused.", fields=found)


def _of_channel(wanted: PutMessageTemplate) -> list[FieldError]:
    found = []
    if wanted.channel == "mail" and not wanted.subject.strip():
        found.append(FieldError("subject", "A mail needs one.", "Send a subject."))
    if wanted.channel != "mail" and wanted.subject:
        found.append(FieldError("subject", "Only mails have one.", "Leave it out."))
    if wanted.channel == "mail" and wanted.provider_template is not None:
        found.append(FieldError("provider_template", "Mails are registered nowhere.", "Leave it out."))
    given = wanted.provider_template
    if wanted.channel == "whatsapp" and given is not None and given.entity_id is not None:
        field = "provider_template.entity_id"
        found.append(FieldError(field, "Only SMS are registered under an entity.", "Leave it out."))
    return found


def _of_places(wanted: PutMessageTemplate) -> list[FieldError]:
    declared = set(wanted.declared)
    found = []
    for field, text in (("subject", wanted.subject), ("text", wanted.text)):
        found += [
            FieldError(field, f"`{stray}` is no placeholder.", "Use small letters, digits and _: {amount}.")
            for stray in strays_of(text)
        ]
        found += [
            FieldError(field, f"The placeholder `{name}` is not declared.", "Add it to `placeholders`.")
            for name in places_of(text)
            if name not in declared
        ]
    parameters = wanted.provider_template.parameters if wanted.provider_template else []
    found += [
        FieldError(
            f"provider_template.parameters[{at}]", f"`{name}` is not declared.", "Add it to `placeholders`."
        )
        for at, name in enumerate(parameters)
        if name not in declared
    ]
    return found
