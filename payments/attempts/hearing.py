"""What gateways themselves say of attempts: late, twice, and in any order.

What was recorded of an attempt stays; a gateway's word gives it its result. A payment that was taken stays taken, whatever is heard
after it; one that failed and was taken after all (a late authorisation, a second try in the payer's own app) was taken, and is
counted as that.
"""

from typing import Literal
from uuid import UUID

import msgspec

from core import events, intake
from core.clock import Clock
from core.database import Database, Transaction
from core.ids import public, uuid7
from payments import checks
from payments.attempts import failure_store, store
from payments.attempts.facts import AttemptFact, Result
from payments.attempts.prepared import PreparedAttempt, prepare, problems_of
from payments.attempts.recording import HEARD, Counts
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vaults import Vaults

Became = Literal["recorded", "settled", "corrected", "existing"]
"""corrected: it had failed, and was taken after all."""


class HeardAttempts:
    """Attempts by their gateways' word."""

    def __init__(self, database: Database, vaults: Vaults, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock

    async def hear(self, caller: Principal, fact: AttemptFact) -> Became:
        """Record an attempt that is not known, or give one that is its result. Heard again it changes nothing.

        fact: of an attempt that is known only its result counts, with what belongs to that.
        Raises: PermissionDenied, PaymentRefused, InvalidId.
        """
        caller.require(Permission.PAYMENTS_WRITE)
        now = self._clock.now()
        checks.refuse(problems_of(fact, now))
        vault = await self._vaults.of(caller.environment_id)
        row = prepare(fact, vault, uuid7(self._clock), now)
        row = msgspec.structs.replace(row, content=HEARD)
        async with self._database.transaction(caller.environment_id) as tx:
            (found,) = await store.record(tx, caller.environment_id, [row])
            known, counts = found["id"], Counts()
            became = _became(found["result"], row.result, new=known == row.id)
            if became == "existing":
                return became
            if became == "recorded":
                counts.begin(row)
            else:
                row = await self._settled(tx, caller.environment_id, known, row, counts)
            counts.end(known, row)
            await store.count(tx, caller.environment_id, counts.rows())
            await failure_store.count(tx, caller.environment_id, counts.failures())
            await self._tell(
                tx, caller, known, row, vault.digest("gateway_attempt.entry", known.bytes, row.payload)
            )
        return became

    async def _settled(
        self, tx: Transaction, environment_id: UUID, attempt_id: UUID, heard: PreparedAttempt, counts: Counts
    ) -> PreparedAttempt:
        """Give a known attempt its result: in the counts, in the place where it began."""
        stands = await store.get(tx, environment_id, attempt_id)
        if stands is None:
            raise LookupError(f"attempt {attempt_id} was there just now")
        place = {
            name: stands[name]
            for name in ("gateway", "method", "bank", "amount_minor", "currency", "started_at")
        }
        row = msgspec.structs.replace(heard, **place)
        if stands["result"] == "failed":
            failed = {name: stands[name] for name in ("result", "error_code", "fault")}
            counts.take_back(attempt_id, msgspec.structs.replace(row, **failed))
        if stands["finished_at"] is not None and row.finished_at is None:
            row = msgspec.structs.replace(row, finished_at=stands["finished_at"])
        cost = max(row.cost_minor, stands["cost_minor"])
        row = msgspec.structs.replace(row, cost_minor=cost, latency_ms=stands["latency_ms"])
        await store.settle(tx, environment_id, {attempt_id: row})
        return row

    async def _tell(
        self, tx: Transaction, caller: Principal, attempt_id: UUID, row: PreparedAttempt, commitment: bytes
    ) -> None:
        now = self._clock.now()
        entry = intake.Entry(
            typ="gateway_attempt.v1", log=caller.environment_id, eid=uuid7(self._clock), at=now, act=caller.id,
            out=row.result, pc=(commitment,), refs=(attempt_id,),
        )  # fmt: skip
        await intake.append(tx, entry)
        if row.fault:
            data = {"gateway": row.gateway, "code": row.error_code, "method": row.method}
            subject = public("gat", attempt_id)
            await events.announce(
                tx, self._clock, caller.environment_id, "gateway.attempt_failed", subject, data
            )


def _became(stands: Result, heard: Result, *, new: bool) -> Became:
    if new:
        return "recorded"
    if heard == "pending" or stands in {"succeeded", heard}:
        return "existing"
    return "settled" if stands == "pending" else "corrected"
