"""The caller as the service sees it: the first request to make with a new credential."""

from api.rest.operations import get
from api.views.principal import PrincipalView, view_of
from tenants.principals import Principal


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
async def get_principal(caller: Principal) -> PrincipalView:
    """Tells whose credential this is, which environment it acts in, and what it may do. Changes nothing."""
    return view_of(caller)


HANDLERS = [get_principal]
