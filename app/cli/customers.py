"""`countermark customers`: erasing people, and what was erased."""

import pathlib

import click

from api.views.erasures import EraseResult, ErasurePage, erase_result, erasure_page
from app.cli.foundation import caller_in, mode_option, run, show, tenant_option
from app.cli.showing import wrote
from app.cli.ticking import counted
from app.wiring.erasure import erasures
from app.wiring.foundation import Foundation
from app.wiring.subject_exports import subject_exports
from core.ids import parse
from core.pages import LIMIT_MAX

_FILE = click.Path(dir_okay=False, writable=True, path_type=pathlib.Path)


@click.group()
def customers() -> None:
    """Customers, payees and partners of a tenant."""


@customers.command()
@tenant_option
@mode_option
@click.argument("customer_id")
@click.option("--yes", is_flag=True, help="Do not ask whether it is meant: it cannot be undone.")
def erase(tenant: str, mode: str, customer_id: str, yes: bool) -> None:  # noqa: FBT001  as click hands it over
    """Erase a customer, payee or partner by the tenant's own id. Receipts, proofs and exports still verify."""
    if not yes:
        click.confirm("All that is stored about them goes for good. Erase them?", abort=True, err=True)

    async def work(base: Foundation) -> EraseResult:
        return erase_result(await erasures(base).erase(await caller_in(base, tenant, mode), customer_id))

    show(run(work))


@customers.command()
@tenant_option
@mode_option
@click.argument("customer_id")
@click.option("--out", type=_FILE, required=True, help="The file of lines of JSON to write.")
def export(tenant: str, mode: str, customer_id: str, out: pathlib.Path) -> None:
    """Write all that is held of a customer, payee or partner, by the tenant's own id. The log enters that there was one."""

    async def work(base: Foundation) -> int:
        pieces = await subject_exports(base).export(await caller_in(base, tenant, mode), customer_id)
        with out.open("wb") as file:
            return sum([file.write(piece) async for piece in counted(pieces)])

    wrote(out, run(work))


@customers.command("erasures")
@tenant_option
@mode_option
@click.option("--after", default=None, metavar="ers_…", help="Start behind this one.")
def list_erasures(tenant: str, mode: str, after: str | None) -> None:
    """List erasures, newest first."""

    async def work(base: Foundation) -> ErasurePage:
        start = parse("ers", after) if after else None
        return erasure_page(
            await erasures(base).list_page(await caller_in(base, tenant, mode), start, LIMIT_MAX)
        )

    show(run(work))
