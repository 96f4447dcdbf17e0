"""Whether an alert about somebody is silenced: the event's subject and facts are put to the suppressions that stand.

A suppression names the caller's own id of a customer, merchant, payee, device, partner, vendor or gateway. An event names a
public id: the stored row says whom it is about, and their key opens the caller's own id.
"""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from core.clock import Clock
from core.database import Transaction
from core.events import Event
from inference.decided_about import find_about
from resolution.people import find_person, id_of
from rules.list_entities import digest_of, digest_of_customer
from rules.suppression_entities import SILENCED_BY
from rules.suppressions import find_covering, is_any_open
from tenants import subjects
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

_NAMES = frozenset(SILENCED_BY.values())


class _About(msgspec.Struct, frozen=True, kw_only=True):
    """digests: of whom and what. use_case, causes: what a suppression may be narrowed to."""

    digests: frozenset[bytes]
    use_case: str | None
    causes: tuple[str, ...]


class Silences:
    def __init__(self, vaults: Vaults, clock: Clock) -> None:
        self._vaults = vaults
        self._clock = clock

    async def find(self, tx: Transaction, event: Event, rule: str) -> UUID | None:
        """Return the suppression that covers an event, None where nothing silences it. rule: that would raise the alert."""
        now = self._clock.now()
        if not await is_any_open(tx, event.environment_id, now):
            return None
        about = await _about(tx, await self._vaults.of(event.environment_id), event)
        covering = await find_covering(
            tx, event.environment_id, sorted(about.digests), use_case=about.use_case, causes=about.causes, rule=rule, at=now
        )  # fmt: skip
        return None if covering is None else covering.id


async def _about(tx: Transaction, vault: EnvironmentVault, event: Event) -> _About:
    named = id_of(event.subject)
    if named is not None and named[0] == "dec":
        return await _about_decision(tx, vault, event, named[1])
    digests = _of_values(vault, {name: value for name, value in event.data.items() if isinstance(value, str)})
    if named is None:
        digests |= _of_anything(vault, event.subject)
    else:
        digests |= await _of_person(tx, vault, await find_person(tx, vault.scope_id, event.subject))
    causes = (event.data.get("code"), event.kind.rpartition(".")[2])
    return _About(
        digests=digests,
        use_case=_text(event.data.get("use_case")),
        causes=tuple(each for each in causes if isinstance(each, str)),
    )


async def _about_decision(
    tx: Transaction, vault: EnvironmentVault, event: Event, decision_id: UUID
) -> _About:
    """A decision's cause is its first reason: one that has a stronger reason is another matter (docs/decisions/0042)."""
    found = await find_about(tx, vault, decision_id, _NAMES)
    if found is None:
        return _About(digests=frozenset(), use_case=_text(event.data.get("use_case")), causes=())
    digests = _of_values(vault, found.values) | await _of_person(tx, vault, found.customer)
    return _About(digests=digests, use_case=found.use_case, causes=found.reasons[:1])


def _of_values(vault: EnvironmentVault, values: Mapping[str, str]) -> frozenset[bytes]:
    """What the fields of an event or a decision name."""
    return frozenset(
        digest_of(vault, kind, values[name]) for kind, name in SILENCED_BY.items() if name in values
    )


def _of_anything(vault: EnvironmentVault, own_id: str) -> frozenset[bytes]:
    """Whatever has this id of the tenant's own: its events do not say of which kind it is."""
    return frozenset(digest_of(vault, kind, own_id) for kind in SILENCED_BY)


async def _of_person(tx: Transaction, vault: EnvironmentVault, person: UUID | None) -> frozenset[bytes]:
    """One person by handle, and by the caller's own id under each kind of people. Once erased, by handle alone."""
    if person is None:
        return frozenset()
    own_id = await subjects.find_external_id(tx, vault, person)
    by_handle = frozenset({digest_of_customer(vault, person)})
    if own_id is None:
        return by_handle
    return by_handle | {digest_of(vault, kind, own_id) for kind in ("payee", "partner", "vendor")}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
