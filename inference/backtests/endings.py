"""How a backtest ends: its row, the ledger's entry and the event, in one transaction."""

import dataclasses
from collections.abc import Mapping
from uuid import UUID

from core import intake
from core.clock import Clock
from core.database import Transaction
from core.events import announce
from core.ids import public, uuid7
from core.json_values import JsonValue
from inference.backtests import entries, store
from inference.backtests.entities import PREFIX, Failure, State
from inference.backtests.entries import Ending

_STATES: Mapping[Ending, State] = {"complete": "completed", "fail": "failed", "cancel": "cancelled"}


@dataclasses.dataclass(frozen=True, kw_only=True)
class End:
    """by: who cancelled it, else who started it. sealed: the report. told: of it, in the event."""

    environment_id: UUID
    backtest_id: UUID
    use_case: str
    ending: Ending
    by: str
    failure: Failure | None = None
    sealed: bytes | None = None
    told: Mapping[str, JsonValue] = dataclasses.field(default_factory=dict)


async def end(tx: Transaction, clock: Clock, one: End) -> bool:
    """End a backtest that has not ended. Returns: False when it has."""
    key, at = (one.environment_id, one.backtest_id), clock.now()
    state = _STATES[one.ending]
    if not await store.end(tx, *key, state, at, failure=one.failure, report=one.sealed):
        return False
    await intake.append(tx, entries.ended(key, one.use_case, one.ending, uuid7(clock), at, one.by))
    told = {"status": state, **one.told}
    await announce(tx, clock, one.environment_id, "backtest.finished", public(PREFIX, one.backtest_id), told)
    return True
