"""The caller as both faces show it."""

from typing import Literal

import msgspec

from core.ids import public
from tenants.principals import Principal

PrincipalWord = Literal["api_key", "client", "member", "system"]


class PrincipalView(msgspec.Struct, frozen=True, kw_only=True):
    """Who a credential stands for, and what it may do."""

    id: str
    kind: PrincipalWord
    tenant_id: str
    environment_id: str
    mode: Literal["live", "sandbox"]
    permissions: list[str]


def view_of(caller: Principal) -> PrincipalView:
    return PrincipalView(
        id=caller.id,
        kind=caller.kind.value,
        tenant_id=public("ten", caller.tenant_id),
        environment_id=public("env", caller.environment_id),
        mode=caller.mode,
        permissions=sorted(caller.permissions),
    )
