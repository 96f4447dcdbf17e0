"""Commission agreements: kept as agreed, looked up, and computed by. The use cases behind both faces."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import msgspec
from msgspec.structs import replace

from core import idempotency
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import ErrorKind, FieldError, InvalidRequest, PlatformError
from core.ids import public, uuid7
from core.pages import Page, page_of
from payments import commitments, keys
from payments.agreements import store
from payments.agreements.computing import ComputedCommission, compute
from payments.agreements.facts import (
    CommissionAgreement,
    CommissionPeriod,
    problems_of_agreement,
    problems_of_period,
)
from payments.checks import refuse
from payments.commitments import Committed
from payments.movements import KEY_BYTES
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

SEALED = "commission_agreement.sealed"
_LAST_ID = UUID(int=(1 << 128) - 1)
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(CommissionAgreement)


class StoredAgreement(msgspec.Struct, frozen=True):
    """agreement: None once its partner was erased."""

    id: UUID
    agreement: CommissionAgreement | None
    recorded_at: datetime


class AgreementConflict(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "commission_agreement_conflict"
    fix = "An agreement of other content has this `id`. An agreement never changes: send the new one under an id of its own."


class AgreementNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "commission_agreement_not_found"
    fix = "Check the id, and that the credential is of the environment that recorded it."


class CommissionAgreements:
    def __init__(self, database: Database, vaults: Vaults, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock

    async def create(self, caller: Principal, agreement: CommissionAgreement) -> StoredAgreement:
        """Keep an agreement. The same one again, by its own id, is answered as it stands.

        Raises: PermissionDenied, PaymentRefused, AgreementConflict.
        """
        caller.require(Permission.PAYMENTS_WRITE)
        now = self._clock.now()
        refuse(problems_of_agreement(agreement, now))
        vault = await self._vaults.of(caller.environment_id)
        agreement = _in_utc(agreement)
        payload = _encoder.encode(agreement)
        external = vault.digest("agreements/agreement.id", agreement.id.encode())[:KEY_BYTES]
        content = vault.digest("agreements/content", payload)[:KEY_BYTES]
        async with self._database.transaction(caller.environment_id) as tx:
            partners = await keys.ensure(tx, vault, (agreement.partner_id,), now)
            partner, key = partners[agreement.partner_id]
            identity = uuid7(self._clock)
            sealed = key.seal(SEALED, identity, payload)
            new = await store.add(
                tx,
                (
                    caller.environment_id, identity, partner, external, content, now, agreement.currency,
                    agreement.starts_at, agreement.ends_at, sealed,
                ),
            )  # fmt: skip
            row = await store.find(tx, caller.environment_id, external)
            if row is None or row["content"] != content:
                raise AgreementConflict("An agreement with this id was recorded with other content.")
            if new:
                fact = Committed(identity, payload, key)
                await commitments.record_one(tx, caller, "commission.agreement.v1", now, fact)
            else:
                await idempotency.claim(tx)
            return (await _open(tx, vault, [row]))[0]

    async def get(self, caller: Principal, agreement_id: UUID) -> StoredAgreement:
        """Raises: PermissionDenied, AgreementNotFound."""
        caller.require(Permission.PAYMENTS_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await store.get(tx, caller.environment_id, agreement_id)
            if row is None:
                raise AgreementNotFound("No commission agreement with this id.")
            return (await _open(tx, vault, [row]))[0]

    async def compute(
        self, caller: Principal, agreement_id: UUID, period: CommissionPeriod
    ) -> ComputedCommission:
        """Compute what a period earns, and compare it with what was paid if that is told. Nothing is kept.

        Raises: PermissionDenied, AgreementNotFound, PaymentRefused.
        """
        found = (await self.get(caller, agreement_id)).agreement
        if found is None:
            raise AgreementNotFound("The partner of this agreement was erased.")
        refuse(problems_of_period(period, found))
        return compute(found, period)

    async def list(
        self, caller: Principal, *, partner_id: str | None, after: UUID | None, limit: int
    ) -> Page[StoredAgreement]:
        """Last recorded first. Raises: PermissionDenied, InvalidRequest for an unknown cursor."""
        caller.require(Permission.PAYMENTS_READ)
        vault = await self._vaults.of(caller.environment_id)
        partner = None if partner_id is None else vault.handle(partner_id)
        async with self._database.transaction(caller.environment_id) as tx:
            if after is not None and await store.get(tx, caller.environment_id, after) is None:
                field = FieldError("after", "No page ended there.", "Send the `next_after` of a page.")
                raise InvalidRequest("The cursor is unknown.", fields=[field])
            rows = await store.page(tx, caller.environment_id, after or _LAST_ID, limit + 1, partner)
            found = await _open(tx, vault, rows)
        return page_of(found, limit, lambda stored: public("agr", stored.id))


async def agreed(tx: Transaction, vault: EnvironmentVault, agreement_id: UUID) -> CommissionAgreement:
    """What was agreed. Raises: AgreementNotFound, also once its partner was erased."""
    row = await store.get(tx, vault.scope_id, agreement_id)
    found = None if row is None else (await _open(tx, vault, [row]))[0].agreement
    if found is None:
        raise AgreementNotFound("No commission agreement with this id.")
    return found


async def _open(
    tx: Transaction, vault: EnvironmentVault, rows: Sequence[asyncpg.Record]
) -> list[StoredAgreement]:
    opened = await keys.find(tx, vault, (row["partner"] for row in rows))
    return [
        StoredAgreement(
            row["id"],
            _decoder.decode(opened[row["partner"]].open(SEALED, row["id"], row["sealed"]))
            if row["partner"] in opened
            else None,
            row["recorded_at"],
        )
        for row in rows
    ]


def _in_utc(agreement: CommissionAgreement) -> CommissionAgreement:
    """One moment is one content, however its offset was written."""
    ends = agreement.ends_at
    return replace(
        agreement,
        starts_at=agreement.starts_at.astimezone(UTC),
        ends_at=None if ends is None else ends.astimezone(UTC),
    )
