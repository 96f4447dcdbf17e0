"""`countermark audit`: what an auditor does with a log, shown and done."""

import pathlib
import sys

import click
from rich.console import Console
from rich.table import Table

from app.cli.audit_report import report
from app.cli.showing import show
from app.cli.teaching import json_wanted
from app.demo import tour as telling
from app.scratch import scratch
from core import logs
from ledger.tampering import FRAUDS

_FOLDER = click.Path(file_okay=False, path_type=pathlib.Path)


@click.group()
def audit() -> None:
    """What an auditor does with a log."""


audit.add_command(report)


@audit.command("tour")
@click.option(
    "--keep", type=_FOLDER, help="A new folder for what the auditor keeps and for every forged export."
)
def tour(keep: pathlib.Path | None) -> None:
    """Make a log with the real service, verify it, then forge it in fourteen ways and see each one found.

    Nothing of your installation is touched: the tour has a database of its own, and drops it. Exit code 1 when a fraud was
    not found, or not at the step that should find it.
    """
    console = Console(width=132, stderr=json_wanted())
    if keep is not None:
        try:
            keep.mkdir(parents=True)
        except OSError as error:
            raise click.BadParameter(f"{keep}: {error.strerror}.", param_hint="--keep") from error
    logs.configure("error")
    with scratch("tour") as place:
        found = _tell(console, keep.absolute() if keep is not None else place / "audit", place)
    if json_wanted():
        show({"frauds": len(FRAUDS), "all_found": found})
    sys.exit(0 if found else 1)


def _tell(console: Console, folder: pathlib.Path, place: pathlib.Path) -> bool:
    console.print(
        "[bold]1. A log[/]: two tenants, decisions with receipts, a backup between two days, epochs"
    )
    with telling.stage(folder, place / "data") as on:
        console.print(
            f"  the auditor keeps keys, receipts, the checkpoint of {on.kept_size} entries, the rules and the model"
        )
        console.print("[bold]2. As it is[/]")
        verdict = telling.untouched(on)
        console.print(
            f"  every step passed, exit code {verdict.exit_code}" if not verdict.exit_code else f"  {verdict}"
        )
        console.print(
            "[bold]3. Forged[/], each in a copy of the database, by its superuser, who also holds the signing keys"
        )
        table = Table("fraud", "what was done", "exit", "found at", "what the verifier says", show_lines=True)
        all_found = verdict.exit_code == 0
        for fraud in FRAUDS:
            verdict = telling.forged(on, fraud)
            found = verdict.exit_code == int(fraud.found_at)
            all_found = all_found and found
            table.add_row(
                fraud.name, fraud.story, str(verdict.exit_code), verdict.step if found else f"[red]{verdict.step or 'NOT FOUND'}[/]", verdict.detail,
            )  # fmt: skip
        console.print(table)
    console.print(f"{len(FRAUDS)} of {len(FRAUDS)} found." if all_found else "[red]Not all were found.[/]")
    return all_found
