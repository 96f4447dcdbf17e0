"""`countermark doctor`: what is wrong with an installation, and what mends it."""

import sys

import click

from app.cli.foundation import show
from app.cli.remote import KEY_VARIABLE
from app.doctor import outside
from app.doctor.examining import examine
from app.doctor.findings import Examination, Finding, Limits, examination
from app.settings import inherited_environment
from core.clock import SystemClock

_SIGNS = {"ok": "ok", "warning": "WARNING", "failed": "FAILED", "skipped": "-"}


@click.command()
@click.option("--url", help="Look at the installation at this address from outside, as a developer does.")
@click.option("--key", envvar=KEY_VARIABLE, metavar="cmk_…", help="An API key for it [COUNTERMARK_API_KEY].")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(url: str | None, key: str | None, *, as_json: bool) -> None:
    """Examine an installation, and explain what is wrong with it and how to mend it.

    Without --url the one of this machine, by its settings; with --url one anywhere, by its address and a key.
    Exit code 0: nothing failed; 1: something did.
    """
    clock, limits = SystemClock(), Limits()
    if url is None:
        seen = examine(inherited_environment(), clock, limits)
    else:
        seen = examination(outside.examine(url, key, clock, limits))
    if as_json:
        show(seen)
    else:
        _print(seen)
    sys.exit(1 if seen.failed else 0)


def _print(seen: Examination) -> None:
    width = max(len(finding.check) for finding in seen.findings)
    for finding in seen.findings:
        click.echo(_line(finding, width))
        if finding.fix:
            click.echo(f"{'':7}  {'':{width}}  -> {finding.fix}")
    click.echo(f"\n{len(seen.findings)} looked at: {seen.failed} failed, {seen.warnings} warnings.")


def _line(finding: Finding, width: int) -> str:
    return f"{_SIGNS[finding.state]:7}  {finding.check:{width}}  {finding.said}"
