"""API keys and OAuth2 clients over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.tenants.v1 import tenants_pb2 as pb
from api.rpc.tenants import SERVICE, Id, PageQuery
from api.views.credentials import (
    ApiKeyPage,
    ApiKeyView,
    NewApiKeyView,
    NewOAuthClientView,
    OAuthClientPage,
    OAuthClientView,
    api_key_page,
    api_key_view,
    new_api_key_view,
    new_oauth_client_view,
    oauth_client_page,
    oauth_client_view,
)
from core.ids import parse
from tenants.api_keys import GRACE_DEFAULT_S, GRACE_MAX_S, ApiKeys, CreateApiKey, RotateApiKey
from tenants.oauth_clients import CreateOAuthClient, OAuthClients
from tenants.principals import Principal


class _Rotate(msgspec.Struct, frozen=True, kw_only=True):
    key_id: Id
    grace_s: Annotated[int, msgspec.Meta(ge=0, le=GRACE_MAX_S)] = GRACE_DEFAULT_S


KEY = Codec(ApiKeyView, pb.ApiKey)
KEYS = Codec(ApiKeyPage, pb.ListApiKeysResponse)
NEW_KEY = Codec(NewApiKeyView, pb.NewApiKey)
CREATE_KEY = Codec(CreateApiKey, pb.CreateApiKeyRequest)
ROTATE_KEY = Codec(_Rotate, pb.RotateApiKeyRequest)
KEYS_QUERY = Codec(PageQuery, pb.ListApiKeysRequest)
CLIENT = Codec(OAuthClientView, pb.OAuthClient)
CLIENTS = Codec(OAuthClientPage, pb.ListOAuthClientsResponse)
NEW_CLIENT = Codec(NewOAuthClientView, pb.NewOAuthClient)
CREATE_CLIENT = Codec(CreateOAuthClient, pb.CreateOAuthClientRequest)
CLIENTS_QUERY = Codec(PageQuery, pb.ListOAuthClientsRequest)


@method(SERVICE, "CreateApiKey", keyed=Keyed.REQUIRED)
async def create_api_key(
    caller: Principal, request: pb.CreateApiKeyRequest, api_keys: ApiKeys
) -> pb.NewApiKey:
    return NEW_KEY.message(new_api_key_view(await api_keys.create(caller, CREATE_KEY.struct(request))))


@method(SERVICE, "ListApiKeys")
async def list_api_keys(
    caller: Principal, request: pb.ListApiKeysRequest, api_keys: ApiKeys
) -> pb.ListApiKeysResponse:
    query = KEYS_QUERY.struct(request)
    start = None if query.after is None else parse("key", query.after)
    return KEYS.message(api_key_page(await api_keys.list_page(caller, start, query.limit)))


@method(SERVICE, "GetApiKey")
async def get_api_key(caller: Principal, request: pb.GetApiKeyRequest, api_keys: ApiKeys) -> pb.ApiKey:
    key = await api_keys.get(caller, parse("key", request.key_id))
    return KEY.message(api_key_view(key))


@method(SERVICE, "RotateApiKey", keyed=Keyed.REQUIRED)
async def rotate_api_key(
    caller: Principal, request: pb.RotateApiKeyRequest, api_keys: ApiKeys
) -> pb.NewApiKey:
    wanted = ROTATE_KEY.struct(request)
    made = await api_keys.rotate(caller, parse("key", wanted.key_id), RotateApiKey(grace_s=wanted.grace_s))
    return NEW_KEY.message(new_api_key_view(made))


@method(SERVICE, "RevokeApiKey", keyed=Keyed.OPTIONAL)
async def revoke_api_key(caller: Principal, request: pb.RevokeApiKeyRequest, api_keys: ApiKeys) -> pb.ApiKey:
    key = await api_keys.revoke(caller, parse("key", request.key_id))
    return KEY.message(api_key_view(key))


@method(SERVICE, "CreateOAuthClient", keyed=Keyed.REQUIRED)
async def create_oauth_client(
    caller: Principal, request: pb.CreateOAuthClientRequest, oauth_clients: OAuthClients
) -> pb.NewOAuthClient:
    made = await oauth_clients.create(caller, CREATE_CLIENT.struct(request))
    return NEW_CLIENT.message(new_oauth_client_view(made))


@method(SERVICE, "ListOAuthClients")
async def list_oauth_clients(
    caller: Principal, request: pb.ListOAuthClientsRequest, oauth_clients: OAuthClients
) -> pb.ListOAuthClientsResponse:
    query = CLIENTS_QUERY.struct(request)
    start = None if query.after is None else parse("cli", query.after)
    return CLIENTS.message(oauth_client_page(await oauth_clients.list_page(caller, start, query.limit)))


@method(SERVICE, "GetOAuthClient")
async def get_oauth_client(
    caller: Principal, request: pb.GetOAuthClientRequest, oauth_clients: OAuthClients
) -> pb.OAuthClient:
    client = await oauth_clients.get(caller, parse("cli", request.client_id))
    return CLIENT.message(oauth_client_view(client))


@method(SERVICE, "RotateOAuthClientSecret", keyed=Keyed.REQUIRED)
async def rotate_oauth_client_secret(
    caller: Principal, request: pb.RotateOAuthClientSecretRequest, oauth_clients: OAuthClients
) -> pb.NewOAuthClient:
    made = await oauth_clients.rotate_secret(caller, parse("cli", request.client_id))
    return NEW_CLIENT.message(new_oauth_client_view(made))


@method(SERVICE, "RevokeOAuthClient", keyed=Keyed.OPTIONAL)
async def revoke_oauth_client(
    caller: Principal, request: pb.RevokeOAuthClientRequest, oauth_clients: OAuthClients
) -> pb.OAuthClient:
    client = await oauth_clients.revoke(caller, parse("cli", request.client_id))
    return CLIENT.message(oauth_client_view(client))


METHODS = [
    create_api_key,
    list_api_keys,
    get_api_key,
    rotate_api_key,
    revoke_api_key,
    create_oauth_client,
    list_oauth_clients,
    get_oauth_client,
    rotate_oauth_client_secret,
    revoke_oauth_client,
]
