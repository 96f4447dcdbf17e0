"""Commission statements: reckoned by the agreement in force, kept, disputed, settled. The use cases behind both faces."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from core import idempotency, intake
from core.clock import Clock
from core.cpu import CpuPool
from core.database import Database, Transaction
from core.errors import FieldError, InvalidRequest
from core.events import announce
from core.ids import public, uuid7
from core.json_values import JsonValue
from core.pages import Page, page_of
from payments import commitments, keys
from payments.agreements import statement_store as store
from payments.agreements.reckoning import reckon
from payments.agreements.statement_entities import (
    PeriodStated,
    StatementConflict,
    StatementNotFound,
    StatementNotOpen,
    StatementReplaced,
    StatementWithSteps,
    StoredStatement,
)
from payments.agreements.statement_facts import (
    DisputeReason,
    NewCommissionStatement,
    Reckoned,
    SettleReason,
    StatementStatus,
    in_utc,
    problems_of_statement,
)
from payments.agreements.statement_rows import SEALED_NOTE, SEALED_STATEMENT, Kept, opened, steps_of
from payments.agreements.statement_sources import agreement_of, payouts_of, replaced_by
from payments.checks import refuse
from payments.commitments import Committed
from payments.movements import KEY_BYTES
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

LAST_ID = UUID(int=(1 << 128) - 1)
TIMEOUT_S = 10.0
DIFFERS = "commission.differs"
_BEFORE: Mapping[StatementStatus, Sequence[StatementStatus]] = {
    "disputed": ("matched", "short", "over"),
    "settled": ("matched", "short", "over", "disputed"),
}
_encoder = msgspec.msgpack.Encoder()


class CommissionStatements:
    def __init__(self, database: Database, vaults: Vaults, clock: Clock, cpu: CpuPool) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock
        self._cpu = cpu

    async def create(self, caller: Principal, statement: NewCommissionStatement) -> StatementWithSteps:
        """Reckon a statement and keep it. The same one again, by its own id, is answered as it stands.

        Raises: PermissionDenied, PaymentRefused, AgreementNotFound, StatementNotFound, StatementConflict, PeriodStated,
        StatementReplaced.
        """
        caller.require(Permission.PAYMENTS_WRITE)
        statement = in_utc(statement)
        refuse(problems_of_statement(statement, self._clock.now()))
        vault = await self._vaults.of(caller.environment_id)
        payload = _encoder.encode(statement)
        external = vault.digest("agreements/statement.id", statement.id.encode())[:KEY_BYTES]
        content = vault.digest("agreements/statement.content", payload)[:KEY_BYTES]
        async with self._database.transaction(caller.environment_id) as tx:
            known = await self._again(tx, vault, external, content)
            if known is not None:
                await idempotency.claim(tx)
                return known
            agreement_id, agreement = await agreement_of(tx, vault, statement)
            payouts = await payouts_of(tx, vault, statement)
        reckoned = await self._cpu.run(lambda: reckon(agreement, statement, payouts), timeout_s=TIMEOUT_S)
        async with self._database.transaction(caller.environment_id) as tx:
            partner = vault.handle(statement.partner_id)
            await store.lock(tx, caller.environment_id, partner)
            known = await self._again(tx, vault, external, content)
            if known is not None:
                await idempotency.claim(tx)
                return known
            replaces = await replaced_by(tx, vault, statement, partner)
            period = (statement.starts_at, statement.ends_at)
            other = await store.standing(tx, caller.environment_id, agreement_id, period, replaces)
            if other is not None:
                raise PeriodStated(f"The statement {public('cos', other)} is of this period already.")
            kept = Kept(statement, reckoned)
            return await self._keep(tx, caller, vault, kept, (external, content, agreement_id, replaces))

    async def get(self, caller: Principal, statement_id: UUID) -> StatementWithSteps:
        """Raises: PermissionDenied, StatementNotFound."""
        caller.require(Permission.PAYMENTS_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            return await _get(tx, vault, statement_id)

    async def list(
        self,
        caller: Principal,
        *,
        partner_id: str | None,
        period: tuple[datetime | None, datetime | None],
        status: StatementStatus | None,
        after: UUID | None,
        limit: int,
    ) -> Page[StoredStatement]:
        """Last recorded first. period: those that touch it. Raises: PermissionDenied, InvalidRequest for an unknown cursor."""
        caller.require(Permission.PAYMENTS_READ)
        vault = await self._vaults.of(caller.environment_id)
        partner = None if partner_id is None else vault.handle(partner_id)
        async with self._database.transaction(caller.environment_id) as tx:
            if after is not None and await store.get(tx, caller.environment_id, after) is None:
                field = FieldError("after", "No page ended there.", "Send the `next_after` of a page.")
                raise InvalidRequest("The cursor is unknown.", fields=[field])
            rows = await store.page(
                tx, caller.environment_id, after or LAST_ID, limit + 1, partner, *period, status
            )
            found = await opened(tx, vault, rows)
        return page_of(found, limit, lambda stored: public("cos", stored.id))

    async def dispute(
        self, caller: Principal, statement_id: UUID, reason: DisputeReason, note: str | None
    ) -> StatementWithSteps:
        """Say that partner or tenant does not accept it.

        Raises: PermissionDenied, StatementNotFound, StatementReplaced, StatementNotOpen.
        """
        return await self._step(caller, statement_id, "disputed", reason, note)

    async def settle(
        self, caller: Principal, statement_id: UUID, reason: SettleReason, note: str | None
    ) -> StatementWithSteps:
        """Say that nothing is open any more. Raises: as dispute."""
        return await self._step(caller, statement_id, "settled", reason, note)

    async def _step(
        self, caller: Principal, statement_id: UUID, status: StatementStatus, reason: str, note: str | None
    ) -> StatementWithSteps:
        caller.require(Permission.PAYMENTS_WRITE)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await store.get(tx, caller.environment_id, statement_id)
            if row is None:
                raise StatementNotFound("No commission statement with this id.")
            await store.lock(tx, caller.environment_id, row["partner"])
            found = await _get(tx, vault, statement_id)
            key = (await keys.find(tx, vault, (row["partner"],))).get(row["partner"])
            if key is None:
                raise StatementNotFound("The partner of this statement was erased.")
            _check_open(found.stored, status)
            now, step_id = self._clock.now(), uuid7(self._clock)
            sealed = None if note is None else key.seal(SEALED_NOTE, step_id, note.encode())
            number = len(found.steps) + 1
            await store.add_step(
                tx,
                (
                    caller.environment_id,
                    statement_id,
                    number,
                    step_id,
                    status,
                    reason,
                    sealed,
                    now,
                    caller.id,
                ),
            )
            told = _encoder.encode((status, reason, note))
            entry = intake.Entry(
                typ=f"commission.statement.{status}.v1", log=caller.environment_id, eid=step_id, at=now, act=caller.id,
                out=reason, pc=(key.commit(step_id, told),), refs=(statement_id,),
            )  # fmt: skip
            await intake.append(tx, entry)
            return await _get(tx, vault, statement_id)

    async def _again(
        self, tx: Transaction, vault: EnvironmentVault, external: bytes, content: bytes
    ) -> StatementWithSteps | None:
        """Raises: StatementConflict."""
        row = await store.find(tx, vault.scope_id, external)
        if row is None:
            return None
        if row["content"] != content:
            raise StatementConflict("A statement with this id was recorded with other content.")
        return await _get(tx, vault, row["id"])

    async def _keep(
        self,
        tx: Transaction,
        caller: Principal,
        vault: EnvironmentVault,
        kept: Kept,
        under: tuple[bytes, bytes, UUID, UUID | None],
    ) -> StatementWithSteps:
        external, content, agreement_id, replaces = under
        statement, reckoned, now = kept.statement, kept.reckoned, self._clock.now()
        partners = await keys.ensure(tx, vault, (statement.partner_id,), now)
        partner, key = partners[statement.partner_id]
        identity, payload = uuid7(self._clock), _encoder.encode(kept)
        sealed = key.seal(SEALED_STATEMENT, identity, payload)
        await store.add(
            tx,
            (
                caller.environment_id, identity, partner, external, content, now, agreement_id, statement.currency,
                statement.starts_at, statement.ends_at, reckoned.found, reckoned.payable_minor, reckoned.difference_minor,
                reckoned.reasons, replaces, sealed,
            ),
        )  # fmt: skip
        fact = Committed(identity, payload, key)
        await commitments.record_one(tx, caller, "commission.statement.v1", now, fact)
        if reckoned.found in {"short", "over"}:
            told = _told(statement, reckoned, agreement_id)
            await announce(tx, self._clock, caller.environment_id, DIFFERS, public("cos", identity), told)
        return await _get(tx, vault, identity)


async def _get(tx: Transaction, vault: EnvironmentVault, statement_id: UUID) -> StatementWithSteps:
    """Raises: StatementNotFound."""
    row = await store.get(tx, vault.scope_id, statement_id)
    if row is None:
        raise StatementNotFound("No commission statement with this id.")
    (stored,) = await opened(tx, vault, [row])
    return StatementWithSteps(stored, await steps_of(tx, vault, row))


def _check_open(stored: StoredStatement, status: StatementStatus) -> None:
    """Raises: StatementReplaced, StatementNotOpen."""
    if stored.replaced_by is not None:
        raise StatementReplaced(f"{public('cos', stored.replaced_by)} replaced it.")
    if stored.status not in _BEFORE[status]:
        raise StatementNotOpen(f"It is {stored.status}, and cannot be {status}.")


def _told(
    statement: NewCommissionStatement, reckoned: Reckoned, agreement_id: UUID
) -> Mapping[str, JsonValue]:
    return {
        "status": reckoned.found,
        "difference_minor": reckoned.difference_minor,
        "payable_minor": reckoned.payable_minor,
        "currency": statement.currency,
        "reasons": list(reckoned.reasons),
        "starts_at": statement.starts_at.isoformat(),
        "ends_at": statement.ends_at.isoformat(),
        "agreement": public("agr", agreement_id),
    }
