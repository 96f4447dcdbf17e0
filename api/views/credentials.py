"""API keys and OAuth2 clients as both faces show them. A secret is in the answer that makes it, and nowhere else."""

import datetime as dt
from typing import Literal

import msgspec

from core.ids import public
from core.pages import Page
from tenants.api_keys import ApiKey, NewApiKey
from tenants.oauth_clients import NewOAuthClient, OAuthClient


class ApiKeyView(msgspec.Struct, frozen=True, kw_only=True):
    """An API key without its secret. `hint` is the readable part of its text."""

    id: str
    name: str
    hint: str
    scopes: list[str]
    status: Literal["live", "expired", "revoked"]
    created_at: dt.datetime
    created_by: str
    expires_at: dt.datetime | None
    revoked_at: dt.datetime | None
    rotated_from: str | None
    last_used_at: dt.datetime | None


class NewApiKeyView(msgspec.Struct, frozen=True, kw_only=True):
    """A new API key. `secret` is the whole key to send: it is shown this once."""

    api_key: ApiKeyView
    secret: str


class ApiKeyPage(msgspec.Struct, frozen=True, kw_only=True):
    """API keys, newest first."""

    data: list[ApiKeyView]
    has_more: bool
    next_after: str | None


class OAuthClientView(msgspec.Struct, frozen=True, kw_only=True):
    """An OAuth2 client. Its id is the `client_id` of the token endpoint."""

    id: str
    name: str
    auth_method: Literal["client_secret", "private_key_jwt"]
    scopes: list[str]
    created_at: dt.datetime
    created_by: str
    revoked_at: dt.datetime | None
    last_used_at: dt.datetime | None


class NewOAuthClientView(msgspec.Struct, frozen=True, kw_only=True):
    """A new client. `secret` is shown this once; null for a client that signs with its own key."""

    oauth_client: OAuthClientView
    secret: str | None


class OAuthClientPage(msgspec.Struct, frozen=True, kw_only=True):
    """OAuth2 clients, newest first."""

    data: list[OAuthClientView]
    has_more: bool
    next_after: str | None


def api_key_view(key: ApiKey) -> ApiKeyView:
    return ApiKeyView(
        id=public("key", key.id),
        name=key.name,
        hint=key.hint,
        scopes=key.scopes,
        status=key.status.value,
        created_at=key.created_at,
        created_by=key.created_by,
        expires_at=key.expires_at,
        revoked_at=key.revoked_at,
        rotated_from=None if key.rotated_from is None else public("key", key.rotated_from),
        last_used_at=key.last_used_at,
    )


def new_api_key_view(made: NewApiKey) -> NewApiKeyView:
    return NewApiKeyView(api_key=api_key_view(made.key), secret=made.text)


def api_key_page(page: Page[ApiKey]) -> ApiKeyPage:
    return ApiKeyPage(
        data=[api_key_view(key) for key in page.data], has_more=page.has_more, next_after=page.next_after
    )


def oauth_client_view(client: OAuthClient) -> OAuthClientView:
    return OAuthClientView(
        id=public("cli", client.id),
        name=client.name,
        auth_method=client.auth_method,
        scopes=client.scopes,
        created_at=client.created_at,
        created_by=client.created_by,
        revoked_at=client.revoked_at,
        last_used_at=client.last_used_at,
    )


def new_oauth_client_view(made: NewOAuthClient) -> NewOAuthClientView:
    return NewOAuthClientView(oauth_client=oauth_client_view(made.client), secret=made.secret)


def oauth_client_page(page: Page[OAuthClient]) -> OAuthClientPage:
    return OAuthClientPage(
        data=[oauth_client_view(client) for client in page.data],
        has_more=page.has_more,
        next_after=page.next_after,
    )
