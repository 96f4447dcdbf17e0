"""SQL of members, invitations and recovery codes. Private to `tenants`."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction

_ADD = """
INSERT INTO member (tenant_id, member_id, address_digest, sealed_address, role, password_hash, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_FIND = "SELECT * FROM member WHERE tenant_id = $1 AND member_id = $2 AND removed_at IS NULL"
_FIND_LOCKED = _FIND + " FOR UPDATE"
_BY_ADDRESS = (
    "SELECT member_id FROM member WHERE tenant_id = $1 AND address_digest = $2 AND removed_at IS NULL"
)
_LIST = """
SELECT * FROM member WHERE tenant_id = $1 AND removed_at IS NULL AND ($2::uuid IS NULL OR member_id < $2)
ORDER BY member_id DESC LIMIT $3
"""
_OWNERS = "SELECT count(*) FROM member WHERE tenant_id = $1 AND role = 'owner' AND removed_at IS NULL"
_SET_ROLE = "UPDATE member SET role = $3 WHERE tenant_id = $1 AND member_id = $2"
# What was personal goes with the member; the row stays, for entries and sessions name its id.
_REMOVE = """
UPDATE member SET removed_at = $3, sealed_address = ''::bytea, password_hash = '', sealed_totp = NULL
WHERE tenant_id = $1 AND member_id = $2
"""
_SET_PASSWORD = "UPDATE member SET password_hash = $3 WHERE tenant_id = $1 AND member_id = $2"  # noqa: S105 - SQL
_ATTEMPT = """
UPDATE member SET failed_sign_ins = $3, locked_until = $4 WHERE tenant_id = $1 AND member_id = $2
"""
_SIGNED_IN = """
UPDATE member SET failed_sign_ins = 0, locked_until = NULL, last_signed_in_at = $3
WHERE tenant_id = $1 AND member_id = $2
"""
_SET_TOTP = """
UPDATE member SET sealed_totp = $3, totp_confirmed = $4, totp_last_step = $5 WHERE tenant_id = $1 AND member_id = $2
"""
_SET_STEP = "UPDATE member SET totp_last_step = $3 WHERE tenant_id = $1 AND member_id = $2"
_DROP_CODES = "DELETE FROM recovery_code WHERE tenant_id = $1 AND member_id = $2"
_ADD_CODES = """
INSERT INTO recovery_code (tenant_id, member_id, code_hash) SELECT $1, $2, unnest($3::bytea[])
"""
_USE_CODE = """
UPDATE recovery_code SET used_at = $4
WHERE tenant_id = $1 AND member_id = $2 AND code_hash = $3 AND used_at IS NULL RETURNING 1
"""

_INVITE = """
INSERT INTO invitation (tenant_id, invitation_id, address_digest, sealed_address, role, reference, token_hash,
    environment_id, invited_by, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
_FIND_INVITATION = "SELECT * FROM invitation WHERE tenant_id = $1 AND invitation_id = $2 FOR UPDATE"
_INVITATIONS = """
SELECT * FROM invitation
WHERE tenant_id = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND ($2::uuid IS NULL OR invitation_id < $2)
ORDER BY invitation_id DESC LIMIT $3
"""
_END_OPEN = """
UPDATE invitation SET revoked_at = $3
WHERE tenant_id = $1 AND address_digest = $2 AND accepted_at IS NULL AND revoked_at IS NULL
"""
_ACCEPT = """
UPDATE invitation SET accepted_at = $3, sealed_address = ''::bytea WHERE tenant_id = $1 AND invitation_id = $2
"""
_REVOKE_INVITATION = """
UPDATE invitation SET revoked_at = $3, sealed_address = ''::bytea WHERE tenant_id = $1 AND invitation_id = $2
"""

_FORGET_INVITATIONS = """
WITH ended AS (DELETE FROM invitation WHERE tenant_id = $1 AND expires_at <= $2 RETURNING reference)
DELETE FROM credential_directory d USING ended WHERE d.reference = ended.reference AND d.tenant_id = $1
"""


class MemberRow(msgspec.Struct, frozen=True, kw_only=True):
    """A new row, in the order of the columns."""

    tenant_id: UUID
    member_id: UUID
    address_digest: bytes
    sealed_address: bytes
    role: str
    password_hash: str
    created_at: dt.datetime


class InvitationRow(msgspec.Struct, frozen=True, kw_only=True):
    """A new row, in the order of the columns."""

    tenant_id: UUID
    invitation_id: UUID
    address_digest: bytes
    sealed_address: bytes
    role: str
    reference: str
    token_hash: bytes
    environment_id: UUID
    invited_by: str
    created_at: dt.datetime
    expires_at: dt.datetime


async def add(tx: Transaction, row: MemberRow) -> None:
    await tx.execute(_ADD, *msgspec.structs.astuple(row))


async def find(tx: Transaction, tenant_id: UUID, member_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_FIND, tenant_id, member_id)


async def find_locked(tx: Transaction, tenant_id: UUID, member_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_FIND_LOCKED, tenant_id, member_id)


async def has_address(tx: Transaction, tenant_id: UUID, address_digest: bytes) -> bool:
    return await tx.fetchval(_BY_ADDRESS, tenant_id, address_digest) is not None


async def newest(tx: Transaction, tenant_id: UUID, after: UUID | None, limit: int) -> list[asyncpg.Record]:
    return await tx.fetch(_LIST, tenant_id, after, limit)


async def count_owners(tx: Transaction, tenant_id: UUID) -> int:
    row = await tx.fetchrow(_OWNERS, tenant_id)
    return 0 if row is None else int(row[0])


async def set_role(tx: Transaction, tenant_id: UUID, member_id: UUID, role: str) -> None:
    await tx.execute(_SET_ROLE, tenant_id, member_id, role)


async def remove(tx: Transaction, tenant_id: UUID, member_id: UUID, at: dt.datetime) -> None:
    await tx.execute(_DROP_CODES, tenant_id, member_id)
    await tx.execute(_REMOVE, tenant_id, member_id, at)


async def set_password(tx: Transaction, tenant_id: UUID, member_id: UUID, password_hash: str) -> None:
    await tx.execute(_SET_PASSWORD, tenant_id, member_id, password_hash)


async def note_attempt(
    tx: Transaction, tenant_id: UUID, member_id: UUID, failed: int, locked_until: dt.datetime | None
) -> None:
    await tx.execute(_ATTEMPT, tenant_id, member_id, failed, locked_until)


async def note_sign_in(tx: Transaction, tenant_id: UUID, member_id: UUID, at: dt.datetime) -> None:
    await tx.execute(_SIGNED_IN, tenant_id, member_id, at)


async def set_totp(
    tx: Transaction,
    tenant_id: UUID,
    member_id: UUID,
    sealed: bytes | None,
    *,
    confirmed: bool,
    last_step: int,
) -> None:
    await tx.execute(_SET_TOTP, tenant_id, member_id, sealed, confirmed, last_step)


async def set_totp_step(tx: Transaction, tenant_id: UUID, member_id: UUID, step: int) -> None:
    await tx.execute(_SET_STEP, tenant_id, member_id, step)


async def replace_codes(tx: Transaction, tenant_id: UUID, member_id: UUID, hashes: Sequence[bytes]) -> None:
    await tx.execute(_DROP_CODES, tenant_id, member_id)
    await tx.execute(_ADD_CODES, tenant_id, member_id, list(hashes))


async def use_code(
    tx: Transaction, tenant_id: UUID, member_id: UUID, code_hash: bytes, at: dt.datetime
) -> bool:
    """Spend a recovery code; says whether there was one to spend."""
    return await tx.fetchval(_USE_CODE, tenant_id, member_id, code_hash, at) is not None


async def invite(tx: Transaction, row: InvitationRow) -> None:
    """Add an invitation; an open one of the same address ends."""
    await tx.execute(_END_OPEN, row.tenant_id, row.address_digest, row.created_at)
    await tx.execute(_INVITE, *msgspec.structs.astuple(row))


async def find_invitation(tx: Transaction, tenant_id: UUID, invitation_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_FIND_INVITATION, tenant_id, invitation_id)


async def open_invitations(
    tx: Transaction, tenant_id: UUID, after: UUID | None, limit: int
) -> list[asyncpg.Record]:
    return await tx.fetch(_INVITATIONS, tenant_id, after, limit)


async def accept_invitation(tx: Transaction, tenant_id: UUID, invitation_id: UUID, at: dt.datetime) -> None:
    await tx.execute(_ACCEPT, tenant_id, invitation_id, at)


async def revoke_invitation(tx: Transaction, tenant_id: UUID, invitation_id: UUID, at: dt.datetime) -> None:
    await tx.execute(_REVOKE_INVITATION, tenant_id, invitation_id, at)


async def forget_invitations(tx: Transaction, tenant_id: UUID, before: dt.datetime) -> None:
    """Delete invitations that expired before then, used or not."""
    await tx.execute(_FORGET_INVITATIONS, tenant_id, before)
