"""`countermark doctor`: what is wrong with an installation, and what mends it."""

import sys
from collections.abc import Iterator

import click

from app.cli.remote import KEY_VARIABLE
from app.cli.showing import coloured, tell
from app.doctor import outside
from app.doctor.examining import examine
from app.doctor.findings import Examination, Limits, examination
from app.settings import inherited_environment
from core.clock import SystemClock

_SIGNS = {
    "ok": ("ok", "green"),
    "warning": ("WARNING", "yellow"),
    "failed": ("FAILED", "red"),
    "skipped": ("-", "blue"),
}


@click.command()
@click.option("--url", help="Look at the installation at this address from outside, as a developer does.")
@click.option("--key", envvar=KEY_VARIABLE, metavar="cmk_…", help="An API key for it [COUNTERMARK_API_KEY].")
def doctor(url: str | None, key: str | None) -> None:
    """Examine an installation, and explain what is wrong with it and how to mend it.

    Without --url the one of this machine, by its settings; with --url one anywhere, by its address and a key.
    Exit code 0: nothing failed; 1: something did.
    """
    clock, limits = SystemClock(), Limits()
    if url is None:
        seen = examine(inherited_environment(), clock, limits)
    else:
        seen = examination(outside.examine(url, key, clock, limits))
    tell(seen, "\n".join(_lines(seen)))
    sys.exit(1 if seen.failed else 0)


def _lines(seen: Examination) -> Iterator[str]:
    width = max(len(finding.check) for finding in seen.findings)
    for finding in seen.findings:
        word, colour = _SIGNS[finding.state]
        yield f"{coloured(f'{word:7}', colour)}  {finding.check:{width}}  {finding.said}"
        if finding.fix:
            yield f"{'':7}  {'':{width}}  -> {finding.fix}"
    yield f"\n{len(seen.findings)} looked at: {seen.failed} failed, {seen.warnings} warnings."
