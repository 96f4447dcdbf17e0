"""`countermark sandbox`: sandboxes with a seed, and what is magic in them."""

import click

from app.cli.foundation import caller_in, command, run, show, tenant_option
from app.wiring.foundation import Foundation
from app.wiring.sandboxes import sandboxes
from core.ids import public
from payments.magic import MAGIC_VALUES
from resolution.sandboxes.sandboxes import CreateSandbox, ResetSandbox, Sandbox, SandboxReset
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


@sandbox.command()
@tenant_option
@click.option("--seed/--no-seed", default=True, show_default=True, help="Whether the seed is sent again.")
@click.confirmation_option(prompt="Clear all payments, decisions and cases of this sandbox?")
def reset(tenant: str, *, seed: bool) -> None:
    """Clear a tenant's sandbox, and send the seed again. Credentials, configuration and the log stay."""

    async def work(base: Foundation) -> SandboxReset:
        caller = await caller_in(base, tenant, "sandbox")
        wanted = ResetSandbox(environment_id=public("env", caller.environment_id), seed=seed)
        return await sandboxes(base).reset(caller, wanted)

    show(run(work))


@sandbox.command("magic-values")
def magic_values() -> None:
    """List customers, amounts and gateways that a sandbox treats as told."""
    show(MAGIC_VALUES)
