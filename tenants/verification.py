"""What every verifier of credentials shares: its refusals, its result, and the principal made of a row."""

import datetime as dt
from typing import Protocol
from uuid import UUID

import asyncpg
import msgspec

from core.clock import NOT_AHEAD
from core.errors import ErrorKind, PlatformError
from tenants.permissions import Permission
from tenants.principals import Ceilings, EnvironmentClosed, Principal, PrincipalKind

# How often a use of a credential is written down.
TOUCH_EVERY = dt.timedelta(seconds=60)


class CredentialMissing(PlatformError):
    kind = ErrorKind.UNAUTHENTICATED
    code = "credential_missing"
    fix = "Send Authorization: Bearer with an API key (cmk_…), an access token or a session token, or send X-API-Key."


class CredentialInvalid(PlatformError):
    """Unknown, malformed or wrong. Which of these is for the log alone."""

    kind = ErrorKind.UNAUTHENTICATED
    code = "credential_invalid"
    fix = "Check that the whole credential was copied and that it belongs to this installation, or create a new one."


class CredentialEnded(PlatformError):
    """The right secret of a credential that works no more. Said only to whoever holds the secret."""

    kind = ErrorKind.UNAUTHENTICATED
    code = "credential_ended"
    fix = "Create or rotate the credential, or sign in again."


class TenantSuspended(PlatformError):
    kind = ErrorKind.FORBIDDEN
    code = "tenant_suspended"
    fix = "Ask the operator of this installation."


class Verified(msgspec.Struct, frozen=True):
    """A principal, and when its credential ends by itself."""

    principal: Principal
    ends_at: dt.datetime | None


class Verifier(Protocol):
    async def verify(self, text: str) -> Verified:
        """Raises: CredentialInvalid, CredentialEnded, TenantSuspended, DatabaseUnavailable."""
        ...


def invalid(reason: str) -> CredentialInvalid:
    """The one refusal for everything that does not verify; `reason` goes to the log."""
    return CredentialInvalid("The credential was not accepted.", internal=reason)


def ended() -> CredentialEnded:
    return CredentialEnded("The credential has expired or was revoked.")


def principal_of(
    row: asyncpg.Record, kind: PrincipalKind, principal_id: str, permissions: frozenset[Permission]
) -> Principal:
    """Make the principal of a row that carries the tenant's state and its member.

    Raises: TenantSuspended; EnvironmentClosed to members where the keys are going, since what they do with themselves is entered.
    """
    if row["status"] != "active":
        raise TenantSuspended("This tenant is suspended.")
    tenant_id: UUID = row["tenant_id"]
    made = Principal(
        kind=kind,
        id=principal_id,
        tenant_id=tenant_id,
        environment_id=row["environment_id"],
        mode="live" if row["mode"] == "live" else "sandbox",
        permissions=permissions,
        ceilings=Ceilings(row["tenant_rate_per_s"], row["principal_rate_per_s"], row["quota_per_month"]),
        member_id=row["member_id"],
        ahead=row["ahead"] or NOT_AHEAD,
    )
    if row["closed_at"] is None:
        return made
    if row["keys_going_at"] is not None and kind is PrincipalKind.MEMBER:
        raise EnvironmentClosed("This environment is closed, and its keys are gone.")
    return made.of_closed(keys_going=row["keys_going_at"] is not None)
