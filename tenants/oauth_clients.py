"""OAuth2 clients: machines that get short-lived tokens for a secret or for an assertion signed with their own key."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

import asyncpg
import msgspec

from core.clock import Clock
from core.database import Database
from core.errors import ErrorKind, FieldError, InvalidRequest, PlatformError
from core.ids import public, uuid7
from core.pages import Page, page_of
from tenants import client_store, directory_store, jose, scopes
from tenants.api_keys import CredentialName
from tenants.credential_text import CredentialKind, mint
from tenants.entries import record
from tenants.installation_keys import Pepper
from tenants.jose import PublicJwk
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.scopes import Scopes

AuthMethod = Literal["client_secret", "private_key_jwt"]


class ClientNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "oauth_client_not_found"
    fix = "List the clients of this environment to find the id."


class ClientHasNoSecret(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "oauth_client_has_no_secret"
    fix = "Create a new client: this one signs with its own key, or was revoked."


class OAuthClient(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    auth_method: AuthMethod
    scopes: list[str]
    created_at: dt.datetime
    created_by: str
    revoked_at: dt.datetime | None
    last_used_at: dt.datetime | None


class NewOAuthClient(msgspec.Struct, frozen=True, kw_only=True):
    """secret: shown once; None for a client that signs with its own key."""

    client: OAuthClient
    secret: str | None

    def __repr__(self) -> str:
        return f"NewOAuthClient({public('cli', self.client.id)}, ***)"


class CreateOAuthClient(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """public_keys: with them the client authenticates by private_key_jwt, without by a secret that we make."""

    name: CredentialName
    scopes: Scopes
    public_keys: Annotated[list[PublicJwk], msgspec.Meta(min_length=1, max_length=4)] | None = None


class OAuthClients:
    def __init__(self, database: Database, pepper: Pepper, clock: Clock) -> None:
        self._database = database
        self._pepper = pepper
        self._clock = clock

    async def create(self, caller: Principal, command: CreateOAuthClient) -> NewOAuthClient:
        """Raises: PermissionDenied when a scope is beyond the caller's own, InvalidRequest for a key we cannot use."""
        caller.require(Permission.CLIENTS_WRITE)
        wanted = scopes.granted_by(caller, command.scopes)
        keys = _checked_keys(command.public_keys)
        secret = mint(CredentialKind.CLIENT_SECRET, caller.mode) if keys is None else None
        client_id = uuid7(self._clock)
        row = client_store.ClientRow(
            environment_id=caller.environment_id,
            client_id=client_id,
            name=command.name,
            auth_method="client_secret" if secret else "private_key_jwt",
            secret_hash=self._pepper.hash(secret) if secret else None,
            public_keys=keys,
            scopes=wanted,
            created_at=self._clock.now(),
            created_by=caller.id,
            member_id=caller.member_id,
        )
        async with self._database.transaction(caller.environment_id) as tx:
            await client_store.add(tx, row)
            await directory_store.add(
                tx, public("cli", client_id), "client", caller.tenant_id, caller.environment_id, client_id
            )
            await record(tx, self._clock, caller, "client.create.v1", client_id, out=" ".join(wanted))
            stored = await client_store.find(tx, caller.environment_id, client_id)
        return NewOAuthClient(client=_client(stored), secret=secret.text() if secret else None)

    async def get(self, caller: Principal, client_id: UUID) -> OAuthClient:
        """Raises: PermissionDenied, ClientNotFound."""
        caller.require(Permission.CLIENTS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return _client(await client_store.find(tx, caller.environment_id, client_id))

    async def list_page(self, caller: Principal, after: UUID | None, limit: int) -> Page[OAuthClient]:
        """Newest first. Raises: PermissionDenied."""
        caller.require(Permission.CLIENTS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await client_store.newest(tx, caller.environment_id, after, limit + 1)
        return page_of([_client(row) for row in rows], limit, lambda client: public("cli", client.id))

    async def rotate_secret(self, caller: Principal, client_id: UUID) -> NewOAuthClient:
        """Replace the secret at once; tokens that are out keep their ten minutes. It acts for who holds the secret now.

        Raises: PermissionDenied, ClientNotFound, ClientHasNoSecret.
        """
        caller.require(Permission.CLIENTS_WRITE)
        secret = mint(CredentialKind.CLIENT_SECRET, caller.mode)
        async with self._database.transaction(caller.environment_id) as tx:
            client = _client(await client_store.find_locked(tx, caller.environment_id, client_id))
            if client.auth_method != "client_secret" or client.revoked_at is not None:
                raise ClientHasNoSecret("This client has no secret to rotate.")
            scopes.granted_by(caller, scopes.stored(client.scopes))
            hashed = self._pepper.hash(secret)
            await client_store.set_secret(tx, caller.environment_id, client_id, hashed, caller.member_id)
            await record(tx, self._clock, caller, "client.rotate.v1", client_id)
        return NewOAuthClient(client=client, secret=secret.text())

    async def revoke(self, caller: Principal, client_id: UUID) -> OAuthClient:
        """Refuse the client and every token it holds, everywhere within five seconds. Again changes nothing.

        Raises: PermissionDenied, ClientNotFound.
        """
        caller.require(Permission.CLIENTS_WRITE)
        async with self._database.transaction(caller.environment_id) as tx:
            client = _client(await client_store.find_locked(tx, caller.environment_id, client_id))
            if client.revoked_at is not None:
                return client
            await client_store.revoke(tx, caller.environment_id, client_id, self._clock.now())
            await record(tx, self._clock, caller, "client.revoke.v1", client_id)
            return _client(await client_store.find(tx, caller.environment_id, client_id))


def _checked_keys(keys: list[PublicJwk] | None) -> bytes | None:
    if keys is None:
        return None
    for key in keys:
        jose.load(key)
    if len({key.kid for key in keys}) < len(keys):
        refused = FieldError("public_keys", "Two keys have the same kid.", "Give each its own.")
        raise InvalidRequest("The public keys were refused.", fields=[refused])
    return msgspec.json.encode(keys)


def _client(row: asyncpg.Record | None) -> OAuthClient:
    if row is None:
        raise ClientNotFound("No such OAuth client in this environment.")
    method: AuthMethod = "client_secret" if row["auth_method"] == "client_secret" else "private_key_jwt"
    return OAuthClient(
        id=row["client_id"],
        name=row["name"],
        auth_method=method,
        scopes=list(row["scopes"]),
        created_at=row["created_at"],
        created_by=row["created_by"],
        revoked_at=row["revoked_at"],
        last_used_at=row["last_used_at"],
    )
