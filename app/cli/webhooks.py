"""`countermark webhooks`: where events of an environment are sent, and what became of them."""

import datetime as dt

import click
import msgspec

from api.views.webhooks import (
    delivery_page,
    delivery_view,
    endpoint_page,
    endpoint_view,
    event_kinds,
    new_endpoint_view,
)
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.cli.moments import MOMENT
from app.wiring.foundation import Foundation
from app.wiring.webhooks import webhook_deliveries, webhook_endpoints
from core.ids import parse
from core.pages import LIMIT_MAX
from resolution.webhooks.entities import (
    CreateWebhookEndpoint,
    ReplayWebhooks,
    RotateWebhookSecret,
    UpdateWebhookEndpoint,
)

endpoint_argument = click.argument("endpoint_id", metavar="whk_…")


@click.group()
def webhooks() -> None:
    """Where events of an environment are sent."""


@webhooks.command("events")
def list_kinds() -> None:
    """List the kinds of events, with an example of each."""
    show(event_kinds())


@webhooks.command("create")
@tenant_option
@mode_option
@click.option("--url", required=True, help="https, a public host, port 443 or 8443.")
@click.option(
    "--event", "events", multiple=True, help="Repeat for several; `payout.*` for a family; all without any."
)
@click.option("--description", default="", help="What it is for.")
def create(tenant: str, mode: str, url: str, events: tuple[str, ...], description: str) -> None:
    """Send events there from now on, and show the secret that signs them, this once."""

    async def work(base: Foundation) -> msgspec.Struct:
        wanted = command(
            CreateWebhookEndpoint, url=url, events=list(events) or ["*"], description=description
        )
        caller = await caller_in(base, tenant, mode)
        return new_endpoint_view(await webhook_endpoints(base).create(caller, wanted))

    show(run(work))


@webhooks.command("list")
@tenant_option
@mode_option
def list_endpoints(tenant: str, mode: str) -> None:
    """List endpoints, newest first."""

    async def work(base: Foundation) -> msgspec.Struct:
        caller = await caller_in(base, tenant, mode)
        return endpoint_page(await webhook_endpoints(base).list_page(caller, None, LIMIT_MAX))

    show(run(work))


@webhooks.command("update")
@tenant_option
@mode_option
@endpoint_argument
@click.option("--url", default=None)
@click.option("--event", "events", multiple=True, help="Repeat for several; as they are without any.")
@click.option("--enabled/--disabled", "enabled", default=None, help="Whether it shall get events.")
def update(
    tenant: str,
    mode: str,
    endpoint_id: str,
    *,
    url: str | None,
    events: tuple[str, ...],
    enabled: bool | None,
) -> None:
    """Change an endpoint, enable it again, or disable it."""

    async def work(base: Foundation) -> msgspec.Struct:
        wanted = command(UpdateWebhookEndpoint, url=url, events=list(events) or None, enabled=enabled)
        caller = await caller_in(base, tenant, mode)
        return endpoint_view(await webhook_endpoints(base).update(caller, parse("whk", endpoint_id), wanted))

    show(run(work))


@webhooks.command("rotate-secret")
@tenant_option
@mode_option
@endpoint_argument
@click.option("--grace-s", default=86_400, show_default=True, help="How long both secrets sign.")
def rotate(tenant: str, mode: str, endpoint_id: str, grace_s: int) -> None:
    """Make a new secret and show it, this once."""

    async def work(base: Foundation) -> msgspec.Struct:
        wanted = command(RotateWebhookSecret, grace_s=grace_s)
        caller = await caller_in(base, tenant, mode)
        return new_endpoint_view(
            await webhook_endpoints(base).rotate(caller, parse("whk", endpoint_id), wanted)
        )

    show(run(work))


@webhooks.command("remove")
@tenant_option
@mode_option
@endpoint_argument
def remove(tenant: str, mode: str, endpoint_id: str) -> None:
    """Remove an endpoint with its secrets and what waited for it."""

    async def work(base: Foundation) -> msgspec.Struct:
        caller = await caller_in(base, tenant, mode)
        return endpoint_view(await webhook_endpoints(base).remove(caller, parse("whk", endpoint_id)))

    show(run(work))


@webhooks.command("ping")
@tenant_option
@mode_option
@endpoint_argument
def ping(tenant: str, mode: str, endpoint_id: str) -> None:
    """Send a test; `countermark webhooks deliveries` tells what came of it."""

    async def work(base: Foundation) -> msgspec.Struct:
        caller = await caller_in(base, tenant, mode)
        return delivery_view(await webhook_deliveries(base).ping(caller, parse("whk", endpoint_id)))

    show(run(work))


@webhooks.command("replay")
@tenant_option
@mode_option
@endpoint_argument
@click.option("--message", default=None, metavar="evt_…", help="One message.")
@click.option("--since", default=None, type=MOMENT, help="All from here on.")
def replay(tenant: str, mode: str, endpoint_id: str, message: str | None, since: dt.datetime | None) -> None:
    """Send one message again, or all since a time."""

    async def work(base: Foundation) -> msgspec.Struct:
        wanted = command(ReplayWebhooks, message_id=message, since=since)
        caller = await caller_in(base, tenant, mode)
        return await webhook_deliveries(base).replay(caller, parse("whk", endpoint_id), wanted)

    show(run(work))


@webhooks.command("deliveries")
@tenant_option
@mode_option
@endpoint_argument
def list_deliveries(tenant: str, mode: str, endpoint_id: str) -> None:
    """List what an endpoint was sent, newest first, with each try."""

    async def work(base: Foundation) -> msgspec.Struct:
        caller = await caller_in(base, tenant, mode)
        endpoint = parse("whk", endpoint_id)
        return delivery_page(await webhook_deliveries(base).list_page(caller, endpoint, None, LIMIT_MAX))

    show(run(work))
