"""Recording attempts at gateways and looking them up: the use cases behind both faces."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import asyncpg

from core import events, idempotency, intake
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import FieldError, InvalidRequest
from core.ids import public, uuid7
from core.pages import Page, page_of
from payments import checks
from payments import store as payment_store
from payments.attempts import store
from payments.attempts.facts import (
    BULK_MAX,
    AttemptConflict,
    AttemptFact,
    AttemptNotFound,
    RecordedAttempt,
    Result,
    StoredAttempt,
)
from payments.attempts.prepared import PreparedAttempt, names_of, payment_key, prepare, problems_of
from payments.attempts.recording import Changed, record_many
from payments.attempts.staged import staged
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

ANNOUNCED_FOR = timedelta(hours=1)
"""A failure that is told of later than this is history, and nobody is called for it."""
ANNOUNCED_MAX = 50
"""Failures of one bulk that are announced one by one; an outage is announced as an incident."""
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_END = datetime(9999, 1, 1, tzinfo=UTC)
_LAST_ID = UUID(int=(1 << 128) - 1)


class AttemptFilter(NamedTuple):
    """started_from is included, started_to is not."""

    gateway: str | None = None
    result: Result | None = None
    payment_id: str | None = None
    started_from: datetime | None = None
    started_to: datetime | None = None


class GatewayAttempts:
    """The attempts of an environment."""

    def __init__(self, database: Database, vaults: Vaults, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock

    async def record(self, caller: Principal, fact: AttemptFact) -> StoredAttempt:
        """Record one attempt, or the result of one that was pending. Sent again it changes nothing.

        Raises: PermissionDenied, PaymentRefused, InvalidId, AttemptConflict.
        """
        caller.require(Permission.PAYMENTS_WRITE)
        now = self._clock.now()
        fact = staged(caller.mode, fact)
        checks.refuse(problems_of(fact, now))
        vault = await self._vaults.of(caller.environment_id)
        row = prepare(fact, vault, uuid7(self._clock), now)
        async with self._database.transaction(caller.environment_id) as tx:
            changed = await self._write(tx, caller, vault, [(fact.id, row)], "gateway_attempt.v1")
            (told,) = changed.told
            if told.standing == "conflict":
                raise AttemptConflict("An attempt with this id was recorded otherwise.")
            return _stored(vault, await _get(tx, caller.environment_id, told.id))

    async def record_many(self, caller: Principal, facts: Sequence[AttemptFact]) -> list[RecordedAttempt]:
        """Record up to 1,000 attempts and results in one commit. Returns: what became of each, in order.

        Raises: PermissionDenied, PaymentRefused naming `items[i].field`, InvalidId; nothing is recorded then.
        """
        caller.require(Permission.PAYMENTS_WRITE)
        now = self._clock.now()
        if not 1 <= len(facts) <= BULK_MAX:
            field = FieldError("items", "There are none, or too many.", f"Send 1 to {BULK_MAX} items.")
            raise InvalidRequest("A bulk holds 1 to 1,000 items.", fields=[field])
        facts = [staged(caller.mode, fact) for fact in facts]
        checks.refuse(
            [each for at, fact in enumerate(facts) for each in problems_of(fact, now, f"items[{at}]")]
        )
        vault = await self._vaults.of(caller.environment_id)
        rows = [(fact.id, prepare(fact, vault, uuid7(self._clock), now)) for fact in facts]
        async with self._database.transaction(caller.environment_id) as tx:
            return (await self._write(tx, caller, vault, rows, "gateway_attempt.bulk.v1")).told

    async def get(self, caller: Principal, attempt_id: UUID) -> StoredAttempt:
        """Raises: PermissionDenied, AttemptNotFound."""
        caller.require(Permission.PAYMENTS_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            return _stored(vault, await _get(tx, caller.environment_id, attempt_id))

    async def list(
        self, caller: Principal, wanted: AttemptFilter, *, after: UUID | None, limit: int
    ) -> Page[StoredAttempt]:
        """Newest first, by their start. Raises: PermissionDenied, InvalidRequest for an unknown cursor."""
        caller.require(Permission.PAYMENTS_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await store.page(
                tx,
                caller.environment_id,
                wanted.started_from or _BEGINNING,
                wanted.started_to or _END,
                *await _before(tx, caller.environment_id, after),
                wanted.gateway,
                wanted.result,
                None if wanted.payment_id is None else payment_key(vault, wanted.payment_id),
                limit + 1,
            )
        found = [_stored(vault, row) for row in rows]
        return page_of(found, limit, lambda stored: public("gat", stored.id))

    async def _write(
        self,
        tx: Transaction,
        caller: Principal,
        vault: EnvironmentVault,
        rows: Sequence[tuple[str, PreparedAttempt]],
        typ: str,
    ) -> Changed:
        changed = await record_many(tx, caller.environment_id, rows)
        if not changed.fresh:
            await idempotency.claim(tx)
            return changed
        await self._log(tx, caller, vault, changed, typ)
        await self._announce(tx, caller.environment_id, changed)
        return changed

    async def _log(
        self, tx: Transaction, caller: Principal, vault: EnvironmentVault, changed: Changed, typ: str
    ) -> None:
        """One entry, which commits to what was sent: of a bulk, to the SHA-256 of all commitments, which are kept with the ids."""
        eid, single = uuid7(self._clock), typ == "gateway_attempt.v1"
        made = [vault.digest("gateway_attempt.entry", eid.bytes, row.payload) for _, row in changed.fresh]
        if not single:
            ids = [attempt_id for attempt_id, _ in changed.fresh]
            await payment_store.add_batch(tx, caller.environment_id, eid, ids, b"".join(made))
        entry = intake.Entry(
            typ=typ, log=caller.environment_id, eid=eid, at=self._clock.now(), act=caller.id,
            out=changed.fresh[0][1].result if single else "recorded",
            pc=(made[0] if single else hashlib.sha256(b"".join(made)).digest(),),
            refs=(changed.fresh[0][0],) if single else (),
        )  # fmt: skip
        await intake.append(tx, entry)

    async def _announce(self, tx: Transaction, environment_id: UUID, changed: Changed) -> None:
        since = self._clock.now() - ANNOUNCED_FOR
        faults = [each for each in changed.fresh if each[1].fault and each[1].started_at >= since]
        for attempt_id, row in faults[:ANNOUNCED_MAX]:
            data = {"gateway": row.gateway, "code": row.error_code, "method": row.method}
            subject = public("gat", attempt_id)
            await events.announce(tx, self._clock, environment_id, "gateway.attempt_failed", subject, data)


async def _get(tx: Transaction, environment_id: UUID, attempt_id: UUID) -> asyncpg.Record:
    row = await store.get(tx, environment_id, attempt_id)
    if row is None:
        raise AttemptNotFound("No attempt with this id.")
    return row


async def _before(tx: Transaction, environment_id: UUID, after: UUID | None) -> tuple[datetime, UUID]:
    if after is None:
        return _END, _LAST_ID
    last = await store.get(tx, environment_id, after)
    if last is None:
        field = FieldError("after", "No page ended there.", "Send the `next_after` of a page.")
        raise InvalidRequest("The cursor is unknown.", fields=[field])
    return last["started_at"], after


def _stored(vault: EnvironmentVault, row: asyncpg.Record) -> StoredAttempt:
    fields = dict(row)
    own_id, payment_id = names_of(vault, row["id"], fields.pop("sealed"))
    fields["bank"] = row["bank"] or None
    fields["error_code"] = row["error_code"] or None
    return StoredAttempt(own_id=own_id, payment_id=payment_id, **fields)
