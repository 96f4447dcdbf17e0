"""API keys: made, shown once, rotated with a grace period, revoked within seconds."""

import datetime as dt
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec

from core.clock import Clock
from core.database import Database, Transaction
from core.errors import ErrorKind, FieldError, InvalidRequest, PlatformError
from core.ids import public, uuid7
from core.pages import Page, page_of
from tenants import directory_store, key_store, scopes
from tenants.credential_text import PRINTABLE, Credential, CredentialKind, mint
from tenants.entries import record
from tenants.installation_keys import Pepper
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.scopes import Scopes

CredentialName = Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=PRINTABLE)]
GRACE_MAX_S = 7 * 24 * 3_600
GRACE_DEFAULT_S = 24 * 3_600
LIFE_MAX = dt.timedelta(days=3_653)


class KeyNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "api_key_not_found"
    fix = "List the keys of this environment to find the id."


class KeyNotLive(PlatformError):
    """Revoked, expired or rotated already: it cannot be rotated again."""

    kind = ErrorKind.PRECONDITION
    code = "api_key_not_live"
    fix = "Rotate the newest key of the chain, or create a key."


class PredecessorLive(PlatformError):
    """Two keys of a chain live already: the one to rotate, and one before it whose grace has not ended."""

    kind = ErrorKind.CONFLICT
    code = "api_key_predecessor_live"
    fix = "Revoke the earlier key, wait until it ends, or rotate with `grace_s` 0."


class KeyStatus(StrEnum):
    LIVE = "live"
    EXPIRED = "expired"
    REVOKED = "revoked"


class ApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key without its secret. hint: the readable part of its text."""

    id: UUID
    name: str
    hint: str
    scopes: list[str]
    status: KeyStatus
    created_at: dt.datetime
    created_by: str
    expires_at: dt.datetime | None
    revoked_at: dt.datetime | None
    rotated_from: UUID | None
    last_used_at: dt.datetime | None


class NewApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """text: the whole key. It is not stored and cannot be shown again."""

    key: ApiKey
    text: str

    def __repr__(self) -> str:
        return f"NewApiKey({self.key.hint}_***)"


class CreateApiKey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: CredentialName
    scopes: Scopes
    expires_at: Annotated[dt.datetime, msgspec.Meta(tz=True)] | None = None


class RotateApiKey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """grace_s: how long the old key still works beside the new one."""

    grace_s: Annotated[int, msgspec.Meta(ge=0, le=GRACE_MAX_S)] = GRACE_DEFAULT_S


class ApiKeys:
    def __init__(self, database: Database, pepper: Pepper, clock: Clock) -> None:
        self._database = database
        self._pepper = pepper
        self._clock = clock

    async def create(self, caller: Principal, command: CreateApiKey) -> NewApiKey:
        """Raises: PermissionDenied when a scope is beyond the caller's own, InvalidRequest for the expiry."""
        caller.require(Permission.KEYS_WRITE)
        wanted = scopes.granted_by(caller, command.scopes)
        self._check_expiry(command.expires_at)
        async with self._database.transaction(caller.environment_id) as tx:
            made = await self._add(tx, caller, command.name, wanted, command.expires_at, None)
            await record(tx, self._clock, caller, "key.create.v1", made.key.id, out=" ".join(wanted))
        return made

    async def get(self, caller: Principal, key_id: UUID) -> ApiKey:
        """Raises: PermissionDenied, KeyNotFound."""
        caller.require(Permission.KEYS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return self._key(caller, await key_store.find(tx, caller.environment_id, key_id))

    async def list_page(self, caller: Principal, after: UUID | None, limit: int) -> Page[ApiKey]:
        """Newest first. Raises: PermissionDenied."""
        caller.require(Permission.KEYS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await key_store.newest(tx, caller.environment_id, after, limit + 1)
        return page_of([self._key(caller, row) for row in rows], limit, lambda key: public("key", key.id))

    async def rotate(self, caller: Principal, key_id: UUID, command: RotateApiKey) -> NewApiKey:
        """Make a key with the same name, scopes and expiry; the old one works until the grace period ends.

        Never do more than two of a chain live: while one before the old one still works, the old one can only end at once.
        Raises: PermissionDenied, KeyNotFound, KeyNotLive, PredecessorLive.
        """
        caller.require(Permission.KEYS_WRITE)
        environment_id = caller.environment_id
        async with self._database.transaction(environment_id) as tx:
            old = self._key(caller, await key_store.find_locked(tx, environment_id, key_id))
            if old.status is not KeyStatus.LIVE or await key_store.has_successor(tx, environment_id, key_id):
                raise KeyNotLive("This key cannot be rotated.")
            if command.grace_s:
                await self._check_alone(tx, environment_id, key_id)
            wanted = scopes.granted_by(caller, scopes.stored(old.scopes))
            made = await self._add(tx, caller, old.name, wanted, old.expires_at, key_id)
            ends = self._clock.now() + dt.timedelta(seconds=command.grace_s)
            if old.expires_at is None or ends < old.expires_at:
                await key_store.expire(tx, environment_id, key_id, ends)
            await record(tx, self._clock, caller, "key.rotate.v1", key_id, made.key.id, out=" ".join(wanted))
        return made

    async def revoke(self, caller: Principal, key_id: UUID) -> ApiKey:
        """Refuse the key everywhere within five seconds. Revoking again changes nothing.

        Raises: PermissionDenied, KeyNotFound.
        """
        caller.require(Permission.KEYS_WRITE)
        environment_id = caller.environment_id
        async with self._database.transaction(environment_id) as tx:
            key = self._key(caller, await key_store.find_locked(tx, environment_id, key_id))
            if key.status is KeyStatus.REVOKED:
                return key
            await key_store.revoke(tx, environment_id, key_id, self._clock.now())
            await record(tx, self._clock, caller, "key.revoke.v1", key_id)
            return self._key(caller, await key_store.find(tx, environment_id, key_id))

    async def _check_alone(self, tx: Transaction, environment_id: UUID, key_id: UUID) -> None:
        earlier = await key_store.find_live_before(tx, environment_id, key_id, self._clock.now())
        if earlier is not None:
            name = public("key", earlier["key_id"])
            raise PredecessorLive(
                f"The key before this one, {name}, works until {earlier['expires_at']:%Y-%m-%dT%H:%M:%SZ}.",
                fix=f"Revoke {name} if nothing uses it any more, wait until it ends, or rotate with `grace_s` 0.",
            )

    def _check_expiry(self, expires_at: dt.datetime | None) -> None:
        now = self._clock.now()
        if expires_at is not None and not now < expires_at <= now + LIFE_MAX:
            reason = "It is in the past, or more than ten years away."
            refused = FieldError("expires_at", reason, "Send a time within ten years, or leave it out.")
            raise InvalidRequest("The expiry was refused.", fields=[refused])

    async def _add(
        self,
        tx: Transaction,
        caller: Principal,
        name: str,
        granted: list[str],
        expires_at: dt.datetime | None,
        rotated_from: UUID | None,
    ) -> NewApiKey:
        key_id, credential = uuid7(self._clock), mint(CredentialKind.API_KEY, caller.mode)
        row = key_store.KeyRow(
            environment_id=caller.environment_id,
            key_id=key_id,
            reference=credential.reference,
            name=name,
            secret_hash=self._pepper.hash(credential),
            scopes=granted,
            created_at=self._clock.now(),
            created_by=caller.id,
            expires_at=expires_at,
            rotated_from=rotated_from,
            member_id=caller.member_id,
        )
        await key_store.add(tx, row)
        await directory_store.add(
            tx, credential.reference, "api_key", caller.tenant_id, caller.environment_id, key_id
        )
        stored = await key_store.find(tx, caller.environment_id, key_id)
        return NewApiKey(key=self._key(caller, stored), text=credential.text())

    def _key(self, caller: Principal, row: asyncpg.Record | None) -> ApiKey:
        if row is None:
            raise KeyNotFound("No such API key in this environment.")
        return ApiKey(
            id=row["key_id"],
            name=row["name"],
            hint=Credential(CredentialKind.API_KEY, caller.mode, row["reference"], "").hint(),
            scopes=list(row["scopes"]),
            status=_status(row, self._clock.now()),
            created_at=row["created_at"],
            created_by=row["created_by"],
            expires_at=row["expires_at"],
            revoked_at=row["revoked_at"],
            rotated_from=row["rotated_from"],
            last_used_at=row["last_used_at"],
        )


def _status(row: asyncpg.Record, now: dt.datetime) -> KeyStatus:
    if row["revoked_at"] is not None:
        return KeyStatus.REVOKED
    if row["expires_at"] is not None and row["expires_at"] <= now:
        return KeyStatus.EXPIRED
    return KeyStatus.LIVE
