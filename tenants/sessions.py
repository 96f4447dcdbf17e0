"""Sessions: signing in with password and second factor, staying signed in by use, and ending.

One session serves both environments: its token names the mode (`cms_live_…`, `cms_sandbox_…`), and the secret is the same.
Ends: one hour without use, 24 hours in all (NIST SP 800-63B-4, AAL2).
"""

import datetime as dt
from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec

from core.clock import Clock
from core.database import Database, Transaction
from core.errors import ErrorKind, PlatformError
from core.ids import parse, public, uuid7
from tenants import addresses, credential_text, directory_store, member_store, second_factors, session_store
from tenants.addresses import Address
from tenants.closings import require_keys
from tenants.credential_text import Credential, CredentialKind, mint
from tenants.entries import record
from tenants.installation_keys import Pepper
from tenants.passwords import Passwords, PresentedPassword
from tenants.principals import PermissionDenied, Principal, PrincipalKind
from tenants.tenancy import Tenants
from tenants.vaults import Vaults

IDLE_LIFE = dt.timedelta(hours=1)
LIFE = dt.timedelta(hours=24)
FREE_ATTEMPTS = 5
LOCK_MAX_S = 900
LISTED_MAX = 100
SIGN_IN = "Sign in as a member, and send the access token of that session."
TOTP_LABEL = "member.sealed_totp"

_TENANT_ID = r"^ten_[0-7][0-9a-hjkmnp-tv-z]{25}$(?!\n)"
Code = Annotated[str, msgspec.Meta(min_length=6, max_length=20, pattern=r"^[0-9A-Za-z-]+$(?!\n)")]


class SignInFailed(PlatformError):
    """One answer for an unknown address, a wrong password, a wrong code and a locked member: nothing can be probed."""

    kind = ErrorKind.UNAUTHENTICATED
    code = "sign_in_failed"
    fix = (
        "Check address, password and code. After five failures wait, up to 15 minutes. "
        "If the address is a member of several tenants, name the tenant_id."
    )


class SecondFactorRequired(PlatformError):
    kind = ErrorKind.UNAUTHENTICATED
    code = "second_factor_required"
    fix = "Send the same request with `code` from the authenticator app, or a recovery code."


class SessionNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "session_not_found"
    fix = "List your sessions to find the id."


class SignIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    address: Address
    password: PresentedPassword
    code: Code | None = None
    tenant_id: Annotated[str, msgspec.Meta(max_length=30, pattern=_TENANT_ID)] | None = None

    def __repr__(self) -> str:
        return "SignIn(***)"


class NewSession(msgspec.Struct, frozen=True, kw_only=True):
    """The same session as a token for each environment; neither is shown again."""

    id: UUID
    member_id: UUID
    tenant_id: UUID
    live_token: str
    sandbox_token: str
    expires_at: dt.datetime

    def __repr__(self) -> str:
        return f"NewSession({public('ses', self.id)}, ***)"


