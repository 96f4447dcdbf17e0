"""`countermark cases` and `countermark alerts`: what waits for people, taken away as a file; rules of alerts as a file for git."""

import csv
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast, get_args
from uuid import UUID

import click
import msgspec

from api.views.alerts import AlertPage, SetAlertRules, alert_page, alert_rules_view
from api.views.cases import (
    CaseQueueList,
    CaseQueueView,
    CaseView,
    case_queue_list,
    case_queue_view,
    case_view,
)
from app.cli.case_files import CaseFiles, minutes_of, row_of
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.cli.showing import hand_out
from app.wiring.cases import case_work
from app.wiring.foundation import Foundation
from core.errors import InvalidRequest
from core.ids import parse
from core.pages import LIMIT_MAX
from resolution.alert_entities import SEVERITIES, AlertState, Severity
from resolution.case_entities import CaseState, QueueSettings
from tenants.principals import Principal

_STATES = ["open", "assigned", "waiting", "to_approve", "closed"]
_FORMATS = ["jsonl", "csv"]


@click.group()
def cases() -> None:
    """What waits for a person."""


@cases.command("queues")
@tenant_option
@mode_option
def queues(tenant: str, mode: str) -> None:
    """List the queues, and what waits in each."""

    async def work(base: Foundation) -> CaseQueueList:
        caller = await caller_in(base, tenant, mode)
        return case_queue_list(await case_work(base).queues.list(caller))

    show(run(work))


@cases.command("set-queue")
@click.argument("name")
@tenant_option
@mode_option
@click.option("--team", required=True, help="Who works it off.")
@click.option(
    "--approval/--no-approval", default=False, help="Whether a second member agrees with each result."
)
@click.option(
    "--result",
    "results",
    multiple=True,
    help="A result that may be given; all, without one. May be repeated.",
)
@click.option(
    "--sla", "sla", multiple=True, metavar="PRIORITY=MINUTES", callback=minutes_of,
    help="How long a case of a priority may take; the usual time for those left out. May be repeated.",
)  # fmt: skip
def set_queue(
    name: str,
    tenant: str,
    mode: str,
    *,
    team: str,
    approval: bool,
    results: tuple[str, ...],
    sla: dict[str, int],
) -> None:
    """Make the queue NAME, or give it these settings in place of those it has."""
    settings = command(
        QueueSettings,
        team=team,
        approval=approval,
        results=list(results),
        **({"sla_minutes": sla} if sla else {}),
    )

    async def work(base: Foundation) -> CaseQueueView:
        caller = await caller_in(base, tenant, mode)
        return case_queue_view(await case_work(base).queues.set(caller, name, settings))

    show(run(work))


@cases.command("export")
@tenant_option
@mode_option
@click.option("--queue", default=None, help="Only of this queue.")
@click.option("--state", default=None, type=click.Choice(_STATES), help="Only in this state.")
@click.option("--format", "form", default="jsonl", show_default=True, type=click.Choice(_FORMATS))
@click.option(
    "--whole", is_flag=True, help="As lines of JSON, each case with its history and proofs from the ledger."
)
def export(tenant: str, mode: str, *, queue: str | None, state: str | None, form: str, whole: bool) -> None:
    """Write all cases, newest first, to the standard output: a JSON object a line, or CSV. Titles and comments are in clear."""
    if whole and form == "csv":
        raise click.UsageError("A table holds no history: leave --format csv out, or --whole.")

    async def work(base: Foundation) -> None:
        caller = await caller_in(base, tenant, mode)
        table = csv.DictWriter(sys.stdout, CaseView.__struct_fields__)
        if form == "csv":
            table.writeheader()
        files = await CaseFiles.opened(base) if whole else None
        async for case in _all(base, caller, queue, cast("CaseState | None", state)):
            if form == "csv":
                table.writerow(row_of(case))
            else:
                line = case if files is None else await files.whole(caller, case)
                hand_out(msgspec.json.encode(line) + b"\n")

    run(work)


@click.group()
def alerts() -> None:
    """What somebody should know of."""


@alerts.command("list")
@tenant_option
@mode_option
@click.option("--state", default=None, type=click.Choice(get_args(AlertState)))
@click.option("--severity-min", default="low", show_default=True, type=click.Choice(SEVERITIES))
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, LIMIT_MAX))
@click.option("--after", default=None, metavar="alr_…", help="Start behind this one.")
def list_alerts(
    tenant: str, mode: str, state: str | None, severity_min: str, limit: int, after: str | None
) -> None:
    """List alerts, newest first."""

    async def work(base: Foundation) -> AlertPage:
        caller = await caller_in(base, tenant, mode)
        page = await case_work(base).alerts.list(
            caller,
            state=cast("AlertState | None", state),
            kind=None,
            severity_min=cast(Severity, severity_min),
            after=None if after is None else parse("alr", after),
            limit=limit,
        )
        return alert_page(page)

    show(run(work))


@alerts.command("rules")
@tenant_option
@mode_option
@click.option(
    "--set", "file", default=None, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSON file with `rules`, as this command shows them: put in place of all those before.",
)  # fmt: skip
def rules(tenant: str, mode: str, file: Path | None) -> None:
    """Show which events raise alerts, or say so."""
    wanted = None if file is None else _rules_in(file)

    async def work(base: Foundation) -> object:
        caller = await caller_in(base, tenant, mode)
        held = case_work(base).alerts
        return alert_rules_view(
            await (held.rules(caller) if wanted is None else held.set_rules(caller, wanted.rules))
        )

    show(run(work))


def _rules_in(file: Path) -> SetAlertRules:
    try:
        held = msgspec.json.decode(file.read_bytes(), type=dict[str, msgspec.Raw])
    except msgspec.MsgspecError as error:
        raise InvalidRequest(
            "The file is not a JSON object.", fix="Write it as this command shows rules."
        ) from error
    return command(SetAlertRules, rules=msgspec.json.decode(held.get("rules", msgspec.Raw(b"null"))))


async def _all(
    base: Foundation, caller: Principal, queue: str | None, state: CaseState | None
) -> AsyncIterator[CaseView]:
    after: UUID | None = None
    while True:
        page = await case_work(base).cases.list(
            caller, queue=queue, state=state, assignee=None, subject=None, after=after, limit=LIMIT_MAX
        )
        for case in page.data:
            yield case_view(case)
        if page.next_after is None:
            return
        after = parse("cas", page.next_after)
