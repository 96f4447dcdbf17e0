"""`countermark connectors`: other services that an environment's workflows call."""

import os

import click
import msgspec

from api.views.connectors import connector_page, connector_view, preset_list
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.wiring.foundation import Foundation
from app.wiring.webhooks import connectors as service
from core.ids import parse
from core.pages import LIMIT_MAX
from resolution.connectors.entities import CreateConnector, RotateConnector

connector_argument = click.argument("connector_id", metavar="con_…")
secret_option = click.option(
    "--secret-file", type=click.File("r"), default=None, help="Holds the secret; `-` reads it from the input."
)
webhook_secret_option = click.option(
    "--webhook-secret-file",
    type=click.File("r"),
    default=None,
    help="Holds what its webhooks are signed with.",
)


@click.group()
def connectors() -> None:
    """Other services that workflows call."""


@connectors.command("presets")
def list_presets() -> None:
    """List what is known of services that many use."""
    show(preset_list())


@connectors.command("create")
@tenant_option
@mode_option
@click.option("--name", required=True, help="What steps call it by.")
@click.option("--preset", default=None, help="Fills in what is left out.")
@click.option("--base-url", default=None)
@click.option("--method", "methods", multiple=True)
@click.option("--path", "paths", multiple=True, help="`*` is one segment, `**` the rest. Repeat for several.")
@click.option("--auth", default=None, help="none, bearer, basic, header or hmac.")
@click.option("--username", default=None)
@click.option("--header-name", default=None)
@click.option("--webhook-scheme", default=None, help="razorpay or stripe.")
@secret_option
@webhook_secret_option
def create(
    tenant: str, mode: str, secret_file: object, webhook_secret_file: object, **wanted: object
) -> None:
    """Create a connector. Secrets come from files, so that no shell keeps them."""

    async def work(base: Foundation) -> msgspec.Struct:
        secrets = {"secret": _read(secret_file), "webhook_secret": _read(webhook_secret_file)}
        lists = {name: list(value) if isinstance(value, tuple) else value for name, value in wanted.items()}
        told = {name: value for name, value in (lists | secrets).items() if value not in (None, [])}
        asked = command(CreateConnector, **told)
        caller = await caller_in(base, tenant, mode)
        return connector_view(await service(base).create(caller, asked))

    show(run(work))


@connectors.command("list")
@tenant_option
@mode_option
def list_connectors(tenant: str, mode: str) -> None:
    """List connectors, newest first."""

    async def work(base: Foundation) -> msgspec.Struct:
        caller = await caller_in(base, tenant, mode)
        return connector_page(await service(base).list_page(caller, None, LIMIT_MAX))

    show(run(work))


@connectors.command("rotate")
@tenant_option
@mode_option
@connector_argument
@click.option("--username", default=None)
@secret_option
@webhook_secret_option
def rotate(
    tenant: str,
    mode: str,
    connector_id: str,
    *,
    username: str | None,
    secret_file: object,
    webhook_secret_file: object,
) -> None:
    """Replace credentials, at once; what is left out stays."""

    async def work(base: Foundation) -> msgspec.Struct:
        asked = command(
            RotateConnector,
            username=username,
            secret=_read(secret_file),
            webhook_secret=_read(webhook_secret_file),
        )
        caller = await caller_in(base, tenant, mode)
        return connector_view(await service(base).rotate(caller, parse("con", connector_id), asked))

    show(run(work))


@connectors.command("remove")
@tenant_option
@mode_option
@connector_argument
def remove(tenant: str, mode: str, connector_id: str) -> None:
    """Remove a connector and destroy its credentials."""

    async def work(base: Foundation) -> msgspec.Struct:
        caller = await caller_in(base, tenant, mode)
        return connector_view(await service(base).remove(caller, parse("con", connector_id)))

    show(run(work))


def _read(file: object) -> str | None:
    read = getattr(file, "read", None)
    return None if read is None else str(read()).strip(f" {os.linesep}")
