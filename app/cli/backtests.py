"""`countermark rules backtest`: a draft against the stored decisions of an environment, from the server's own machine."""

import asyncio
import datetime as dt
import pathlib
import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import click
import msgspec
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

from api.views.backtests import (
    BacktestView,
    CreateBacktest,
    backtest_page,
    backtest_result,
    backtest_view,
    request_of,
)
from app.cli.bars import bars
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.cli.moments import MOMENT
from app.wiring.backtests import backtests as wire
from app.wiring.foundation import Foundation
from core.errors import InvalidRequest
from core.ids import parse
from core.objects import FolderObjects
from core.pages import LIMIT_MAX
from inference.backtests.backtests import Backtests, ShownBacktest
from inference.backtests.entities import FINAL_STATES
from inference.deployments import Deployments
from inference.registry import Registry
from rules.active import ActiveRulesets
from tenants.principals import Principal

Result = TypeVar("Result")

_LOOK_EVERY_S = 0.5
_FILE = click.Path(exists=True, dir_okay=False, path_type=pathlib.Path)
_use_case = click.argument("use_case")
_backtest = click.argument("backtest_id", metavar="bkt_…")


def _ask(tenant: str, mode: str, question: Callable[[Backtests, Principal], Awaitable[Result]]) -> Result:
    async def work(base: Foundation) -> Result:
        registry = Registry(base.database, FolderObjects(base.settings.objects_dir), base.clock, None)
        deployments = Deployments(base.database, registry, base.clock)
        service = wire(base, deployments, ActiveRulesets(base.database))
        return await question(service, await caller_in(base, tenant, mode))

    return run(work)


@click.group("backtest")
def backtest() -> None:
    """A draft against stored decisions: what would have been decided otherwise, in money."""


@backtest.command("run")
@tenant_option
@mode_option
@_use_case
@click.option("--file", "file", type=_FILE, default=None, help="A draft: JSON with `graph` and `fallback`.")
@click.option("--version", default=None, metavar="rsv_…", help="Instead, a version that was pushed.")
@click.option("--since", required=True, type=MOMENT, help="From when.")
@click.option("--until", default=None, type=MOMENT, help="Up to when; without it, until now.")
@click.option("--passes", multiple=True, help="An outcome that lets an event through; `approve` without any.")
@click.option("--current", is_flag=True, help="Compare with what decides now, too.")
@click.option(
    "--seed", type=int, default=0, show_default=True, help="Of the sample of decisions that change."
)
@click.option("--watch", is_flag=True, help="Wait until it has ended, and show the report.")
def run_backtest(  # noqa: PLR0913, PLR0917  # click hands over every option
    tenant: str,
    mode: str,
    use_case: str,
    file: pathlib.Path | None,
    version: str | None,
    since: dt.datetime,
    until: dt.datetime | None,
    passes: tuple[str, ...],
    current: bool,  # noqa: FBT001
    seed: int,
    watch: bool,  # noqa: FBT001
) -> None:
    """Start a backtest of USE_CASE. The service must be running: it works it off."""
    asked = {
        "version_id": version,
        "draft": None if file is None else _draft(file),
        "since": since,
        "until": until,
        "passes": list(passes or ("approve",)),
        "current": current,
        "seed": seed,
    }
    request = request_of(command(CreateBacktest, **asked))

    async def started(service: Backtests, caller: Principal) -> BacktestView:
        made = await service.create(caller, use_case, request)
        if not watch:
            return backtest_view(made)
        return backtest_result(await followed(service, caller, use_case, made.id))

    ended = _ask(tenant, mode, started)
    show(ended)
    if watch and ended.state != "completed":
        sys.exit(1)


@backtest.command("show")
@tenant_option
@mode_option
@_use_case
@_backtest
def show_backtest(tenant: str, mode: str, use_case: str, backtest_id: str) -> None:
    """Show how far a backtest is, and its report once it is completed."""

    async def question(service: Backtests, caller: Principal) -> ShownBacktest:
        return await service.get(caller, use_case, parse("bkt", backtest_id))

    show(backtest_result(_ask(tenant, mode, question)))


@backtest.command("list")
@tenant_option
@mode_option
@_use_case
@click.option("--after", default=None, metavar="bkt_…", help="Start behind this one.")
def list_backtests(tenant: str, mode: str, use_case: str, after: str | None) -> None:
    """List backtests, newest first."""

    async def question(service: Backtests, caller: Principal) -> object:
        cursor = parse("bkt", after) if after else None
        return backtest_page(await service.list(caller, use_case, cursor, LIMIT_MAX))

    show(_ask(tenant, mode, question))


@backtest.command("cancel")
@tenant_option
@mode_option
@_use_case
@_backtest
def cancel_backtest(tenant: str, mode: str, use_case: str, backtest_id: str) -> None:
    """End a backtest that has not ended."""

    async def question(service: Backtests, caller: Principal) -> object:
        return backtest_view(await service.cancel(caller, use_case, parse("bkt", backtest_id)))

    show(_ask(tenant, mode, question))


async def followed(service: Backtests, caller: Principal, use_case: str, backtest_id: UUID) -> ShownBacktest:
    """Wait until a backtest has ended, and tell on the way how far it is."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with bars(*columns) as shown:
        bar = shown.add_task("counting", total=None)
        while True:
            found = await service.get(caller, use_case, backtest_id)
            progress = found.backtest.progress
            rate = "" if progress.rate is None else f" {progress.rate:,.0f}/s"
            shown.update(bar, total=progress.of, completed=progress.done, description=f"decisions{rate}")
            if found.backtest.state in FINAL_STATES:
                return found
            await asyncio.sleep(_LOOK_EVERY_S)


def _draft(file: pathlib.Path) -> object:
    """Raises: InvalidRequest."""
    try:
        written = msgspec.json.decode(file.read_bytes(), type=dict[str, object])
    except msgspec.DecodeError as refused:
        raise InvalidRequest(f"{file.name} is not JSON: {refused}.") from refused
    return {name: written[name] for name in ("graph", "fallback") if name in written}
