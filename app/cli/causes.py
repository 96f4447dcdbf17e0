"""`countermark causes`: why things fail, how much, whether it grows, and one to look at."""

import datetime as dt
from typing import cast, get_args

import click

from api.views.root_causes import RootCausePage, RootCauseStoryView, root_cause_page, root_cause_story
from app.cli.foundation import caller_in, mode_option, run, show, tenant_option
from app.cli.moments import MOMENT
from app.wiring.foundation import Foundation
from app.wiring.root_causes import root_causes
from core.ids import parse
from core.pages import LIMIT_MAX
from inference.catalogue import LANGUAGES, Language
from resolution.root_causes.entities import KINDS, CauseKind, Order
from resolution.root_causes.root_causes import CauseFilter

_since = click.option("--since", default=None, type=MOMENT, help="Seven days ago, when not told.")
_until = click.option("--until", default=None, type=MOMENT, help="Now, when not told.")
_language = click.option("--language", default="en", show_default=True, type=click.Choice(LANGUAGES))


@click.group()
def causes() -> None:
    """Why things fail: clusters of failures and of tickets."""


@causes.command("list")
@tenant_option
@mode_option
@_since
@_until
@click.option("--kind", default=None, type=click.Choice(KINDS), help="Only of this kind.")
@click.option("--gateway", default=None, help="Only those that name this gateway.")
@click.option("--order", default="growth", show_default=True, type=click.Choice(get_args(Order)))
@_language
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, LIMIT_MAX))
def list_causes(  # click hands over every option
    tenant: str, mode: str, since: dt.datetime | None, until: dt.datetime | None, *, kind: str | None,
    gateway: str | None, order: str, language: str, limit: int,
) -> None:  # fmt: skip
    """List root causes, what rises most first."""
    wanted = CauseFilter(
        since, until, cast("CauseKind | None", kind), gateway, cast(Order, order), cast(Language, language)
    )  # fmt: skip

    async def work(base: Foundation) -> RootCausePage:
        caller = await caller_in(base, tenant, mode)
        return root_cause_page(await root_causes(base).list(caller, wanted, after=None, limit=limit))

    show(run(work))


@causes.command("show")
@tenant_option
@mode_option
@click.argument("cause_id", metavar="rtc_…")
@_since
@_until
@_language
def show_cause(
    tenant: str, mode: str, cause_id: str, since: dt.datetime | None, until: dt.datetime | None, language: str
) -> None:
    """Show a cause: its course, examples, and what goes with it."""

    async def work(base: Foundation) -> RootCauseStoryView:
        caller = await caller_in(base, tenant, mode)
        one = parse("rtc", cause_id)
        story = await root_causes(base).get(caller, one, since, until, cast(Language, language))
        return root_cause_story(story)

    show(run(work))
