"""`countermark drift`: how far what versions see has moved, measured now and looked up."""

import click

from api.views.live_metrics import DriftReportPage, DriftReportView, drift_report_page, drift_report_view
from app.cli.foundation import caller_in, mode_option, run, show, tenant_option
from app.wiring.foundation import Foundation
from core.ids import parse
from core.objects import FolderObjects
from inference import catalogue
from inference.drift_hours import DecisionHours
from inference.drift_reports import DriftReports
from inference.drift_watch import DriftWatch
from inference.registry import Registry

_use_case = click.Choice(catalogue.names())


@click.group()
def drift() -> None:
    """How far what versions see has moved."""


@drift.command("measure")
@tenant_option
@mode_option
@click.option("--use-case", default=None, type=_use_case, help="Only versions of this one.")
def measure(tenant: str, mode: str, use_case: str | None) -> None:
    """Measure every version that decided in the last two weeks now, keep the reports and show them.

    A version is compared with what it was trained on, where a job or its card tells, else with its first day of decisions; one that has
    too little to compare yet is left out.
    """

    async def work(base: Foundation) -> list[DriftReportView]:
        caller = await caller_in(base, tenant, mode)
        await DecisionHours(base.database, base.clock).count(caller.environment_id)
        registry = Registry(base.database, FolderObjects(base.settings.objects_dir), base.clock, None)
        watch = DriftWatch(base.database, base.tenants.vaults, base.clock, registry)
        kept = await watch.measure_all(caller.environment_id, use_case)
        reports = DriftReports(base.database)
        return [drift_report_view(await reports.get(caller, one)) for one in kept]

    show(run(work))


@drift.command("list")
@tenant_option
@mode_option
@click.option("--use-case", default=None, type=_use_case, help="Only of this use case.")
@click.option("--version", default=None, metavar="ver_…", help="Only of this version.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1_000))
@click.option("--after", default=None, metavar="drf_…", help="Start behind this one.")
def list_reports(
    tenant: str, mode: str, use_case: str | None, version: str | None, limit: int, after: str | None
) -> None:
    """List drift reports, newest first."""

    async def work(base: Foundation) -> DriftReportPage:
        caller = await caller_in(base, tenant, mode)
        page = await DriftReports(base.database).list(
            caller,
            use_case=use_case,
            version_id=None if version is None else parse("ver", version),
            after=None if after is None else parse("drf", after),
            limit=limit,
        )
        return drift_report_page(page)

    show(run(work))
