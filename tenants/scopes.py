"""What a credential may be given: known permissions, never more than its creator holds."""

from collections.abc import Iterable
from typing import Annotated

import msgspec

from core.errors import FieldError, InvalidRequest
from tenants.permissions import TENANT_PERMISSIONS, Permission
from tenants.principals import Principal

Scopes = Annotated[list[Permission], msgspec.Meta(min_length=1, max_length=100)]


def granted_by(caller: Principal, scopes: Iterable[Permission]) -> list[str]:
    """Return the scopes to store, sorted, each once.

    Raises: PermissionDenied when the caller does not hold one, InvalidRequest for one that no credential may hold.
    """
    wanted = sorted(set(scopes))
    beyond = [scope for scope in wanted if scope not in TENANT_PERMISSIONS]
    if beyond:
        refused = FieldError("scopes", f"No credential of a tenant holds {beyond[0]}.", "Leave it out.")
        raise InvalidRequest("A scope was refused.", fields=[refused])
    caller.require_all(wanted)
    return [scope.value for scope in wanted]


def stored(scopes: Iterable[str]) -> frozenset[Permission]:
    """Read stored scopes; a permission that no longer exists grants nothing."""
    known = {permission.value: permission for permission in Permission}
    return frozenset(known[scope] for scope in scopes if scope in known)
