"""Payees of a sandbox whose payouts are stuck, whatever is usual. A live environment has none."""

from collections.abc import Mapping
from uuid import UUID

from core.database import Database
from payments import magic
from tenants.installation import caller_in
from tenants.vaults import VaultMissing, Vaults

_KNOWN_MAX = 5_000


class StuckPayees:
    """By the pseudonym under which payouts have them, each with the note that says why."""

    def __init__(self, database: Database, vaults: Vaults) -> None:
        self._database = database
        self._vaults = vaults
        self._known: dict[UUID, Mapping[UUID, str]] = {}

    async def of(self, environment_id: UUID) -> Mapping[UUID, str]:
        """Read once for each environment: neither its mode nor the pseudonyms change. None where its keys are gone."""
        known = self._known.get(environment_id)
        if known is None:
            known = await self._find(environment_id)
            if len(self._known) >= _KNOWN_MAX:
                self._known.clear()
            self._known[environment_id] = known
        return known

    async def _find(self, environment_id: UUID) -> Mapping[UUID, str]:
        found = magic.payees((await caller_in(self._database, environment_id)).mode)
        if not found:
            return {}
        try:
            vault = await self._vaults.of(environment_id)
        except VaultMissing:
            return {}
        return {vault.handle(payee): f"{magic.NOTE}: {payee}: {one.effect}" for payee, one in found.items()}
