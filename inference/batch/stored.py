"""What is stored of the customers that rows are about, as a question of this moment would find it."""

import dataclasses
from collections.abc import Mapping, Sized
from typing import Protocol, TypeVar
from uuid import UUID

from core.clock import ManualClock
from core.database import Database
from core.errors import InvalidRequest
from inference.batch.beside import StateMissing
from inference.batch.entities import RefusedRow
from inference.batch.fact_rows import FactRows
from inference.batch.forms import RowRefused, form_of, needs_past
from inference.batch.scoring import Question
from inference.declared.computing import Known, Wanted, read_known
from inference.stored_histories import HistoryTooShort, StoredHistories
from payments import states
from payments.entities import CustomerNotFound
from payments.state import CustomerState, StateQuery
from tenants import principals
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

Place = TypeVar("Place", int, UUID)


class Stored(Protocol):
    """What is stored, for rows of one environment."""

    async def vault(self) -> EnvironmentVault | None:
        """Return the environment's vault; None where nothing that is stored can be read."""
        ...

    async def states(self, queries: Mapping[int, StateQuery]) -> dict[int, CustomerState]: ...
    async def known(
        self, wanted: Mapping[Place, Wanted], read: Mapping[Place, CustomerState] = {}
    ) -> dict[Place, Known]: ...
    async def pasts(self, rows: FactRows, question: Question, /) -> FactRows: ...


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

    async def known(
        self, wanted: Mapping[Place, Wanted], read: Mapping[Place, CustomerState] = {}
    ) -> dict[Place, Known]:
        """Make the features of the catalogue that are wanted, by their place, as a decision does. read: states of such places."""
        if not wanted:
            return {}
        places = list(wanted)
        at_hand = {order: read[place] for order, place in enumerate(places) if place in read}
        found = await read_known(self._database, list(wanted.values()), at_hand)
        return dict(zip(places, found, strict=True))

    async def pasts(self, rows: FactRows, question: Question) -> FactRows:
        """Fill in the pasts of customers that came without one, as of the batch; refuse rows whose customer has too short a one."""
        wanted = [
            at for at, each in enumerate(rows.commands) if each.event is not None and needs_past(each.event)
        ]
        if not wanted:
            return rows
        histories = StoredHistories(self._database, self._vaults, ManualClock(question.decided_at))
        caller = principals.system(UUID(int=0), self._environment_id, question.mode)
        form, commands, refused = form_of(question.use_case), list(rows.commands), []
        for at in wanted:
            try:
                commands[at] = await histories.fill(caller, commands[at])
                form.check(commands[at].event or commands[at], question.decided_at)
            except (CustomerNotFound, HistoryTooShort, InvalidRequest) as error:
                in_currency = any(each.field == "history.currency" for each in error.fields)
                column = "currency" if in_currency else "customer_id"
                refused.append(RefusedRow(int(rows.lines[at]), column, error.message))
            except RowRefused as error:
                refused.append(RefusedRow(int(rows.lines[at]), error.column, error.reason))
        return dataclasses.replace(rows, commands=commands).without(refused)


class NothingStored:
    """For rows that hold all they need. Asked for more, it raises StateMissing."""

    async def vault(self) -> None:
        return None

    async def states(self, queries: Mapping[int, StateQuery]) -> dict[int, CustomerState]:
        _none(queries)
        return {}

    async def known(
        self, wanted: Mapping[Place, Wanted], read: Mapping[Place, CustomerState] = {}
    ) -> dict[Place, Known]:
        _none({**wanted, **read})
        return {}

    async def pasts(self, rows: FactRows, _question: Question) -> FactRows:
        _none([each for each in rows.commands if each.event is not None and needs_past(each.event)])
        return rows


def _none(wanted: Sized) -> None:
    if wanted:
        raise StateMissing
