"""`countermark feeds`: folders, tables and systems that payments come in from."""

from collections.abc import Awaitable, Callable
from typing import TextIO
from uuid import UUID

import click
import msgspec

from api.views.feeds import feed_page, feed_run_page, feed_view
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.wiring.feeds import feeds as service
from app.wiring.foundation import Foundation
from core.ids import parse
from core.pages import LIMIT_MAX
from resolution.feeds.entities import FEED, RUN, CreateFeed, Feed
from resolution.feeds.feeds import Feeds
from tenants.principals import Principal

_feed_argument = click.argument("feed_id", metavar="fed_…")


@click.group()
def feeds() -> None:
    """Where payments come in from without a developer."""


@feeds.command("create")
@tenant_option
@mode_option
@click.option("--name", required=True, help="Lower-case letters, digits and hyphens.")
@click.option("--kind", type=click.Choice(["folder", "url", "webhook"]), required=True)
@click.option(
    "--mapping", "mapping_id", default=None, metavar="map_…", help="Record payments by this mapping."
)
@click.option("--decide", default=None, metavar="USE-CASE", help="Decide rows by this use case instead.")
@click.option(
    "--id", "id_column", default=None, metavar="COLUMN", help="Names the rows, of feeds that decide."
)
@click.option(
    "--url-file", type=click.File("r"), default=None, help="Holds the address; `-` reads it from the input."
)
@click.option(
    "--every", "every_s", type=int, default=None, metavar="SECONDS", help="How often it is asked; 300."
)
@click.option(
    "--scheme", type=click.Choice(["standard", "header"]), default=None, help="What proves webhooks."
)
@click.option(
    "--secret-file",
    type=click.File("r"),
    default=None,
    help="Holds their secret; `-` reads it from the input.",
)
@click.option(
    "--delivery-field",
    default=None,
    metavar="FIELD",
    help="Names a webhook in its body: a name or a JSON pointer.",
)
@click.option("--minor-units", is_flag=True, default=None, help="Whole numbers are paise or cents.")
def create(
    tenant: str, mode: str, url_file: TextIO | None, secret_file: TextIO | None, **wanted: str | int | None
) -> None:
    """Create a feed, and print it; of a folder also where it is."""

    async def work(base: Foundation) -> msgspec.Struct:
        told = {**wanted, "url": _read(url_file), "secret": _read(secret_file)}
        asked = command(CreateFeed, **{name: value for name, value in told.items() if value is not None})
        caller = await caller_in(base, tenant, mode)
        return feed_view(await service(base).create(caller, asked))

    show(run(work))


@feeds.command("list")
@tenant_option
@mode_option
def list_feeds(tenant: str, mode: str) -> None:
    """List feeds, newest first."""

    async def work(base: Foundation) -> msgspec.Struct:
        caller = await caller_in(base, tenant, mode)
        return feed_page(await service(base).list_page(caller, None, LIMIT_MAX))

    show(run(work))


@feeds.command("runs")
@tenant_option
@mode_option
@_feed_argument
@click.option("--after", default=None, metavar="fdr_…", help="Start behind this one.")
def runs(tenant: str, mode: str, feed_id: str, after: str | None) -> None:
    """List what a feed took, newest first."""

    async def work(base: Foundation) -> msgspec.Struct:
        caller = await caller_in(base, tenant, mode)
        start = None if after is None else parse(RUN, after)
        return feed_run_page(await service(base).runs(caller, parse(FEED, feed_id), start, LIMIT_MAX))

    show(run(work))


@feeds.command("show")
@tenant_option
@mode_option
@_feed_argument
def show_feed(tenant: str, mode: str, feed_id: str) -> None:
    """Print a feed with its counts and its last error."""
    _show_one(tenant, mode, feed_id, lambda feeds, caller, one: feeds.get(caller, one))


@feeds.command("pause")
@tenant_option
@mode_option
@_feed_argument
def pause(tenant: str, mode: str, feed_id: str) -> None:
    """Take nothing more until it is resumed."""
    _show_one(tenant, mode, feed_id, lambda feeds, caller, one: feeds.pause(caller, one))


@feeds.command("resume")
@tenant_option
@mode_option
@_feed_argument
def resume(tenant: str, mode: str, feed_id: str) -> None:
    """Look at it again, at once."""
    _show_one(tenant, mode, feed_id, lambda feeds, caller, one: feeds.resume(caller, one))


@feeds.command("remove")
@tenant_option
@mode_option
@_feed_argument
def remove(tenant: str, mode: str, feed_id: str) -> None:
    """Remove a feed; what it took stays."""
    _show_one(tenant, mode, feed_id, lambda feeds, caller, one: feeds.remove(caller, one))


def _read(file: TextIO | None) -> str | None:
    return None if file is None else file.read().strip()


def _show_one(
    tenant: str, mode: str, feed_id: str, asked: Callable[[Feeds, Principal, UUID], Awaitable[Feed]]
) -> None:
    async def work(base: Foundation) -> msgspec.Struct:
        caller = await caller_in(base, tenant, mode)
        return feed_view(await asked(service(base), caller, parse(FEED, feed_id)))

    show(run(work))
