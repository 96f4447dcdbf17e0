"""`countermark feedback`: truths of an environment, imported and listed, and the figures that come of them."""

import itertools
from pathlib import Path

import click

from api.views.feedback import FeedbackPage, feedback_page
from api.views.live_metrics import LiveMetricsView, live_metrics_view
from app.cli.foundation import caller_in, mode_option, run, show, tenant_option
from app.cli.table_rows import in_file, rows_of
from app.wiring.foundation import Foundation
from core.ids import parse
from inference import catalogue
from inference.feedback import Feedbacks
from inference.feedback_entities import BULK_MAX, Feedback, FeedbackRefused
from inference.live_metrics import DAYS_DEFAULT, DAYS_MAX, MetricsService


@click.group()
def feedback() -> None:
    """What became of what was decided."""


@feedback.command("import")
@tenant_option
@mode_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(tenant: str, mode: str, file: Path) -> None:
    """Record the truths of a file: .csv with the API's field names as columns, or one JSON object a line.

    Rows go in 1,000 at a time; a bad row is named, and its thousand is not recorded. A file may be sent again.
    """

    async def work(base: Foundation) -> dict[str, int]:
        caller = await caller_in(base, tenant, mode)
        service = _service(base)
        counted: dict[str, int] = {}
        rows = rows_of(file, Feedback)
        for first in itertools.count(0, BULK_MAX):
            chunk = list(itertools.islice(rows, BULK_MAX))
            if not chunk:
                return counted
            try:
                told = await service.record_many(caller, chunk)
            except FeedbackRefused as refused:
                raise in_file(refused, first) from refused
            for one in told:
                counted[one.standing] = counted.get(one.standing, 0) + 1
        return counted

    show(run(work))


@feedback.command("list")
@tenant_option
@mode_option
@click.option("--decision", default=None, metavar="dec_…", help="The whole history of what it was about.")
@click.option("--use-case", default=None, help="Only of this use case.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1_000))
@click.option("--after", default=None, metavar="fbk_…", help="Start behind this one.")
def list_feedback(
    tenant: str, mode: str, decision: str | None, use_case: str | None, limit: int, after: str | None
) -> None:
    """List feedback, newest first."""

    async def work(base: Foundation) -> FeedbackPage:
        caller = await caller_in(base, tenant, mode)
        page = await _service(base).list(
            caller,
            use_case=use_case,
            decision_id=None if decision is None else parse("dec", decision),
            after=None if after is None else parse("fbk", after),
            limit=limit,
        )
        return feedback_page(page)

    show(run(work))


@feedback.command("figures")
@click.argument("use_case", type=click.Choice(catalogue.names()))
@tenant_option
@mode_option
@click.option("--days", default=DAYS_DEFAULT, show_default=True, type=click.IntRange(1, DAYS_MAX))
@click.option(
    "--threshold", default=None, type=click.FloatRange(0, 1), help="Flagged from this probability on."
)
@click.option("--version", default=None, metavar="ver_…", help="Only of this version.")
def figures(
    use_case: str, tenant: str, mode: str, days: int, threshold: float | None, version: str | None
) -> None:
    """Show how versions of USE_CASE do by the truth that came back, with 95 % intervals."""

    async def work(base: Foundation) -> LiveMetricsView:
        caller = await caller_in(base, tenant, mode)
        found = await MetricsService(base.database, base.clock).read(
            caller,
            use_case,
            version_id=None if version is None else parse("ver", version),
            days=days,
            threshold=threshold,
        )
        return live_metrics_view(found)

    show(run(work))


def _service(base: Foundation) -> Feedbacks:
    return Feedbacks(base.database, base.tenants.vaults, base.clock)
