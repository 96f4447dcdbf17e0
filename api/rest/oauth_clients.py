"""OAuth2 clients of the caller's environment."""

from api.rest.operations import Keyed, delete, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.credentials import (
    NewOAuthClientView,
    OAuthClientPage,
    OAuthClientView,
    new_oauth_client_view,
    oauth_client_page,
    oauth_client_view,
)
from core.ids import parse
from tenants.oauth_clients import CreateOAuthClient, OAuthClients
from tenants.principals import Principal

_CLIENT = {
    "id": "cli_01kc1x5w3efvr9q2d8m4n6p7hs",
    "name": "settlement",
    "auth_method": "client_secret",
    "scopes": ["decisions:create", "payments:write"],
    "created_at": "2026-11-21T04:46:02.547723Z",
    "created_by": "mbr_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "revoked_at": None,
    "last_used_at": None,
}
_NEW_CLIENT = {"oauth_client": _CLIENT, "secret": "cmo_sandbox_biE6985pMTHN_<32 characters><6 more>"}


@post(
    "/oauth-clients",
    operation_id="createOAuthClient",
    summary="Create an OAuth2 client",
    tag="oauth-clients",
    status=201,
    keyed=Keyed.REQUIRED,
    example={"name": "settlement", "scopes": ["decisions:create", "payments:write"]},
    answer_example=_NEW_CLIENT,
)
async def create_oauth_client(
    caller: Principal, data: CreateOAuthClient, oauth_clients: OAuthClients
) -> NewOAuthClientView:
    """With `public_keys` the client signs its own assertions (private_key_jwt); without, it gets a secret, shown this once."""
    return new_oauth_client_view(await oauth_clients.create(caller, data))


@get(
    "/oauth-clients",
    operation_id="listOAuthClients",
    summary="List OAuth2 clients",
    tag="oauth-clients",
    answer_example={"data": [_CLIENT], "has_more": False, "next_after": None},
)
async def list_oauth_clients(
    caller: Principal, oauth_clients: OAuthClients, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> OAuthClientPage:
    """Newest first, revoked ones included."""
    start = None if after is None else parse("cli", after)
    return oauth_client_page(await oauth_clients.list_page(caller, start, limit))


@get(
    "/oauth-clients/{client_id:str}",
    operation_id="getOAuthClient",
    summary="Get an OAuth2 client",
    tag="oauth-clients",
    answer_example=_CLIENT,
)
async def get_oauth_client(caller: Principal, client_id: str, oauth_clients: OAuthClients) -> OAuthClientView:
    """Everything but its secret, which is not stored."""
    return oauth_client_view(await oauth_clients.get(caller, parse("cli", client_id)))


@post(
    "/oauth-clients/{client_id:str}/rotate-secret",
    operation_id="rotateOAuthClientSecret",
    summary="Rotate a client's secret",
    tag="oauth-clients",
    status=201,
    keyed=Keyed.REQUIRED,
    answer_example=_NEW_CLIENT,
)
async def rotate_oauth_client_secret(
    caller: Principal, client_id: str, oauth_clients: OAuthClients
) -> NewOAuthClientView:
    """The old secret stops at once; tokens that are out live on for at most ten minutes."""
    return new_oauth_client_view(await oauth_clients.rotate_secret(caller, parse("cli", client_id)))


@delete(
    "/oauth-clients/{client_id:str}",
    operation_id="revokeOAuthClient",
    summary="Revoke an OAuth2 client",
    tag="oauth-clients",
    keyed=Keyed.OPTIONAL,
    answer_example={**_CLIENT, "revoked_at": "2026-11-22T09:00:00Z"},
)
async def revoke_oauth_client(
    caller: Principal, client_id: str, oauth_clients: OAuthClients
) -> OAuthClientView:
    """The client and its tokens are refused everywhere within five seconds."""
    return oauth_client_view(await oauth_clients.revoke(caller, parse("cli", client_id)))


HANDLERS = [
    create_oauth_client,
    list_oauth_clients,
    get_oauth_client,
    rotate_oauth_client_secret,
    revoke_oauth_client,
]
