"""Invitations: a link by mail that makes its reader a member, once and for seven days."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec

from core import outbox
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import ErrorKind, PlatformError
from core.ids import public, uuid7
from core.pages import Page, page_of
from tenants import addresses, credential_text, directory_store, member_store, passwords, tenant_store
from tenants.addresses import Address
from tenants.closings import require_keys
from tenants.credential_text import Credential, CredentialKind, mint
from tenants.entries import record
from tenants.installation_keys import Pepper
from tenants.mail import INVITATION_TOPIC, SealedMail
from tenants.members import ADDRESS_LABEL, Member, member_of
from tenants.passwords import Password, Passwords
from tenants.permissions import PERMISSIONS_OF_ROLE, Permission, Role
from tenants.principals import Principal, PrincipalKind
from tenants.settings import TenantsSettings
from tenants.vaults import Vaults

LIFE = dt.timedelta(days=7)
_SEAL_LABEL = "invitation.sealed_address"


class InvitationNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "invitation_not_found"
    fix = "List the open invitations to find the id."


class InvitationUnusable(PlatformError):
    """Unknown, used, revoked or expired; which, only the inviter can see."""

    kind = ErrorKind.UNAUTHENTICATED
    code = "invitation_unusable"
    fix = "Open the newest link that was mailed, or ask for a new invitation."


class AlreadyMember(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "already_member"
    fix = "Change the role of the member instead."


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    address: str
    role: Role
    invited_by: str
    created_at: dt.datetime
    expires_at: dt.datetime

    def __repr__(self) -> str:
        return f"Invitation({public('inv', self.id)})"


class NewInvitation(msgspec.Struct, frozen=True, kw_only=True):
    """link: what the mail holds; the command line shows it, the API never does."""

    invitation: Invitation
    link: str

    def __repr__(self) -> str:
        return f"NewInvitation({public('inv', self.invitation.id)}, ***)"


class InviteMember(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    address: Address
    role: Role

    def __repr__(self) -> str:
        return f"InviteMember(***, {self.role.value})"


class AcceptInvitation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    token: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    password: Password

    def __repr__(self) -> str:
        return "AcceptInvitation(***)"


class Invitations:
    def __init__(
        self,
        database: Database,
        vaults: Vaults,
        pepper: Pepper,
        hashing: Passwords,
        clock: Clock,
        settings: TenantsSettings,
    ) -> None:
        self._database = database
        self._vaults = vaults
        self._pepper = pepper
        self._passwords = hashing
        self._clock = clock
        self._console_url = settings.console_url

    async def invite(self, caller: Principal, command: InviteMember) -> NewInvitation:
        """Mail a link. An open invitation of the same address ends.

        Raises: PermissionDenied when the role holds more than the caller, AlreadyMember, InvalidRequest.
        """
        caller.require(Permission.MEMBERS_WRITE)
        caller.require_all(PERMISSIONS_OF_ROLE[command.role])
        address = addresses.normal(command.address)
        digest = addresses.digest(self._pepper, address)
        vault = await self._vaults.of(caller.tenant_id)
        invitation_id, credential = uuid7(self._clock), mint(CredentialKind.INVITATION, caller.mode)
        now, link = self._clock.now(), f"{self._console_url}/invitations#{credential.text()}"
        row = member_store.InvitationRow(
            tenant_id=caller.tenant_id,
            invitation_id=invitation_id,
            address_digest=digest,
            sealed_address=vault.seal_tenant(_SEAL_LABEL, invitation_id, address.encode()),
            role=command.role.value,
            reference=credential.reference,
            token_hash=self._pepper.hash(credential),
            environment_id=caller.environment_id,
            invited_by=caller.id,
            created_at=now,
            expires_at=now + LIFE,
        )
        mail = SealedMail.of(vault, invitation_id, address=address, link=link)
        async with self._database.transaction((caller.tenant_id, caller.environment_id)) as tx:
            await tenant_store.lock(tx, caller.tenant_id)
            if await member_store.has_address(tx, caller.tenant_id, digest):
                raise AlreadyMember("This address belongs to a member already.")
            await member_store.invite(tx, row)
            await directory_store.add(
                tx,
                credential.reference,
                "invitation",
                caller.tenant_id,
                caller.environment_id,
                invitation_id,
            )
            await outbox.enqueue(
                tx, self._clock, caller.environment_id, INVITATION_TOPIC, msgspec.json.encode(mail)
            )
            await record(tx, self._clock, caller, "member.invite.v1", invitation_id, out=command.role.value)
        invitation = Invitation(
            id=invitation_id,
            address=address,
            role=command.role,
            invited_by=caller.id,
            created_at=now,
            expires_at=now + LIFE,
        )
        return NewInvitation(invitation=invitation, link=link)

    async def list_page(self, caller: Principal, after: UUID | None, limit: int) -> Page[Invitation]:
        """Open invitations, newest first. Raises: PermissionDenied."""
        caller.require(Permission.MEMBERS_READ)
        vault = await self._vaults.of(caller.tenant_id)
        async with self._database.transaction(caller.tenant_id) as tx:
            rows = await member_store.open_invitations(tx, caller.tenant_id, after, limit + 1)
        found = [
            Invitation(
                id=row["invitation_id"],
                address=vault.open_tenant(_SEAL_LABEL, row["invitation_id"], row["sealed_address"]).decode(),
                role=Role(row["role"]),
                invited_by=row["invited_by"],
                created_at=row["created_at"],
                expires_at=row["expires_at"],
            )
            for row in rows
        ]
        return page_of(found, limit, lambda invitation: public("inv", invitation.id))

    async def revoke(self, caller: Principal, invitation_id: UUID) -> None:
        """Make the link useless. Raises: PermissionDenied, InvitationNotFound."""
        caller.require(Permission.MEMBERS_WRITE)
        async with self._database.transaction((caller.tenant_id, caller.environment_id)) as tx:
            row = await member_store.find_invitation(tx, caller.tenant_id, invitation_id)
            if row is None or row["accepted_at"] is not None or row["revoked_at"] is not None:
                raise InvitationNotFound("No such open invitation.")
            await member_store.revoke_invitation(tx, caller.tenant_id, invitation_id, self._clock.now())
            await directory_store.drop(tx, row["reference"], caller.tenant_id)
            await record(tx, self._clock, caller, "member.uninvite.v1", invitation_id)

    async def accept(self, command: AcceptInvitation) -> Member:
        """Make the holder of a link a member with a password. Nobody is signed in by it.

        Raises: InvitationUnusable, InvalidRequest for a password that is easy to guess.
        """
        credential = credential_text.read(command.token)
        if credential is None or credential.kind is not CredentialKind.INVITATION:
            raise _unusable("form or checksum")
        async with self._database.unscoped() as tx:
            listed = await directory_store.find(tx, credential.reference, "invitation")
        if not listed or listed[0].environment_id is None:
            raise _unusable("unknown reference")
        tenant_id, environment_id = listed[0].tenant_id, listed[0].environment_id
        vault = await self._vaults.of(tenant_id)
        async with self._database.transaction((tenant_id, environment_id)) as tx:
            row = await self._usable(tx, tenant_id, listed[0].object_id, credential)
            sealed = row["sealed_address"]
            address = vault.open_tenant(_SEAL_LABEL, row["invitation_id"], sealed).decode()
            passwords.check(command.password, address)
        hashed = await self._passwords.hash(command.password)  # no transaction waits for it
        async with self._database.transaction((tenant_id, environment_id)) as tx:
            await tenant_store.lock(tx, tenant_id)
            await require_keys(tx, tenant_id, environment_id)
            row = await self._usable(tx, tenant_id, listed[0].object_id, credential)
            return await self._join(tx, invited=row, address=address, password_hash=hashed)

    async def _usable(
        self, tx: Transaction, tenant_id: UUID, invitation_id: UUID, credential: Credential
    ) -> asyncpg.Record:
        row = await member_store.find_invitation(tx, tenant_id, invitation_id)
        if row is None or not self._pepper.matches(credential, row["token_hash"]):
            raise _unusable("wrong secret")
        spent = row["accepted_at"] is not None or row["revoked_at"] is not None
        if spent or row["expires_at"] <= self._clock.now():
            raise _unusable("used, revoked or expired")
        return row

    async def _join(
        self, tx: Transaction, *, invited: asyncpg.Record, address: str, password_hash: str
    ) -> Member:
        tenant_id, invitation_id = invited["tenant_id"], invited["invitation_id"]
        environment_id, now, member_id = invited["environment_id"], self._clock.now(), uuid7(self._clock)
        vault = await self._vaults.of(tenant_id)
        await member_store.add(
            tx,
            member_store.MemberRow(
                tenant_id=tenant_id,
                member_id=member_id,
                address_digest=invited["address_digest"],
                sealed_address=vault.seal_tenant(ADDRESS_LABEL, member_id, address.encode()),
                role=invited["role"],
                password_hash=password_hash,
                created_at=now,
            ),
        )
        await member_store.accept_invitation(tx, tenant_id, invitation_id, now)
        await directory_store.drop(tx, invited["reference"], tenant_id)
        reference = addresses.reference(invited["address_digest"])
        await directory_store.add(tx, reference, "address", tenant_id, None, member_id)
        actor = Principal(
            kind=PrincipalKind.MEMBER,
            id=public("mbr", member_id),
            tenant_id=tenant_id,
            environment_id=environment_id,
            mode="live",
            permissions=frozenset(),
        )
        await record(tx, self._clock, actor, "member.join.v1", member_id, invitation_id, out=invited["role"])
        return member_of(vault, await member_store.find(tx, tenant_id, member_id))


def _unusable(reason: str) -> InvitationUnusable:
    return InvitationUnusable("This invitation cannot be used.", internal=reason)
