"""API keys of the caller's environment."""

from api.rest.operations import Keyed, delete, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.credentials import (
    ApiKeyPage,
    ApiKeyView,
    NewApiKeyView,
    api_key_page,
    api_key_view,
    new_api_key_view,
)
from core.ids import parse
from tenants.api_keys import ApiKeys, CreateApiKey, RotateApiKey
from tenants.principals import Principal

_KEY = {
    "id": "key_01kc1x5w3efvr9q2d8m4n6p7hs",
    "name": "checkout",
    "hint": "cmk_sandbox_FwsX8NETISAu",
    "scopes": ["decisions:create", "decisions:read"],
    "status": "live",
    "created_at": "2026-11-21T04:46:01.610208Z",
    "created_by": "mbr_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "expires_at": None,
    "revoked_at": None,
    "rotated_from": None,
    "last_used_at": None,
}
_NEW_KEY = {"api_key": _KEY, "secret": "cmk_sandbox_FwsX8NETISAu_<32 characters><6 more>"}


@post(
    "/api-keys",
    operation_id="createApiKey",
    summary="Create an API key",
    tag="api-keys",
    status=201,
    keyed=Keyed.REQUIRED,
    example={"name": "checkout", "scopes": ["decisions:create", "decisions:read"]},
    answer_example=_NEW_KEY,
)
async def create_api_key(caller: Principal, data: CreateApiKey, api_keys: ApiKeys) -> NewApiKeyView:
    """The `secret` is shown in this answer alone. Its scopes stay within what the caller holds."""
    return new_api_key_view(await api_keys.create(caller, data))


@get(
    "/api-keys",
    operation_id="listApiKeys",
    summary="List API keys",
    tag="api-keys",
    answer_example={"data": [_KEY], "has_more": False, "next_after": None},
)
async def list_api_keys(
    caller: Principal, api_keys: ApiKeys, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> ApiKeyPage:
    """Newest first, those that ended included."""
    start = None if after is None else parse("key", after)
    return api_key_page(await api_keys.list_page(caller, start, limit))


@get(
    "/api-keys/{key_id:str}",
    operation_id="getApiKey",
    summary="Get an API key",
    tag="api-keys",
    answer_example=_KEY,
)
async def get_api_key(caller: Principal, key_id: str, api_keys: ApiKeys) -> ApiKeyView:
    """Everything but its secret, which is not stored."""
    return api_key_view(await api_keys.get(caller, parse("key", key_id)))


@post(
    "/api-keys/{key_id:str}/rotate",
    operation_id="rotateApiKey",
    summary="Rotate an API key",
    tag="api-keys",
    status=201,
    keyed=Keyed.REQUIRED,
    example={"grace_s": 86400},
    answer_example=_NEW_KEY,
)
async def rotate_api_key(
    caller: Principal, key_id: str, data: RotateApiKey, api_keys: ApiKeys
) -> NewApiKeyView:
    """Makes a key with the same name, scopes and expiry. Both work until the grace period of the old one ends. Two live at a
    time: while a key before the old one still works, the old one can only end at once (`grace_s` 0); 409 names the key.
    """
    return new_api_key_view(await api_keys.rotate(caller, parse("key", key_id), data))


@delete(
    "/api-keys/{key_id:str}",
    operation_id="revokeApiKey",
    summary="Revoke an API key",
    tag="api-keys",
    keyed=Keyed.OPTIONAL,
    answer_example={**_KEY, "status": "revoked", "revoked_at": "2026-11-22T09:00:00Z"},
)
async def revoke_api_key(caller: Principal, key_id: str, api_keys: ApiKeys) -> ApiKeyView:
    """It is refused everywhere within five seconds. Revoking it again changes nothing."""
    return api_key_view(await api_keys.revoke(caller, parse("key", key_id)))


HANDLERS = [create_api_key, list_api_keys, get_api_key, rotate_api_key, revoke_api_key]
