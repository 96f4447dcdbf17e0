"""`countermark batch`: files sent, watched, cancelled and their results fetched, on the server's own machine."""

import pathlib
import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from api.views.batches import batch_page, batch_view
from app.cli.bars import bars
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.cli.transfers import parts_of, save
from app.wiring.batches import batches as wire
from app.wiring.foundation import Foundation
from core.errors import FieldError, InvalidRequest
from core.ids import parse
from core.objects import FolderObjects
from core.pages import LIMIT_MAX
from inference import catalogue
from inference.batch.batches import Batches
from inference.batch.entities import FINAL_STATES, Batch, BatchOptions, FileFormat
from inference.deployments import Deployments
from inference.registry import Registry
from rules.active import ActiveRulesets
from tenants.principals import Principal

Result = TypeVar("Result")
Work = Callable[[Batches, Principal], Awaitable[Result]]

_FILE = click.Path(exists=True, dir_okay=False, path_type=pathlib.Path)
_OUT = click.Path(dir_okay=False, writable=True, path_type=pathlib.Path)
_batch = click.argument("batch_id", metavar="bat_…")


def _with_batches(tenant: str, mode: str, work: Work[Result]) -> Result:
    async def opened(base: Foundation) -> Result:
        registry = Registry(base.database, FolderObjects(base.settings.objects_dir), base.clock, None)
        deployments = Deployments(base.database, registry, base.clock)
        service = wire(base, deployments, ActiveRulesets(base.database))
        return await work(service, await caller_in(base, tenant, mode))

    return run(opened)


@click.group()
def batch() -> None:
    """Files of any size, scored in chunks."""


@batch.command("run")
@click.argument("use_case", type=click.Choice(catalogue.names()))
@click.argument("file", type=_FILE)
@click.option(
    "--scores", "work", flag_value="scores", help="The answer's fields alone, without rules and reasons."
)
@click.option(
    "--decisions", "work", flag_value="decisions", default=True, help="With outcome and reasons (as a rule)."
)
@click.option(
    "--id", "id_column", metavar="COLUMN", help="Names the rows: filled, unique, and in the results."
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="NAME=COLUMN",
    help="Where the file calls a column otherwise.",
)
@click.option(
    "--required", multiple=True, metavar="NAME", help="A column of the version that must not be empty."
)
@click.option(
    "--separator", type=click.Choice(["comma", "semicolon", "tab"]), default="comma", show_default=True
)
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True)
@click.option("--key", help="Idempotency key: the same key, options and file are the same batch.")
@click.option("--out", type=_OUT, help="Write the results there: .csv or .parquet.")
@click.option("--refused", type=_OUT, help="Write the refused rows there, as CSV.")
@tenant_option
@mode_option
def run_batch(  # noqa: PLR0913, PLR0917  # click hands over every option
    use_case: str,
    file: pathlib.Path,
    work: str,
    id_column: str | None,
    columns: tuple[str, ...],
    required: tuple[str, ...],
    separator: str,
    engine: str,
    key: str | None,
    out: pathlib.Path | None,
    refused: pathlib.Path | None,
    tenant: str,
    mode: str,
) -> None:
    """Score FILE (CSV, or Parquet by its name) for USE_CASE, and wait until it is done. The service must be running."""
    options = command(
        BatchOptions,
        work=work,
        format=_format_of(file),
        separator=separator,
        columns=dict(_pair(each) for each in columns),
        id_column=id_column,
        required=required,
        engine=engine,
    )

    async def carried_out(service: Batches, caller: Principal) -> Batch:
        made = await service.create(caller, use_case, options, parts_of(file), key)
        ended = await followed(service, caller, made)
        if ended.state == "completed":
            if out is not None:
                await save(await service.results(caller, made.id, _format_of(out)), out)
            if refused is not None:
                await save(await service.refused(caller, made.id), refused)
        return ended

    ended = _with_batches(tenant, mode, carried_out)
    show(batch_view(ended))
    if ended.state != "completed":
        sys.exit(1)


@batch.command("list")
@tenant_option
@mode_option
def list_batches(tenant: str, mode: str) -> None:
    """List the newest batches."""

    async def listed(service: Batches, caller: Principal) -> object:
        return batch_page(await service.list(caller, None, LIMIT_MAX)).data

    show(_with_batches(tenant, mode, listed))


@batch.command("show")
@_batch
@tenant_option
@mode_option
def show_batch(batch_id: str, tenant: str, mode: str) -> None:
    """Show a batch as it stands."""

    async def found(service: Batches, caller: Principal) -> object:
        return batch_view(await service.get(caller, parse("bat", batch_id)))

    show(_with_batches(tenant, mode, found))


@batch.command("cancel")
@_batch
@tenant_option
@mode_option
def cancel_batch(batch_id: str, tenant: str, mode: str) -> None:
    """Stop a batch; its files are deleted."""

    async def cancelled(service: Batches, caller: Principal) -> object:
        return batch_view(await service.cancel(caller, parse("bat", batch_id)))

    show(_with_batches(tenant, mode, cancelled))


@batch.command("results")
@_batch
@click.argument("out", type=_OUT)
@tenant_option
@mode_option
def save_results(batch_id: str, out: pathlib.Path, tenant: str, mode: str) -> None:
    """Write the results of a completed batch to OUT: .csv or .parquet."""

    async def saved(service: Batches, caller: Principal) -> object:
        await save(await service.results(caller, parse("bat", batch_id), _format_of(out)), out)
        return {"written": str(out)}

    show(_with_batches(tenant, mode, saved))


@batch.command("prove")
@_batch
@click.argument("line", type=click.IntRange(1))
@tenant_option
@mode_option
def prove_row(batch_id: str, line: int, tenant: str, mode: str) -> None:
    """Prove the result of one line of the file; `countermark-verify batch-row` checks it."""

    async def proved(service: Batches, caller: Principal) -> object:
        return await service.prove_row(caller, parse("bat", batch_id), line)

    show(_with_batches(tenant, mode, proved))


async def followed(service: Batches, caller: Principal, made: Batch) -> Batch:
    """Show how far it is until it has ended, however often one must ask again."""
    columns = (
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), MofNCompleteColumn(), TextColumn("bytes"),
        TextColumn("{task.fields[rows]:,} rows, {task.fields[refused]:,} refused"), TimeRemainingColumn(),
    )  # fmt: skip
    ended = made
    with bars(*columns) as shown:
        bar = shown.add_task("waiting", total=made.progress.bytes_total, rows=0, refused=0)
        while ended.state not in FINAL_STATES:
            async for change in await service.watch(caller, made.id):
                if change is not None:
                    ended, progress = change, change.progress
                    shown.update(
                        bar,
                        description=progress.phase,
                        completed=progress.bytes_done,
                        rows=progress.rows,
                        refused=progress.refused,
                    )
    return ended


def _format_of(file: pathlib.Path) -> FileFormat:
    return "parquet" if file.suffix.lower() in {".parquet", ".pq"} else "csv"


def _pair(text: str) -> tuple[str, str]:
    name, separator, column = text.partition("=")
    if not (name and separator and column):
        refused = FieldError("--column", "It is not NAME=COLUMN.", "Write --column 'income=Income (INR)'.")
        raise InvalidRequest("An option was refused.", fields=[refused])
    return name, column
