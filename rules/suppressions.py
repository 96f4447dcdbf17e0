"""The use cases of suppressions: make one, end it early, see what there is, and ask whether somebody is covered."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import FieldError
from core.ids import public, uuid7
from core.pages import Page, page_of
from rules import suppression_store
from rules.list_entities import SilencedKind, digest_of
from rules.suppression_entities import (
    LONGEST,
    OPEN_MAX,
    PREFIX,
    NewSuppression,
    Suppression,
    SuppressionEnd,
    SuppressionNotFound,
    SuppressionsFull,
)
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vaults import Vaults


class Suppressions:
    def __init__(self, database: Database, vaults: Vaults, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock

    async def create(self, caller: Principal, wanted: NewSuppression) -> Suppression:
        """Raises: PermissionDenied, SuppressionEnd, SuppressionsFull."""
        caller.require(Permission.SUPPRESSIONS_WRITE)
        now = self._clock.now()
        if not now < wanted.until <= now + LONGEST:
            refused = FieldError(
                "until", "It has passed, or is too far away.", f"At most {LONGEST.days} days from now."
            )
            raise SuppressionEnd("A suppression ends, and within a year.", fields=[refused])
        vault = await self._vaults.of(caller.environment_id)
        made = Suppression(
            environment_id=caller.environment_id, id=uuid7(self._clock), kind=wanted.kind,
            digest=digest_of(vault, wanted.kind, wanted.value), use_case=wanted.use_case, cause=wanted.cause, rule=wanted.rule,
            until=wanted.until, reason=wanted.reason, created_at=now, created_by=caller.id, ended_at=None, ended_by=None,
        )  # fmt: skip
        async with self._database.transaction(caller.environment_id) as tx:
            await suppression_store.changed(tx, caller.environment_id)
            if await suppression_store.count_open(tx, caller.environment_id, now) >= OPEN_MAX:
                raise SuppressionsFull(f"An environment has {OPEN_MAX:,} open suppressions at most.")
            await suppression_store.insert(tx, made)
            await self._log(tx, caller, "suppression.create.v1", made)
        return made

    async def get(self, caller: Principal, suppression_id: UUID) -> Suppression:
        """Raises: PermissionDenied, SuppressionNotFound."""
        caller.require(Permission.RULES_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return _there(
                await suppression_store.find(tx, caller.environment_id, suppression_id), suppression_id
            )

    async def list(
        self,
        caller: Principal,
        *,
        about: tuple[SilencedKind, str] | None,
        open_only: bool,
        after: UUID | None,
        limit: int,
    ) -> Page[Suppression]:
        """Newest first. about: one customer, merchant, payee or device alone. Raises: PermissionDenied."""
        caller.require(Permission.RULES_READ)
        digest = None
        if about is not None:
            digest = digest_of(await self._vaults.of(caller.environment_id), *about)
        open_at = self._clock.now() if open_only else None
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await suppression_store.page(
                tx, caller.environment_id, after, digest, limit + 1, open_at=open_at
            )
        return page_of(rows, limit, lambda row: public(PREFIX, row.id))

    async def end(self, caller: Principal, suppression_id: UUID) -> Suppression:
        """End one before its time; what has ended stays as it is. Raises: PermissionDenied, SuppressionNotFound."""
        caller.require(Permission.SUPPRESSIONS_WRITE)
        now = self._clock.now()
        async with self._database.transaction(caller.environment_id) as tx:
            await suppression_store.changed(tx, caller.environment_id)
            found = _there(
                await suppression_store.find(tx, caller.environment_id, suppression_id), suppression_id
            )
            if found.ended_at is not None or found.until <= now:
                return found
            ended = msgspec.structs.replace(found, ended_at=now, ended_by=caller.id)
            await suppression_store.end(tx, ended)
            await self._log(tx, caller, "suppression.end.v1", ended)
        return ended

    async def _log(self, tx: Transaction, caller: Principal, typ: str, found: Suppression) -> None:
        await intake.append(
            tx,
            intake.Entry(
                typ=typ, log=caller.environment_id, eid=uuid7(self._clock), at=self._clock.now(), act=caller.id,
                out=found.kind, rules=found.digest, refs=(found.id,),
            ),
        )  # fmt: skip


async def is_any_open(tx: Transaction, environment_id: UUID, at: dt.datetime) -> bool:
    """Say whether anything is silenced at all, which is rare: who asks about somebody asks this first."""
    return await suppression_store.count_open(tx, environment_id, at) > 0


async def find_covering(
    tx: Transaction,
    environment_id: UUID,
    digests: Sequence[bytes],
    *,
    use_case: str | None,
    causes: Sequence[str] = (),
    rule: str,
    at: dt.datetime,
) -> Suppression | None:
    """Return the oldest suppression that silences an alert about any of the digests; what alerts ask before they are raised.

    causes: any of them is what one narrowed to a cause may name. rule: the alert rule that would raise it.
    """
    for each in await suppression_store.covering(tx, environment_id, digests, at):
        if each.use_case in (None, use_case) and each.cause in (None, *causes) and each.rule in (None, rule):
            return each
    return None


def _there(found: Suppression | None, suppression_id: UUID) -> Suppression:
    if found is None:
        raise SuppressionNotFound("No such suppression in this environment.", internal=f"{suppression_id=}")
    return found
