"""What members do about their own sign-in: change the password, set up and drop the second factor."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec

from core.clock import Clock
from core.database import Database, Transaction
from core.errors import ErrorKind, PlatformError
from core.ids import parse
from tenants import member_store, passwords, second_factors, session_store
from tenants.entries import record
from tenants.installation_keys import Pepper
from tenants.members import ADDRESS_LABEL
from tenants.passwords import Password, Passwords, PresentedPassword
from tenants.principals import PermissionDenied, Principal, PrincipalKind
from tenants.sessions import SIGN_IN, TOTP_LABEL, Code, locked_until
from tenants.vaults import Vaults


class PasswordWrong(PlatformError):
    """The password or code that a change of one's own sign-in asks for again; too many failures lock the member."""

    kind = ErrorKind.FORBIDDEN
    code = "proof_wrong"
    fix = "Send your present password (or code); after five failures wait, up to 15 minutes."


class SecondFactorState(PlatformError):
    """There is one already, or none, or none that waits to be confirmed."""

    kind = ErrorKind.PRECONDITION
    code = "second_factor_state"
    fix = "Begin, then confirm with a code; to replace a second factor, drop the old one first."


class ChangePassword(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    password: PresentedPassword
    new_password: Password

    def __repr__(self) -> str:
        return "ChangePassword(***)"


class BeginSecondFactor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    password: PresentedPassword

    def __repr__(self) -> str:
        return "BeginSecondFactor(***)"


class PresentCode(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A code of the authenticator app, or where it drops the factor, a recovery code."""

    code: Code

    def __repr__(self) -> str:
        return "PresentCode(***)"


class SecondFactorSetup(msgspec.Struct, frozen=True, kw_only=True):
    """uri: what the authenticator app scans (`otpauth://…`). Shown once."""

    uri: Annotated[str, msgspec.Meta(max_length=500)]

    def __repr__(self) -> str:
        return "SecondFactorSetup(***)"


class RecoveryCodes(msgspec.Struct, frozen=True, kw_only=True):
    """Each works once instead of a code of the app. Shown once."""

    codes: list[str]

    def __repr__(self) -> str:
        return "RecoveryCodes(***)"


class MemberSecurity:
    def __init__(
        self, database: Database, vaults: Vaults, pepper: Pepper, hashing: Passwords, clock: Clock
    ) -> None:
        self._database = database
        self._vaults = vaults
        self._pepper = pepper
        self._passwords = hashing
        self._clock = clock

    async def change_password(self, caller: Principal, command: ChangePassword) -> None:
        """Change the caller's password and end their other sessions.

        Raises: PermissionDenied for all but members, PasswordWrong, InvalidRequest.
        """
        member_id = _member(caller)
        row = await self._prove(caller, member_id, command.password)
        vault = await self._vaults.of(caller.tenant_id)
        address = vault.open_tenant(ADDRESS_LABEL, member_id, row["sealed_address"]).decode()
        passwords.check(command.new_password, address)
        hashed = await self._passwords.hash(command.new_password)
        async with self._database.transaction((caller.tenant_id, caller.environment_id)) as tx:
            await member_store.set_password(tx, caller.tenant_id, member_id, hashed)
            await session_store.revoke_all(
                tx, caller.tenant_id, member_id, self._clock.now(), caller.session_id
            )
            await record(tx, self._clock, caller, "member.password.v1", member_id)

    async def begin_second_factor(self, caller: Principal, command: BeginSecondFactor) -> SecondFactorSetup:
        """Make a seed that counts once it is confirmed. Raises: PermissionDenied, PasswordWrong, SecondFactorState."""
        member_id = _member(caller)
        row = await self._prove(caller, member_id, command.password)
        vault = await self._vaults.of(caller.tenant_id)
        if row["totp_confirmed"]:
            raise SecondFactorState("There is a second factor already.")
        seed = second_factors.new_seed()
        sealed = vault.seal_tenant(TOTP_LABEL, member_id, seed)
        async with self._database.transaction((caller.tenant_id, caller.environment_id)) as tx:
            await member_store.set_totp(tx, caller.tenant_id, member_id, sealed, confirmed=False, last_step=0)
            await record(tx, self._clock, caller, "member.factor.begin.v1", member_id)
        address = vault.open_tenant(ADDRESS_LABEL, member_id, row["sealed_address"]).decode()
        return SecondFactorSetup(uri=second_factors.provisioning_uri(seed, address))

    async def confirm_second_factor(self, caller: Principal, command: PresentCode) -> RecoveryCodes:
        """Put the second factor in force. Raises: PermissionDenied, SecondFactorState, PasswordWrong for a wrong code."""
        member_id, tenant_id = _member(caller), caller.tenant_id
        vault = await self._vaults.of(tenant_id)
        codes = second_factors.new_recovery_codes()
        hashes = [second_factors.recovery_hash(self._pepper, member_id, code) for code in codes]
        await self._begin_attempt(caller, member_id)
        async with self._database.transaction((tenant_id, caller.environment_id)) as tx:
            row = _present(await member_store.find_locked(tx, tenant_id, member_id))
            if row["sealed_totp"] is None or row["totp_confirmed"]:
                raise SecondFactorState("No second factor waits to be confirmed.")
            seed = vault.open_tenant(TOTP_LABEL, member_id, row["sealed_totp"])
            step = self._step(seed, command.code, row["totp_last_step"])
            if step is None:
                raise PasswordWrong("The code does not fit.")
            await member_store.set_totp(
                tx, tenant_id, member_id, row["sealed_totp"], confirmed=True, last_step=step
            )
            await member_store.replace_codes(tx, tenant_id, member_id, hashes)
            await member_store.note_attempt(tx, tenant_id, member_id, 0, None)
            await record(tx, self._clock, caller, "member.factor.add.v1", member_id)
        return RecoveryCodes(codes=codes)

    async def drop_second_factor(self, caller: Principal, command: PresentCode) -> None:
        """Raises: PermissionDenied, SecondFactorState, PasswordWrong for a wrong code."""
        member_id, tenant_id = _member(caller), caller.tenant_id
        vault = await self._vaults.of(tenant_id)
        await self._begin_attempt(caller, member_id)
        async with self._database.transaction((tenant_id, caller.environment_id)) as tx:
            row = _present(await member_store.find_locked(tx, tenant_id, member_id))
            if not row["totp_confirmed"]:
                raise SecondFactorState("There is no second factor.")
            seed = vault.open_tenant(TOTP_LABEL, member_id, row["sealed_totp"])
            if self._step(seed, command.code, row["totp_last_step"]) is None and not await self._recover(
                tx, tenant_id, member_id, command.code
            ):
                raise PasswordWrong("The code does not fit.")
            await member_store.set_totp(tx, tenant_id, member_id, None, confirmed=False, last_step=0)
            await member_store.replace_codes(tx, tenant_id, member_id, [])
            await member_store.note_attempt(tx, tenant_id, member_id, 0, None)
            await record(tx, self._clock, caller, "member.factor.drop.v1", member_id)

    def _step(self, seed: bytes, code: str, last_step: int) -> int | None:
        return second_factors.accepted_step(seed, code, self._clock.now().timestamp(), after_step=last_step)

    async def _recover(self, tx: Transaction, tenant_id: UUID, member_id: UUID, code: str) -> bool:
        hashed = second_factors.recovery_hash(self._pepper, member_id, code)
        return await member_store.use_code(tx, tenant_id, member_id, hashed, self._clock.now())

    async def _begin_attempt(self, caller: Principal, member_id: UUID) -> asyncpg.Record:
        """Count an attempt before it is judged. Raises: PasswordWrong while the member is locked."""
        now: dt.datetime = self._clock.now()
        async with self._database.transaction(caller.tenant_id) as tx:
            row = _present(await member_store.find_locked(tx, caller.tenant_id, member_id))
            if row["locked_until"] is not None and row["locked_until"] > now:
                raise PasswordWrong("There were too many failures.")
            failed = row["failed_sign_ins"] + 1
            await member_store.note_attempt(
                tx, caller.tenant_id, member_id, failed, locked_until(failed, now)
            )
        return row

    async def _prove(self, caller: Principal, member_id: UUID, password: str) -> asyncpg.Record:
        """Ask for the present password again. Raises: PasswordWrong."""
        row = await self._begin_attempt(caller, member_id)
        if not await self._passwords.matches(row["password_hash"], password):
            raise PasswordWrong("The password does not fit.")
        async with self._database.transaction(caller.tenant_id) as tx:
            await member_store.note_attempt(tx, caller.tenant_id, member_id, 0, None)
        return row


def _member(caller: Principal) -> UUID:
    """Raises: PermissionDenied."""
    if caller.kind is not PrincipalKind.MEMBER:
        raise PermissionDenied("Only a member who is signed in may do this.", fix=SIGN_IN)
    return parse("mbr", caller.id)


def _present(row: asyncpg.Record | None) -> asyncpg.Record:
    if row is None:
        raise PermissionDenied("Only a member may do this.", fix=SIGN_IN)
    return row
