"""What decides is switched: activated, rolled back, or fallen back from. Each switch stands on the one before it.

A rollback returns to what the present switch stands on, and stands where that one stood; so rolling back again goes further
back, never to and fro.
"""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Transaction
from core.events import announce
from core.ids import public, uuid7
from core.json_values import JsonValue
from rules import activation_store, shipped, store
from rules.activation_store import ActivationRow
from rules.entities import Switch
from rules.errors import NothingToRollBack
from rules.store import StateRow, VersionRow

_ENTRIES: dict[Switch, str] = {
    "activate": "rule.activate.v1",
    "rollback": "rule.rollback.v1",
    "fall_back": "rule.fall_back.v1",
}
_EVENTS: dict[Switch, str] = {
    "activate": "ruleset.activated",
    "rollback": "ruleset.rolled_back",
    "fall_back": "ruleset.fell_back",
}


class Switches:
    """Joins its caller's transaction, in which the ruleset's row is held. actor: a principal's id."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def activate(
        self,
        tx: Transaction,
        environment_id: UUID,
        actor: str,
        reason: str,
        *,
        row: VersionRow,
        state: StateRow,
    ) -> None:
        """Let a version decide that does not yet."""
        to = _To("activate", row, state.activation_id)
        await self._switch(tx, environment_id, state, to, _Why(row.use_case, actor, reason, {}))

    async def activate_default(
        self,
        tx: Transaction,
        environment_id: UUID,
        actor: str,
        reason: str,
        *,
        use_case: str,
        state: StateRow,
    ) -> None:
        """Let the default decide where a version does. A rollback returns to that version."""
        to = _To("activate", None, state.activation_id)
        await self._switch(tx, environment_id, state, to, _Why(use_case, actor, reason, {}))

    async def return_from(
        self,
        tx: Transaction,
        environment_id: UUID,
        actor: str,
        reason: str,
        *,
        kind: Switch,
        use_case: str,
        state: StateRow | None,
        facts: Mapping[str, JsonValue] = {},
    ) -> None:
        """Let what decided before decide again. facts: for who hears of it. Raises: NothingToRollBack."""
        if state is None or state.activation_id is None:
            raise NothingToRollBack("Nothing decided before what decides now.")
        present = await activation_store.find(tx, environment_id, state.activation_id)
        below = None
        if present is not None and present.stands_on is not None:
            below = await activation_store.find(tx, environment_id, present.stands_on)
        if below is None and state.active_version is None:
            raise NothingToRollBack("Nothing decided before what decides now.")
        target = None if below is None else below.version_id
        row = None if target is None else await store.find_version(tx, environment_id, use_case, target)
        to = _To(kind, row, None if below is None else below.stands_on)
        await self._switch(tx, environment_id, state, to, _Why(use_case, actor, reason, facts))

    async def _switch(
        self, tx: Transaction, environment_id: UUID, state: StateRow, to: "_To", why: "_Why"
    ) -> None:
        row = to.row
        made = ActivationRow(
            id=uuid7(self._clock),
            use_case=why.use_case,
            kind=to.kind,
            version_id=None if row is None else row.id,
            previous_version_id=state.active_version,
            stands_on=to.stands_on,
            actor=why.actor,
            reason=why.reason,
            activated_at=self._clock.now(),
        )
        await activation_store.switch(tx, environment_id, made)
        named = (made.id, made.version_id, made.previous_version_id)
        entry = intake.Entry(
            typ=_ENTRIES[to.kind],
            log=environment_id,
            eid=uuid7(self._clock),
            at=made.activated_at,
            act=why.actor,
            out=why.use_case,
            rules=shipped.version(why.use_case).digest if row is None else row.digest,
            refs=tuple(each for each in named if each is not None),
        )
        await intake.append(tx, entry)
        told: dict[str, JsonValue] = {
            "use_case": why.use_case,
            "version": None if row is None else public("rsv", row.id),
            "version_number": 0 if row is None else row.number,
        }
        subject = public("rls", state.id)
        kind = _EVENTS[to.kind]
        await announce(tx, self._clock, environment_id, kind, subject, told | dict(why.facts))


class _To(msgspec.Struct, frozen=True):
    """row: what decides from now on; None for the default."""

    kind: Switch
    row: VersionRow | None
    stands_on: UUID | None


class _Why(msgspec.Struct, frozen=True):
    use_case: str
    actor: str
    reason: str
    facts: Mapping[str, JsonValue]
