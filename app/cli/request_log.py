"""`countermark requests`: calls of an environment, looked at again."""

import click

from api.views.request_log import LoggedRequestView, logged_request_page, logged_request_view
from app.cli.foundation import caller_in, mode_option, run, show, tenant_option
from app.wiring.foundation import Foundation
from core.ids import parse
from core.pages import Page
from tenants.request_log import ListRequests, LoggedRequest


@click.group()
def requests() -> None:
    """Calls of the last seven days."""


@requests.command("list")
@tenant_option
@mode_option
@click.option("--refused/--answered", default=None, help="Both, when not told.")
@click.option("--request-id", default=None, help="Only with this X-Request-Id.")
@click.option("--operation", default=None, help="Only of this operation, like decideChurnScore.")
@click.option("--code", default=None, help="Only with this problem, like rate_limited.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 100))
@click.option("--after", default=None, metavar="rql_…", help="Start behind this one.")
def list_requests(
    tenant: str,
    mode: str,
    *,
    refused: bool | None,
    request_id: str | None,
    operation: str | None,
    code: str | None,
    limit: int,
    after: str | None,
) -> None:
    """List calls, newest first."""
    wanted = ListRequests(refused=refused, request_id=request_id, operation=operation, code=code)

    async def work(base: Foundation) -> Page[LoggedRequest]:
        start = parse("rql", after) if after else None
        return await base.tenants.request_log.list_page(
            await caller_in(base, tenant, mode), wanted, start, limit
        )

    show(logged_request_page(run(work)))


@requests.command("show")
@tenant_option
@mode_option
@click.argument("logged", metavar="rql_…")
def show_request(tenant: str, mode: str, logged: str) -> None:
    """Show one call with its masked bodies."""

    async def work(base: Foundation) -> LoggedRequestView:
        found = await base.tenants.request_log.get(await caller_in(base, tenant, mode), parse("rql", logged))
        return logged_request_view(found)

    show(run(work))
