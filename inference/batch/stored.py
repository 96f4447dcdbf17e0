"""What is stored of the customers that rows are about, as a question of this moment would find it."""

from collections.abc import Mapping
from uuid import UUID

from core.database import Database
from payments import states
from payments.state import CustomerState, StateQuery
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults


class StoredFacts:
    """Of one environment. Nothing is written: a batch reads what was ingested, and adds nothing to it."""

    def __init__(self, database: Database, vaults: Vaults, environment_id: UUID) -> None:
        self._database = database
        self._vaults = vaults
        self._environment_id = environment_id

    async def vault(self) -> EnvironmentVault:
        """Raises: VaultMissing."""
        return await self._vaults.of(self._environment_id)

    async def states(self, queries: Mapping[int, StateQuery]) -> dict[int, CustomerState]:
        """Read the running states of a few hundred customers at once, by their place."""
        if not queries:
            return {}
        async with self._database.transaction(self._environment_id) as tx:
            found = await states.read_many(tx, list(queries.values()))
        return dict(zip(queries, found, strict=True))
