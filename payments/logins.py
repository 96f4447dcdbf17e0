"""Ingesting sign-ins: the use cases behind both faces."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from core import idempotency
from core.clock import Clock
from core.database import Database
from core.errors import FieldError, InvalidRequest
from core.ids import public, uuid7
from core.pages import Page, page_of
from payments import checks, commitments, ingest, keys, store
from payments.commitments import Committed
from payments.entities import LoginConflict, RecordedLogin, StoredLogin
from payments.facts import LoginEvent
from payments.prepared import open_login, prepare_login
from payments.transactions import BULK_MAX, standing_of
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vaults import Vaults


class Logins:
    def __init__(self, database: Database, vaults: Vaults, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock

    async def record(self, caller: Principal, login: LoginEvent) -> RecordedLogin:
        """Record one sign-in; the same one again, by its own id, changes nothing.

        Raises: PermissionDenied, PaymentRefused, LoginConflict.
        """
        caller.require(Permission.PAYMENTS_WRITE)
        now = self._clock.now()
        checks.refuse(checks.problems_of_login(login, now))
        (recorded,) = await self._record(caller, (login,), now, "login.v1")
        if recorded.standing == "conflict":
            raise LoginConflict("A sign-in with this id was recorded with other content.")
        return recorded

    async def record_many(self, caller: Principal, logins: Sequence[LoginEvent]) -> list[RecordedLogin]:
        """Record up to 1,000 sign-ins in one commit. Returns: what became of each, in order.

        Raises: PermissionDenied, PaymentRefused naming `items[i].field`; nothing is recorded then.
        """
        caller.require(Permission.PAYMENTS_WRITE)
        now = self._clock.now()
        if not 1 <= len(logins) <= BULK_MAX:
            field = FieldError("items", "There are none, or too many.", f"Send 1 to {BULK_MAX} items.")
            raise InvalidRequest("A bulk holds 1 to 1,000 items.", fields=[field])
        checks.refuse(
            [
                problem
                for index, one in enumerate(logins)
                for problem in checks.problems_of_login(one, now, f"items[{index}]")
            ]
        )
        return await self._record(caller, logins, now, "login.bulk.v1")

    async def list_page(self, caller: Principal, after: UUID | None, limit: int) -> Page[StoredLogin]:
        """Last recorded first; those of erased customers are gone. Raises: PermissionDenied."""
        caller.require(Permission.PAYMENTS_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await store.login_page(tx, caller.environment_id, after, limit + 1)
            found = await keys.find(tx, vault, {row["customer"] for row in rows})
        page = page_of(rows, limit, lambda row: public("lgn", row["id"]))
        opened = [
            StoredLogin(
                row["id"], open_login(found[row["customer"]], row["id"], row["sealed"]), row["recorded_at"]
            )
            for row in page.data
            if row["customer"] in found
        ]
        return Page(opened, page.has_more, page.next_after)

    async def _record(
        self, caller: Principal, logins: Sequence[LoginEvent], now: datetime, typ: str
    ) -> list[RecordedLogin]:
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            customers = await keys.ensure(tx, vault, {one.customer_id for one in logins}, now)
            rows = [
                prepare_login(one, vault, *customers[one.customer_id], uuid7(self._clock), now)
                for one in logins
            ]
            outcomes = await ingest.record_logins(tx, rows)
            new = [
                Committed(row.id, row.payload, customers[login.customer_id][1])
                for login, row, outcome in zip(logins, rows, outcomes, strict=True)
                if outcome.new
            ]
            if not new:
                await idempotency.claim(tx)
            elif typ == "login.v1":
                await commitments.record_one(tx, caller, typ, now, new[0])
            else:
                await commitments.record_bulk(tx, caller, typ, uuid7(self._clock), now, new)
        return [
            RecordedLogin(outcome.id, login.id, standing_of(outcome))
            for login, outcome in zip(logins, outcomes, strict=True)
        ]
