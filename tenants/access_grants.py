"""Access for a time: what an owner or admin gives an auditor, a member or a key, and takes back.

Whoever was ever given some has no other: outside of it their credential is refused, in both environments. The latest counts.
"""

import datetime as dt
from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Meta

from core.clock import Clock
from core.database import Database, Transaction
from core.errors import ErrorKind, FieldError, InvalidId, InvalidRequest, PlatformError
from core.ids import parse, public, uuid7
from core.pages import Page, page_of
from tenants import access_grant_store, key_store, member_store, scopes
from tenants.entries import record
from tenants.permissions import PERMISSIONS_OF_ROLE, Permission, Role
from tenants.principals import LogPart, Principal
from tenants.verification import Verified, ended

LIFE_MAX = dt.timedelta(days=366)
TYPES_MAX = 20
AUDITS = PERMISSIONS_OF_ROLE[Role.AUDITOR]

EntryType = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")]


class GrantNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "access_grant_not_found"


class HolderNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "holder_not_found"
    fix = "List members or keys to find the id."


class HolderNotAuditor(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "holder_not_auditor"
    fix = "Give the member the role auditor first, or make a key with scopes that an auditor has."


class GrantAccess(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """holder: a member (`mbr_…`) of the role auditor, or a key (`key_…`) whose scopes an auditor has. expires_at: a year away at most.

    since, until, types: narrow it to a part of the log: entries of this time, of these kinds; nothing but the log is read then.
    """

    holder: Annotated[str, Meta(min_length=1, max_length=64)]
    expires_at: Annotated[dt.datetime, Meta(tz=True)]
    reason: Annotated[str, Meta(min_length=1, max_length=500)]
    since: Annotated[dt.datetime, Meta(tz=True)] | None = None
    until: Annotated[dt.datetime, Meta(tz=True)] | None = None
    types: Annotated[list[EntryType], Meta(max_length=TYPES_MAX)] = []


class AccessGrant(msgspec.Struct, frozen=True, kw_only=True):
    """standing: `active`, `expired` or `revoked`, now."""

    id: UUID
    holder: str
    standing: str
    expires_at: dt.datetime
    since: dt.datetime | None
    until: dt.datetime | None
    types: list[str]
    reason: str
    created_at: dt.datetime
    created_by: str
    revoked_at: dt.datetime | None
    revoked_by: str | None


class AccessGrants:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def grant(self, caller: Principal, command: GrantAccess) -> AccessGrant:
        """Give access to the caller's environment for a time.

        Raises: PermissionDenied, InvalidRequest, HolderNotFound, HolderNotAuditor.
        """
        caller.require(Permission.ACCESS_GRANT)
        now = self._clock.now()
        _check(command, now)
        grant_id = uuid7(self._clock)
        async with self._database.transaction((caller.tenant_id, caller.environment_id)) as tx:
            holder_id = await _holder(tx, caller, command.holder)
            row = access_grant_store.GrantRow(
                id=grant_id,
                holder=command.holder,
                expires_at=command.expires_at,
                since=command.since,
                until=command.until,
                types=sorted(set(command.types)),
                reason=command.reason,
                created_at=now,
                created_by=caller.id,
            )
            await access_grant_store.add(tx, caller.tenant_id, caller.environment_id, row)
            await record(tx, self._clock, caller, "access.grant.v1", grant_id, holder_id)
            return await self._get(tx, caller, grant_id)

    async def get(self, caller: Principal, grant_id: UUID) -> AccessGrant:
        """Raises: PermissionDenied, GrantNotFound."""
        caller.require(Permission.MEMBERS_READ)
        async with self._database.transaction(caller.tenant_id) as tx:
            return await self._get(tx, caller, grant_id)

    async def list_page(self, caller: Principal, after: UUID | None, limit: int) -> Page[AccessGrant]:
        """Newest first. Raises: PermissionDenied."""
        caller.require(Permission.MEMBERS_READ)
        async with self._database.transaction(caller.tenant_id) as tx:
            rows = await access_grant_store.newest(
                tx, caller.tenant_id, caller.environment_id, after, limit + 1
            )
        return page_of([self._grant(row) for row in rows], limit, lambda grant: public("acg", grant.id))

    async def revoke(self, caller: Principal, grant_id: UUID) -> AccessGrant:
        """Take access back, everywhere within five seconds. Revoking again changes nothing.

        Raises: PermissionDenied, GrantNotFound.
        """
        caller.require(Permission.ACCESS_GRANT)
        async with self._database.transaction((caller.tenant_id, caller.environment_id)) as tx:
            await self._get(tx, caller, grant_id)
            at = self._clock.now()
            if await access_grant_store.revoke(
                tx, caller.tenant_id, caller.environment_id, grant_id, at, caller.id
            ):
                await record(tx, self._clock, caller, "access.revoke.v1", grant_id)
            return await self._get(tx, caller, grant_id)

    async def _get(self, tx: Transaction, caller: Principal, grant_id: UUID) -> AccessGrant:
        row = await access_grant_store.find(tx, caller.tenant_id, caller.environment_id, grant_id)
        if row is None:
            raise GrantNotFound("No such access in this environment.")
        return self._grant(row)

    def _grant(self, row: asyncpg.Record) -> AccessGrant:
        standing = "active" if row["expires_at"] > self._clock.now() else "expired"
        return AccessGrant(standing="revoked" if row["revoked_at"] else standing, **row)


async def _holder(tx: Transaction, caller: Principal, holder: str) -> UUID:
    """Find who is to have access. Raises: InvalidRequest, HolderNotFound, HolderNotAuditor."""
    prefix = "key" if holder.startswith("key_") else "mbr"
    try:
        holder_id = parse(prefix, holder)
    except InvalidId:
        raise _refused("holder", "It is neither a member's nor a key's id.", "Send mbr_… or key_….") from None
    if prefix == "mbr":
        member = await member_store.find(tx, caller.tenant_id, holder_id)
        held = None if member is None else PERMISSIONS_OF_ROLE[Role(member["role"])]
    else:
        key = await key_store.find(tx, caller.environment_id, holder_id)
        held = None if key is None else scopes.stored(key["scopes"])
    if held is None:
        raise HolderNotFound("There is no such member or key here.")
    if not held <= AUDITS:
        raise HolderNotAuditor("It may do more than an auditor.")
    return holder_id


def _check(command: GrantAccess, now: dt.datetime) -> None:
    if not now < command.expires_at <= now + LIFE_MAX:
        raise _refused(
            "expires_at", "It is in the past, or more than a year away.", "Send a time within a year."
        )
    if command.since is not None and command.until is not None and command.until <= command.since:
        raise _refused("until", "It is not after `since`.", "Send a later time.")


def _refused(name: str, reason: str, fix: str) -> InvalidRequest:
    return InvalidRequest("The access was refused.", fields=[FieldError(name, reason, fix)])


async def boxed(tx: Transaction, verified: Verified, now: dt.datetime) -> Verified:
    """Hold a credential to the access that its holder was given, if any was ever given. Raises: CredentialEnded."""
    principal = verified.principal
    if not principal.permissions <= AUDITS:  # a member who has another role by now
        return verified
    row = await access_grant_store.of_holder(tx, principal.tenant_id, principal.id, principal.environment_id)
    if row is None:
        return verified
    lives = row["revoked_at"] is None and row["expires_at"] > now
    if not lives or row["environment_id"] != principal.environment_id:
        raise ended()
    narrowed, permissions = None, principal.permissions & AUDITS
    if row["since"] or row["until"] or row["types"]:
        narrowed = LogPart(row["since"], row["until"], tuple(row["types"]))
        permissions = permissions & {Permission.LEDGER_READ}
    boxed_in = msgspec.structs.replace(principal, permissions=permissions, log_part=narrowed)
    ends_at = row["expires_at"] if verified.ends_at is None else min(row["expires_at"], verified.ends_at)
    return Verified(boxed_in, ends_at)