class Session(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    current: bool
    second_factor: bool
    created_at: dt.datetime
    last_seen_at: dt.datetime
    expires_at: dt.datetime


class Sessions:
    def __init__(
        self,
        database: Database,
        vaults: Vaults,
        tenants: Tenants,
        pepper: Pepper,
        hashing: Passwords,
        clock: Clock,
    ) -> None:
        self._database = database
        self._vaults = vaults
        self._tenants = tenants
        self._pepper = pepper
        self._passwords = hashing
        self._clock = clock

    async def sign_in(self, command: SignIn) -> NewSession:
        """Raises: SignInFailed, SecondFactorRequired, EnvironmentClosed, Overloaded."""
        found = await self._member_at(command)
        stored = None if found is None else await self._begin_attempt(*found)
        right = await self._passwords.matches(stored, command.password)
        if not right or found is None or stored is None:
            raise _failed("address, password or lock")
        return await self._finish(*found, stored, command)

    async def list_own(self, caller: Principal) -> list[Session]:
        """The caller's live sessions, newest first. Raises: PermissionDenied for all but members."""
        member_id = _member(caller)
        async with self._database.transaction(caller.tenant_id) as tx:
            rows = await session_store.live(tx, caller.tenant_id, member_id, self._clock.now(), LISTED_MAX)
        return [
            Session(
                id=row["session_id"],
                current=row["session_id"] == caller.session_id,
                second_factor=row["second_factor"],
                created_at=row["created_at"],
                last_seen_at=row["last_seen_at"],
                expires_at=row["expires_at"],
            )
            for row in rows
        ]

    async def revoke(self, caller: Principal, session_id: UUID) -> None:
        """End one of the caller's sessions, everywhere within five seconds.

        Raises: PermissionDenied for all but members, SessionNotFound.
        """
        member_id = _member(caller)
        async with self._database.transaction((caller.tenant_id, caller.environment_id)) as tx:
            reference = await session_store.revoke(
                tx, caller.tenant_id, member_id, session_id, self._clock.now()
            )
            if reference is None:
                raise SessionNotFound("No such session of yours.")
            await directory_store.drop(tx, reference, caller.tenant_id)
            await record(tx, self._clock, caller, "session.end.v1", session_id)

    async def _member_at(self, command: SignIn) -> tuple[UUID, UUID] | None:
        """The tenant and member of an address, if it leads to exactly one."""
        digest = addresses.digest(self._pepper, addresses.normal(command.address))
        async with self._database.unscoped() as tx:
            listed = await directory_store.find(tx, addresses.reference(digest), "address")
        if command.tenant_id is not None:
            wanted = parse("ten", command.tenant_id)
            listed = [one for one in listed if one.tenant_id == wanted]
        return (listed[0].tenant_id, listed[0].object_id) if len(listed) == 1 else None

    async def _begin_attempt(self, tenant_id: UUID, member_id: UUID) -> str | None:
        """Count the attempt before it is judged, so that many at once gain nothing. Returns: the hash, None if locked."""
        now = self._clock.now()
        async with self._database.transaction(tenant_id) as tx:
            row = await member_store.find_locked(tx, tenant_id, member_id)
            if row is None or (row["locked_until"] is not None and row["locked_until"] > now):
                return None
            failed = row["failed_sign_ins"] + 1
            await member_store.note_attempt(tx, tenant_id, member_id, failed, locked_until(failed, now))
            return str(row["password_hash"])

    async def _finish(self, tenant_id: UUID, member_id: UUID, stored: str, command: SignIn) -> NewSession:
        tenant = await self._tenants.read(tenant_id)
        outdated = self._passwords.is_outdated(stored)
        fresh = await self._passwords.hash(command.password) if outdated else None
        async with self._database.transaction((tenant_id, tenant.live_id)) as tx:
            row = await member_store.find_locked(tx, tenant_id, member_id)
            if row is None or row["password_hash"] != stored:
                raise _failed("changed meanwhile")
            if row["totp_confirmed"]:
                if command.code is None:
                    await member_store.note_attempt(
                        tx, tenant_id, member_id, row["failed_sign_ins"] - 1, None
                    )
                elif not await self._code_fits(tx, row, command.code):
                    raise _failed("code")
            if fresh is not None:
                await member_store.set_password(tx, tenant_id, member_id, fresh)
            if not row["totp_confirmed"] or command.code is not None:
                await require_keys(tx, tenant_id, tenant.live_id)
                await member_store.note_sign_in(tx, tenant_id, member_id, self._clock.now())
                return await self._open(tx, tenant_id, tenant.live_id, row)
        raise SecondFactorRequired("This member signs in with a second factor.")

    async def _code_fits(self, tx: Transaction, row: asyncpg.Record, code: str) -> bool:
        tenant_id, member_id = row["tenant_id"], row["member_id"]
        vault = await self._vaults.of(tenant_id)
        seed = vault.open_tenant(TOTP_LABEL, member_id, row["sealed_totp"])
        now = self._clock.now()
        step = second_factors.accepted_step(seed, code, now.timestamp(), after_step=row["totp_last_step"])
        if step is not None:
            await member_store.set_totp_step(tx, tenant_id, member_id, step)
            return True
        hashed = second_factors.recovery_hash(self._pepper, member_id, code)
        return await member_store.use_code(tx, tenant_id, member_id, hashed, now)

    async def _open(
        self, tx: Transaction, tenant_id: UUID, live_id: UUID, member: asyncpg.Record
    ) -> NewSession:
        now, session_id, member_id = self._clock.now(), uuid7(self._clock), member["member_id"]
        credential = mint(CredentialKind.SESSION, "live")
        row = session_store.SessionRow(
            tenant_id=tenant_id,
            session_id=session_id,
            member_id=member_id,
            reference=credential.reference,
            secret_hash=self._pepper.hash(credential),
            second_factor=member["totp_confirmed"],
            created_at=now,
            last_seen_at=now,
            idle_expires_at=now + IDLE_LIFE,
            expires_at=now + LIFE,
        )
        await session_store.add(tx, row)
        await directory_store.add(tx, credential.reference, "session", tenant_id, None, session_id)
        actor = Principal(
            kind=PrincipalKind.MEMBER,
            id=public("mbr", member_id),
            tenant_id=tenant_id,
            environment_id=live_id,
            mode="live",
            permissions=frozenset(),
        )
        await record(tx, self._clock, actor, "session.begin.v1", session_id)
        return NewSession(
            id=session_id,
            member_id=member_id,
            tenant_id=tenant_id,
            live_token=credential.text(),
            sandbox_token=msgspec.structs.replace(credential, mode="sandbox").text(),
            expires_at=row.expires_at,
        )


def session_of(text: str) -> Credential | None:
    """Read a session token; its hash is kept under the live mode, whichever it names."""
    credential = credential_text.read(text)
    return credential if credential is not None and credential.kind is CredentialKind.SESSION else None


def locked_until(failed: int, now: dt.datetime) -> dt.datetime | None:
    """How long the next attempt waits: five are free, then 1, 2, 4 … seconds, 15 minutes at most."""
    if failed < FREE_ATTEMPTS:
        return None
    return now + dt.timedelta(seconds=min(2 ** min(failed - FREE_ATTEMPTS, 10), LOCK_MAX_S))


def _member(caller: Principal) -> UUID:
    """Raises: PermissionDenied."""
    if caller.kind is not PrincipalKind.MEMBER:
        raise PermissionDenied("Only a member who is signed in has sessions.", fix=SIGN_IN)
    return parse("mbr", caller.id)


def _failed(reason: str) -> SignInFailed:
    return SignInFailed("Signing in did not succeed.", internal=reason)
