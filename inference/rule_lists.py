"""What rules are told of lists and suppressions: found in memory when a question is asked, told when it is decided, and kept with it.

A replay takes what was told then: who is on a list today is another matter.
"""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

import msgspec

from core.clock import Clock, to_micros
from core.database import Database
from inference.entities import DecideCommand, Seen
from payments.facts import Transaction
from rules.evaluation import PreparedRuleset
from rules.list_entities import ATTRIBUTES, Kind, digest_of, digest_of_customer
from rules.listed import ListsInMemory, Members
from rules.suppressed import Held, SuppressionsInMemory
from rules.suppression_entities import Silence
from tenants.vault import EnvironmentVault

_KIND_OF = {attribute: kind for kind, attribute in ATTRIBUTES.items()}
_SUPPRESSED_KINDS: tuple[Kind, ...] = tuple(ATTRIBUTES)


class Known(msgspec.Struct, frozen=True):
    """What a ruleset may ask about, of the environment as it is now. suppressed: None where it asks about lists alone."""

    lists: Mapping[str, Members]
    suppressed: Held | None


class RuleLists:
    """Lists and suppressions of all environments, in memory where rules read them."""

    def __init__(self, lists: ListsInMemory, suppressions: SuppressionsInMemory) -> None:
        self._lists = lists
        self._suppressions = suppressions

    @classmethod
    def over(cls, database: Database, clock: Clock) -> "RuleLists":
        return cls(ListsInMemory(database), SuppressionsInMemory(database, clock))

    def find(self, environment_id: UUID, ruleset: PreparedRuleset) -> Known | None:
        """Return what a ruleset may ask about, if that is known without waiting."""
        lists = self._lists.find(environment_id, ruleset.list_names) if ruleset.list_names else {}
        suppressed = self._suppressions.find(environment_id) if ruleset.suppressed else None
        if lists is None or (ruleset.suppressed and suppressed is None):
            return None
        return Known(lists, suppressed)

    async def get(self, environment_id: UUID, ruleset: PreparedRuleset) -> Known:
        """The same, read where it is not known."""
        lists = await self._lists.get(environment_id, ruleset.list_names) if ruleset.list_names else {}
        suppressed = await self._suppressions.get(environment_id) if ruleset.suppressed else None
        return Known(lists, suppressed)


class About(msgspec.Struct, frozen=True, kw_only=True):
    """Whom and what a decision is about. beside: the payment that several questions are asked about at once."""

    vault: EnvironmentVault
    customer: UUID
    command: DecideCommand
    beside: Transaction | None

    def digest(self, kind: Kind) -> bytes | None:
        """Of the decision's own value of a kind, as lists keep it; None where it has none."""
        if kind == "customer":
            return digest_of_customer(self.vault, self.customer)
        value = self._value(ATTRIBUTES[kind])
        return digest_of(self.vault, kind, value) if isinstance(value, str) else None

    def _value(self, attribute: str) -> object:
        command = self.command
        for facts in (command.transaction or self.beside, command.event):
            found = getattr(facts, attribute, None)
            if found is not None:
                return found
        return None if command.inputs is None else command.inputs.get(attribute)


def attributes_asked(ruleset: PreparedRuleset) -> set[str]:
    """Name the attributes that lists and suppressions are asked by, which may be columns of a tenant's own."""
    asked = {name.rpartition(".")[2] for name in ruleset.lists}
    return asked | set(ATTRIBUTES.values()) if ruleset.suppressed else asked


def seen_by(ruleset: PreparedRuleset, known: Known, about: About, at: dt.datetime) -> Seen:
    """Answer what a ruleset asks, as of the moment of the decision."""
    digests = {}
    wanted = {_KIND_OF.get(name.rpartition(".")[2]) for name in ruleset.lists}
    if known.suppressed is not None and known.suppressed.by_digest:
        wanted |= set(_SUPPRESSED_KINDS)
    for kind in wanted:
        digest = None if kind is None else about.digest(kind)
        if kind is not None and digest is not None:
            digests[ATTRIBUTES[kind]] = digest
    at_us = to_micros(at)
    lists = {}
    for name in ruleset.lists:
        list_name, _, attribute = name.partition(".")
        members, digest = known.lists.get(list_name), digests.get(attribute)
        lists[name] = members is not None and digest is not None and members.holds(digest, at_us)
    silences: tuple[Silence, ...] = ()
    if known.suppressed is not None:
        silences = known.suppressed.silences(list(digests.values()), about.command.use_case, at)
    return Seen(lists=lists, silences=silences)
