"""Who is calling: the one value that every use case takes first."""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Literal
from uuid import UUID

import msgspec

from core.clock import NOT_AHEAD
from core.errors import ErrorKind, PlatformError
from tenants.permissions import EVERY_PERMISSION, OF_CLOSED, OF_DESTROYED, Permission

Mode = Literal["live", "sandbox"]


class PermissionDenied(PlatformError):
    kind = ErrorKind.FORBIDDEN
    code = "permission_denied"
    fix = "Use a credential that may do this; an owner or admin of the tenant makes one, or gives a member another role."


class EnvironmentClosed(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "environment_closed"
    fix = "What it holds is read and exported while its keys are there (GET /api/v1/environment); use the tenant's other environment."


class PrincipalKind(StrEnum):
    API_KEY = "api_key"
    CLIENT = "client"
    MEMBER = "member"
    SYSTEM = "system"


class Ceilings(msgspec.Struct, frozen=True):
    """How much may be asked for: by all of a tenant's principals, by one of them, and by one environment in a month."""

    tenant_rate_per_s: int
    principal_rate_per_s: int
    quota_per_month: int


UNMETERED = Ceilings(1_000_000, 1_000_000, 10**15)


class LogPart(msgspec.Struct, frozen=True):
    """A part of the log: entries from `since` to before `until`, of these kinds; all kinds where there are none."""

    since: dt.datetime | None = None
    until: dt.datetime | None = None
    types: tuple[str, ...] = ()


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """An authenticated caller, acting in exactly one environment of one tenant.

    id: public id of the credential's holder (`key_…`, `cli_…`, `mbr_…`) or `system`; it is the `act` of ledger entries.
    ceilings: the tenant's limits, which `tenants.limits` holds it to. session_id: of a member that signed in.
    member_id: who stands behind it: the member, or the one that a key or client acts for; None for the installation.
    ended: what it could do until its environment was closed. ahead: how far the clock of its sandbox was moved.
    log_part: what of the log an auditor was given; None for all of it.
    """

    kind: PrincipalKind
    id: str
    tenant_id: UUID
    environment_id: UUID
    mode: Mode
    permissions: frozenset[Permission]
    ceilings: Ceilings = UNMETERED
    session_id: UUID | None = None
    member_id: UUID | None = None
    log_part: LogPart | None = None
    ended: frozenset[Permission] = frozenset()
    ahead: dt.timedelta = NOT_AHEAD

    def of_closed(self, *, keys_going: bool) -> "Principal":
        """The same in an environment that was closed. keys_going: nothing more enters its log."""
        left = OF_DESTROYED if keys_going else OF_CLOSED
        return msgspec.structs.replace(
            self, permissions=self.permissions & left, ended=self.permissions - left
        )

    def require(self, permission: Permission) -> None:
        """Raises: PermissionDenied, naming the permission that is missing; EnvironmentClosed where nobody has it any more."""
        if permission not in self.permissions:
            if permission in self.ended:
                raise EnvironmentClosed("This environment is closed.", internal=f"principal={self.id}")
            raise PermissionDenied(
                f"This credential does not hold the permission {permission.value}.",
                internal=f"principal={self.id}",
                fix=f"Use a key or client with the scope {permission.value} (`countermark keys create --scope "
                f"{permission.value} …`, or `scopes` of POST /api/v1/api-keys by an owner or admin), or a member whose role holds it.",
            )

    def require_whole_log(self) -> None:
        """Raises: PermissionDenied for who was given a part of it."""
        if self.log_part is not None:
            raise PermissionDenied(
                "This credential was given a part of the log.",
                internal=f"principal={self.id}",
                fix="List or export the entries of your part (GET /api/v1/ledger/entries), or ask for access to all of it.",
            )

    def require_all(self, permissions: Iterable[Permission]) -> None:
        for permission in permissions:
            self.require(permission)


def system(tenant_id: UUID, environment_id: UUID, mode: Mode) -> Principal:
    """The installation itself: the command line on the server's machine, the worker. Never made from a request."""
    return Principal(
        kind=PrincipalKind.SYSTEM,
        id="system",
        tenant_id=tenant_id,
        environment_id=environment_id,
        mode=mode,
        permissions=EVERY_PERMISSION,
    )
