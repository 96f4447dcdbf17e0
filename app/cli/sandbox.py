"""`countermark sandbox`: sandboxes with a seed, and what is magic in them."""

import click

from app.cli.foundation import command, run, show
from app.wiring.foundation import Foundation
from app.wiring.sandboxes import sandboxes
from payments.magic import MAGIC_VALUES
from resolution.sandboxes.sandboxes import CreateSandbox, Sandbox
from tenants.plans import PlanName

_PLANS = click.Choice([plan.value for plan in PlanName])


@click.group()
def sandbox() -> None:
    """Sandboxes to try the service in."""


@sandbox.command()
@click.argument("name")
@click.option("--plan", type=_PLANS, default=PlanName.STANDARD.value, show_default=True, help="Its limits.")
def create(name: str, plan: str) -> None:
    """Make a tenant with a seeded sandbox; its key and client are shown this once."""

    async def work(base: Foundation) -> Sandbox:
        return await sandboxes(base).create(command(CreateSandbox, name=name), PlanName(plan))

    show(run(work))


@sandbox.command("magic-values")
def magic_values() -> None:
    """List customers, amounts and gateways that a sandbox treats as told."""
    show(MAGIC_VALUES)
