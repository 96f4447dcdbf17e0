"""`countermark keys` and `countermark clients`: what machines authenticate with."""

import datetime as dt
import pathlib
from typing import BinaryIO

import click
import msgspec

from api.views.credentials import (
    api_key_page,
    api_key_view,
    new_api_key_view,
    new_oauth_client_view,
    oauth_client_page,
    oauth_client_view,
)
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.wiring.foundation import Foundation
from core.ids import parse
from core.pages import LIMIT_MAX, Page
from tenants.api_keys import ApiKey, CreateApiKey, NewApiKey, RotateApiKey
from tenants.jose import PublicJwk
from tenants.oauth_clients import CreateOAuthClient, NewOAuthClient, OAuthClient
from tenants.permissions import PERMISSIONS_OF_ROLE, TENANT_PERMISSIONS, Permission, Role

_SCOPES = click.Choice(sorted(permission.value for permission in TENANT_PERMISSIONS))

name_option = click.option("--name", required=True, help="What it is for.")
scope_option = click.option(
    "--scope", "scopes", type=_SCOPES, multiple=True, help="Repeat for several; a developer's without any."
)
after_option = click.option("--after", default=None, help="Start behind this id.")


class _KeySet(msgspec.Struct, frozen=True):
    keys: list[PublicJwk]


@click.group()
def keys() -> None:
    """API keys of an environment."""


@keys.command("create")
@tenant_option
@mode_option
@name_option
@scope_option
@click.option("--expires-in-days", type=click.IntRange(1, 3_650), default=None, help="For ever without.")
def create_key(
    tenant: str, mode: str, name: str, scopes: tuple[str, ...], expires_in_days: int | None
) -> None:
    """Make an API key and show it, this once."""

    async def work(base: Foundation) -> NewApiKey:
        life = None if expires_in_days is None else dt.timedelta(days=expires_in_days)
        ends_at = None if life is None else base.true_clock.now() + life
        wanted = command(CreateApiKey, name=name, scopes=_scopes_of(scopes), expires_at=ends_at)
        return await base.tenants.api_keys.create(await caller_in(base, tenant, mode), wanted)

    show(new_api_key_view(run(work)))


@keys.command("list")
@tenant_option
@mode_option
@after_option
def list_keys(tenant: str, mode: str, after: str | None) -> None:
    """List API keys, newest first."""

    async def work(base: Foundation) -> Page[ApiKey]:
        start = parse("key", after) if after else None
        return await base.tenants.api_keys.list_page(await caller_in(base, tenant, mode), start, LIMIT_MAX)

    show(api_key_page(run(work)))


@keys.command("show")
@tenant_option
@mode_option
@click.argument("key_id", metavar="key_…")
def show_key(tenant: str, mode: str, key_id: str) -> None:
    """Show an API key: everything but its secret, which is not stored."""

    async def work(base: Foundation) -> ApiKey:
        return await base.tenants.api_keys.get(await caller_in(base, tenant, mode), parse("key", key_id))

    show(api_key_view(run(work)))


@keys.command("rotate")
@tenant_option
@mode_option
@click.argument("key_id", metavar="key_…")
@click.option("--grace-s", default=86_400, show_default=True, help="How long the old key still works.")
def rotate_key(tenant: str, mode: str, key_id: str, grace_s: int) -> None:
    """Replace an API key; both work until the grace period ends."""

    async def work(base: Foundation) -> NewApiKey:
        caller, wanted = await caller_in(base, tenant, mode), command(RotateApiKey, grace_s=grace_s)
        return await base.tenants.api_keys.rotate(caller, parse("key", key_id), wanted)

    show(new_api_key_view(run(work)))


@keys.command("revoke")
@tenant_option
@mode_option
@click.argument("key_id", metavar="key_…")
def revoke_key(tenant: str, mode: str, key_id: str) -> None:
    """Refuse an API key everywhere within five seconds."""

    async def work(base: Foundation) -> ApiKey:
        return await base.tenants.api_keys.revoke(await caller_in(base, tenant, mode), parse("key", key_id))

    show(api_key_view(run(work)))


@click.group()
def clients() -> None:
    """OAuth2 clients of an environment."""


@clients.command("create")
@tenant_option
@mode_option
@name_option
@scope_option
@click.option(
    "--jwks",
    type=click.File("rb"),
    default=None,
    help="Public keys of a client that signs (private_key_jwt).",
)
def create_client(tenant: str, mode: str, name: str, scopes: tuple[str, ...], jwks: BinaryIO | None) -> None:
    """Make an OAuth2 client and show its secret, this once."""

    async def work(base: Foundation) -> NewOAuthClient:
        public_keys = None if jwks is None else _read_keys(jwks)
        wanted = command(CreateOAuthClient, name=name, scopes=_scopes_of(scopes), public_keys=public_keys)
        return await base.tenants.oauth_clients.create(await caller_in(base, tenant, mode), wanted)

    show(new_oauth_client_view(run(work)))


@clients.command("list")
@tenant_option
@mode_option
@after_option
def list_clients(tenant: str, mode: str, after: str | None) -> None:
    """List OAuth2 clients, newest first."""

    async def work(base: Foundation) -> Page[OAuthClient]:
        start = parse("cli", after) if after else None
        caller = await caller_in(base, tenant, mode)
        return await base.tenants.oauth_clients.list_page(caller, start, LIMIT_MAX)

    show(oauth_client_page(run(work)))


@clients.command("show")
@tenant_option
@mode_option
@click.argument("client_id", metavar="cli_…")
def show_client(tenant: str, mode: str, client_id: str) -> None:
    """Show an OAuth2 client, without its secret."""

    async def work(base: Foundation) -> OAuthClient:
        return await base.tenants.oauth_clients.get(
            await caller_in(base, tenant, mode), parse("cli", client_id)
        )

    show(oauth_client_view(run(work)))


@clients.command("rotate-secret")
@tenant_option
@mode_option
@click.argument("client_id", metavar="cli_…")
def rotate_client(tenant: str, mode: str, client_id: str) -> None:
    """Replace a client's secret at once."""

    async def work(base: Foundation) -> NewOAuthClient:
        return await base.tenants.oauth_clients.rotate_secret(
            await caller_in(base, tenant, mode), parse("cli", client_id)
        )

    show(new_oauth_client_view(run(work)))


@clients.command("revoke")
@tenant_option
@mode_option
@click.argument("client_id", metavar="cli_…")
def revoke_client(tenant: str, mode: str, client_id: str) -> None:
    """Refuse a client and its tokens everywhere within five seconds."""

    async def work(base: Foundation) -> OAuthClient:
        return await base.tenants.oauth_clients.revoke(
            await caller_in(base, tenant, mode), parse("cli", client_id)
        )

    show(oauth_client_view(run(work)))


def _scopes_of(names: tuple[str, ...]) -> list[Permission]:
    return [Permission(name) for name in names] if names else sorted(PERMISSIONS_OF_ROLE[Role.DEVELOPER])


def _read_keys(file: BinaryIO) -> list[PublicJwk]:
    """Read a JWK set of public keys; a file with a private key in it is refused."""
    try:
        return msgspec.json.decode(file.read(), type=_KeySet).keys
    except msgspec.DecodeError as error:
        name = pathlib.Path(getattr(file, "name", "")).name
        raise click.BadParameter(f"{name} is not a set of public JWKs: {error}") from error
