"""The ledger entry of a change in this package: who did what to which id, nothing personal."""

from uuid import UUID

from core import intake
from core.clock import NOT_AHEAD, Clock, ahead
from core.database import Transaction
from core.ids import uuid7
from tenants.principals import Principal


async def record(
    tx: Transaction, clock: Clock, caller: Principal, typ: str, *refs: UUID, out: str | None = None
) -> None:
    """Append the one entry of a mutation, in its transaction, to the log of the environment the caller acts in.

    clock: the true one, or that of the environment; the entry is of the true time by either.
    """
    with ahead(NOT_AHEAD):
        await intake.append(
            tx,
            intake.Entry(
                typ=typ,
                log=caller.environment_id,
                eid=uuid7(clock),
                at=clock.now(),
                act=caller.id,
                out=out,
                refs=refs,
            ),
        )
