"""What a person is shown of themselves, put together: what packages hold of them, and where the tenant wrote them down by their id."""

from collections.abc import AsyncIterator

import msgspec

from api.views.rule_lists import ListEntryView, list_entry, suppression
from app.wiring.every import every
from app.wiring.foundation import Foundation
from core.pages import LIMIT_MAX
from resolution.leaving.subject_exports import SubjectExports
from rules.list_entities import PREFIX, ListEntryNotFound, SilencedKind
from rules.lists import Lists
from rules.suppression_entities import PREFIX as SUPPRESSION_PREFIX
from rules.suppression_entities import Suppression
from rules.suppressions import Suppressions
from tenants.principals import Principal

_PEOPLE: tuple[SilencedKind, ...] = ("customer", "payee")


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A list that somebody is on. list: its name."""

    list: str
    entry: ListEntryView


def subject_exports(base: Foundation) -> SubjectExports:
    kept = (base.database, base.tenants.vaults, base.clock)
    lists, suppressions = Lists(*kept), Suppressions(*kept)

    def silences(caller: Principal, about: tuple[SilencedKind, str]) -> AsyncIterator[Suppression]:
        return every(
            SUPPRESSION_PREFIX,
            lambda after: suppressions.list(
                caller, about=about, open_only=False, after=after, limit=LIMIT_MAX
            ),
        )

    async def named(caller: Principal, customer_id: str) -> AsyncIterator[tuple[str, msgspec.Struct]]:
        async for each in every(PREFIX, lambda after: lists.list(caller, after, LIMIT_MAX)):
            if each.kind in _PEOPLE:
                try:
                    found = await lists.find(caller, each.id, customer_id)
                except ListEntryNotFound:
                    continue
                yield "list-entries", Listed(list=each.name, entry=list_entry(found))
        for kind in _PEOPLE:
            async for silence in silences(caller, (kind, customer_id)):
                yield "suppressions", suppression(silence)

    return SubjectExports(*kept, named)
