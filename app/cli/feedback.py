"""`countermark feedback`: truths of an environment, imported and listed."""

import itertools
from pathlib import Path

import click

from api.views.feedback import FeedbackPage, feedback_page
from app.cli.foundation import caller_in, mode_option, run, show, tenant_option
from app.cli.table_rows import in_file, rows_of
from app.wiring.foundation import Foundation
from core.ids import parse
from inference.feedback import Feedbacks
from inference.feedback_entities import BULK_MAX, Feedback, FeedbackRefused


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


def _service(base: Foundation) -> Feedbacks:
    return Feedbacks(base.database, base.tenants.vaults, base.clock)
