"""`countermark retention`: how long an environment keeps what it decided by."""

import click

from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.wiring.erasure import retentions
from app.wiring.foundation import Foundation
from inference.retention import Retention, SetRetention


@click.group()
def retention() -> None:
    """How long payloads are kept."""


@retention.command("show")
@tenant_option
@mode_option
def show_retention(tenant: str, mode: str) -> None:
    """Show how long payloads of decisions are kept."""

    async def work(base: Foundation) -> Retention:
        return await retentions(base).get(await caller_in(base, tenant, mode))

    show(run(work))


@retention.command("set")
@tenant_option
@mode_option
@click.option(
    "--decision-days", type=click.IntRange(1, 36_600), default=None, help="For ever, when not told."
)
@click.option("--reason", required=True, help="Why.")
def set_retention(tenant: str, mode: str, decision_days: int | None, reason: str) -> None:
    """Set how long payloads of decisions are kept."""

    async def work(base: Foundation) -> Retention:
        wanted = command(SetRetention, decision_days=decision_days, reason=reason)
        return await retentions(base).set(await caller_in(base, tenant, mode), wanted)

    show(run(work))
