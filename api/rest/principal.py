"""The caller as the service sees it: the first request to make with a new credential."""

from typing import Literal

import msgspec

from api.rest.operations import get
from core.ids import public
from tenants.principals import Principal


class PrincipalBody(msgspec.Struct, frozen=True, kw_only=True):
    """Who a credential stands for, and what it may do."""

    id: str
    kind: str
    tenant_id: str
    environment_id: str
    mode: Literal["live", "sandbox"]
    permissions: list[str]


@get(
    "/principal",
    operation_id="getPrincipal",
    summary="Get the caller",
    tag="principal",
    answer_example={
        "id": "key_01kc1x5w3efvr9q2d8m4n6p7hs",
        "kind": "api_key",
        "tenant_id": "ten_01kc1x5w3ceyp8s1r7t3v5w9ya",
        "environment_id": "env_01kc1x5w3cfqj2k4m6n8p0r2tb",
        "mode": "sandbox",
        "permissions": ["decisions:create", "decisions:read"],
    },
)
async def get_principal(caller: Principal) -> PrincipalBody:
    """Tells whose credential this is, which environment it acts in, and what it may do. Changes nothing."""
    return PrincipalBody(
        id=caller.id,
        kind=caller.kind.value,
        tenant_id=public("ten", caller.tenant_id),
        environment_id=public("env", caller.environment_id),
        mode=caller.mode,
        permissions=sorted(caller.permissions),
    )


HANDLERS = [get_principal]
