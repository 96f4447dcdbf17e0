"""What a message says: the tenant's own wording of a name, else the one that ships, in the reader's language or the nearest there is."""

from collections.abc import Mapping, Sequence
from typing import Literal
from uuid import UUID

import msgspec

from core.database import Database
from resolution.actions import ActionFailed
from resolution.connectors import template_store
from resolution.connectors.lengths import MessageChannel, too_long
from resolution.connectors.shipped_texts import ShippedText, shipped_of
from resolution.connectors.template_entities import MessageTemplate, ProviderTemplate
from resolution.connectors.texts import chosen, filled, places_of

Source = Literal["stored", "shipped", "draft"]


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """A text before it is filled in. placeholders: what needs a value."""

    source: Source
    template_id: UUID | None = None
    language: str
    subject: str = ""
    text: str
    placeholders: Sequence[str] = ()
    provider_template: ProviderTemplate | None = None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it goes out. parameters: of the provider's template, by placeholder, in the provider's order."""

    language: str
    subject: str
    text: str
    provider_template: ProviderTemplate | None = None
    parameters: Mapping[str, str] = {}


class Wordings:
    """Stored and shipped texts, as senders ask for them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, environment_id: UUID, name: str, channel: MessageChannel) -> dict[str, Wording]:
        """What there is of a name, by language; nothing where there is no such template."""
        async with self._database.transaction(environment_id) as tx:
            kept = await template_store.of_name(tx, environment_id, name, channel)
        found = {each.language: _of_shipped(each) for each in shipped_of(name, channel).values()}
        return dict(sorted((found | {each.language: _of_stored(each) for each in kept}).items()))

    async def required(
        self, environment_id: UUID, wanted: Sequence[tuple[str, MessageChannel]]
    ) -> dict[tuple[str, str], frozenset[str]]:
        """The placeholders of each name and channel that there is, over all of its languages."""
        async with self._database.transaction(environment_id) as tx:
            kept = await template_store.current(tx, environment_id, list(wanted))
        found: dict[tuple[str, str], dict[str, Sequence[str]]] = {}
        for name, channel in wanted:
            for shipped in shipped_of(name, channel).values():
                found.setdefault((name, channel), {})[shipped.language] = shipped.placeholders
        for each in kept:
            found.setdefault((each.name, each.channel), {})[each.language] = _needed(each)
        return {key: frozenset().union(*languages.values()) for key, languages in found.items()}


def wording_in(wordings: Mapping[str, Wording], language: str) -> Wording:
    """The wording in a language, else in its family, in English, or the first there is."""
    return wordings[chosen({each: each for each in wordings}, language)]


def missing_of(wording: Wording, values: Mapping[str, str | int]) -> list[str]:
    """The placeholders that have no value."""
    return [name for name in wording.placeholders if name not in values]


def say(
    wording: Wording, channel: MessageChannel, values: Mapping[str, str | int], *, unlimited: bool = False
) -> Said:
    """Fill a wording in. unlimited: however long it becomes.

    Raises: ActionFailed with `value_missing.<placeholder>` or `text_too_long`.
    """
    missing = missing_of(wording, values)
    if missing:
        raise ActionFailed(f"value_missing.{missing[0]}", retryable=False)
    text = filled(wording.text, values)
    given = wording.provider_template
    if not unlimited and too_long(channel, text, approved=given is not None):
        raise ActionFailed("text_too_long", retryable=False)
    parameters = [] if given is None else given.parameters
    return Said(
        language=wording.language,
        subject=filled(wording.subject, values, one_line=True),
        text=text,
        provider_template=given,
        parameters={name: filled(f"{{{name}}}", values) for name in parameters},
    )


def _of_stored(row: MessageTemplate) -> Wording:
    return Wording(
        source="stored",
        template_id=row.id,
        language=row.language,
        subject=row.subject,
        text=row.text,
        placeholders=_needed(row),
        provider_template=row.provider_template,
    )


def _of_shipped(row: ShippedText) -> Wording:
    return Wording(
        source="shipped",
        language=row.language,
        subject=row.subject,
        text=row.text,
        placeholders=row.placeholders,
    )


def _needed(row: MessageTemplate) -> list[str]:
    """What is written in the text or handed to the provider; what is merely declared need not be given."""
    parameters = row.provider_template.parameters if row.provider_template else []
    return list(dict.fromkeys([*places_of(row.subject, row.text), *parameters]))
