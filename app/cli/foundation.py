"""How a command of the server's own machine works on the database: as the installation, in one environment."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar, cast

import click
import msgspec

from api.field_errors import field_error
from app import settings as settings_module
from app.cli import showing
from app.wiring.foundation import Foundation, open_foundation
from core.clock import set_ahead
from core.errors import DatabaseUnavailable, InvalidRequest
from core.ids import parse
from tenants.principals import Mode, Principal

Result = TypeVar("Result")

tenant_option = click.option("--tenant", required=True, metavar="ten_…", help="The tenant.")
mode_option = click.option(
    "--mode",
    type=click.Choice(["live", "sandbox"]),
    default="sandbox",
    show_default=True,
    help="Its environment.",
)


def run(work: Callable[[Foundation], Awaitable[Result]]) -> Result:
    """Open the database, do the work, close it. Raises: PlatformError, SettingInvalid."""

    async def attached() -> Result:
        async with open_foundation(settings_module.from_environment(), pool_size_max=2) as base:
            return await work(base)

    try:
        return asyncio.run(attached())
    except DatabaseUnavailable as error:
        raise DatabaseUnavailable(
            error.message, internal=error.internal, fix="Start the service first: countermark serve"
        ) from error


def command(kind: type[Result], /, **fields: object) -> Result:
    """Build a command with the refusals that the API has. Raises: InvalidRequest."""
    try:
        return msgspec.convert(fields, kind)
    except msgspec.ValidationError as refused:
        raise InvalidRequest("An option was refused.", fields=[field_error(str(refused), kind)]) from refused


async def caller_in(base: Foundation, tenant: str, mode: str) -> Principal:
    """The installation, acting in one environment of the tenant, and in its time. Raises: InvalidId, TenantNotFound."""
    caller = await base.tenants.tenants.system_caller(parse("ten", tenant), cast(Mode, mode))
    set_ahead(caller.ahead)
    return caller


def show(value: object) -> None:
    """Print a result: a table of a list on a terminal, JSON fit for `jq` elsewhere and with `--json`."""
    showing.show(value)
