"""The OAuth2 endpoints. They speak as their RFCs say: forms in, and errors as `error` and `error_description`."""

import urllib.parse
from collections.abc import Awaitable
from typing import Annotated, TypeVar

import msgspec

from api.rest.operations import Answer, post
from core.errors import ErrorKind
from tenants.oauth import AuthorizationServer, Introspection, OAuthRefused, TokenAnswer

Body = TypeVar("Body")

_FORM = "application/x-www-form-urlencoded"
_FIELDS_MAX = 20
_NOT_STORED = {"cache-control": "no-store", "pragma": "no-cache"}
_ASKED = {**_NOT_STORED, "www-authenticate": 'Basic realm="countermark", charset="UTF-8"'}

_Text = Annotated[str, msgspec.Meta(max_length=4_096)]


class OAuthErrorView(msgspec.Struct, frozen=True, kw_only=True):
    """RFC 6749 section 5.2."""

    error: str
    error_description: str


class _ClientForm(msgspec.Struct, frozen=True, kw_only=True):
    """How a client authenticates, if not by HTTP Basic."""

    client_id: _Text | msgspec.UnsetType = msgspec.UNSET
    client_secret: _Text | msgspec.UnsetType = msgspec.UNSET
    client_assertion_type: _Text | msgspec.UnsetType = msgspec.UNSET
    client_assertion: _Text | msgspec.UnsetType = msgspec.UNSET


class TokenForm(_ClientForm, frozen=True, kw_only=True):
    """A client credentials request. `scope` is a list of permissions with spaces between; all of the client's without."""

    grant_type: _Text
    scope: _Text | msgspec.UnsetType = msgspec.UNSET


class PresentedTokenForm(_ClientForm, frozen=True, kw_only=True):
    """An access token and the client that asks about it."""

    token: _Text
    token_type_hint: _Text | msgspec.UnsetType = msgspec.UNSET


@post(
    "/oauth2/token",
    operation_id="createToken",
    summary="Get an access token",
    tag="oauth",
    public=True,
    root=True,
    form=TokenForm,
    refusal=OAuthErrorView,
    example={"grant_type": "client_credentials", "scope": "decisions:create"},
)
async def create_token(
    raw: bytes, content_type: str | None, authorization: str | None, oauth: AuthorizationServer
) -> Answer[TokenAnswer]:
    """Client credentials (RFC 6749 section 4.4), by HTTP Basic, by form fields, or by private_key_jwt (RFC 7523)."""

    async def work() -> TokenAnswer:
        return await oauth.token(authorization, _fields(raw, content_type))

    return await _answer(work())


@post(
    "/oauth2/introspect",
    operation_id="introspectToken",
    summary="Ask about an access token",
    tag="oauth",
    public=True,
    root=True,
    form=PresentedTokenForm,
    refusal=OAuthErrorView,
)
async def introspect_token(
    raw: bytes, content_type: str | None, authorization: str | None, oauth: AuthorizationServer
) -> Answer[Introspection]:
    """For a client of the token's own environment (RFC 7662); to any other the token is inactive."""

    async def work() -> Introspection:
        return await oauth.introspect(authorization, _fields(raw, content_type))

    return await _answer(work())


@post(
    "/oauth2/revoke",
    operation_id="revokeToken",
    summary="Revoke an access token",
    tag="oauth",
    public=True,
    root=True,
    form=PresentedTokenForm,
    refusal=OAuthErrorView,
)
async def revoke_token(
    raw: bytes, content_type: str | None, authorization: str | None, oauth: AuthorizationServer
) -> Answer[dict[str, str]]:
    """By the client that holds it (RFC 7009). Anything else changes nothing and is answered alike."""

    async def work() -> dict[str, str]:
        await oauth.revoke(authorization, _fields(raw, content_type))
        return {}

    return await _answer(work())


async def _answer(work: Awaitable[Body]) -> Answer[Body]:
    """Turn a refusal into the body of RFC 6749; everything that is no refusal of a request stays a problem."""
    try:
        return Answer(body=await work, headers=_NOT_STORED)
    except OAuthRefused as refused:
        body = msgspec.json.encode(OAuthErrorView(error=refused.code, error_description=refused.message))
        asked = refused.kind is ErrorKind.UNAUTHENTICATED
        return Answer(body=body, status=401 if asked else 400, headers=_ASKED if asked else _NOT_STORED)


def _fields(raw: bytes, content_type: str | None) -> dict[str, str]:
    """Read a form in which each field comes once (RFC 6749 section 3.2). Raises: OAuthRefused."""
    if (content_type or "").partition(";")[0].strip().lower() != _FORM:
        raise OAuthRefused(f"The body must be {_FORM}.")
    try:
        pairs = urllib.parse.parse_qsl(
            raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS_MAX
        )
    except ValueError as error:
        raise OAuthRefused("The body is not a form in UTF-8.") from error
    fields = dict(pairs)
    if len(fields) < len(pairs) or any("\0" in value for value in fields.values()):
        raise OAuthRefused("A field came twice, or holds the character U+0000.")
    return {name: value for name, value in fields.items() if value}


HANDLERS = [create_token, introspect_token, revoke_token]
