"""`countermark history`: what happened before a version of own columns decides for the first time."""

import itertools
from pathlib import Path

import click

from app.cli.foundation import mode_option, show, tenant_option
from app.cli.inference import with_services
from core.ids import parse
from inference.pasts.entities import PAST_ROWS_MAX, PastRowsKept
from inference.services import InferenceServices
from tenants.principals import Principal
from training.past_rows import past_rows


@click.group()
def history() -> None:
    """What versions of own columns look up at each decision."""


@history.command("load")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--data", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True,
    help="The table that the version was trained on, or another of the same columns: CSV or Parquet.",
)  # fmt: skip
@click.option("--version", required=True, metavar="ver_…", help="The version, as it was pushed.")
@tenant_option
@mode_option
def load(folder: Path, data: Path, version: str, tenant: str, mode: str) -> None:
    """Keep the rows of a table as the past that decisions look up. FOLDER is what `countermark train` wrote.

    Rows go in 1,000 at a time. A file may be sent again: a row that is there stays, and gets the target it lacked.
    """

    async def work(services: InferenceServices, caller: Principal) -> PastRowsKept:
        version_id, kept, existing = parse("ver", version), 0, 0
        rows = past_rows(folder, data)
        while chunk := list(itertools.islice(rows, PAST_ROWS_MAX)):
            found = await services.past_rows.load(caller, version_id, chunk)
            kept, existing = kept + found.kept, existing + found.existing
        return PastRowsKept(kept=kept, existing=existing)

    show(with_services(tenant, mode, work))
