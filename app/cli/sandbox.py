"""`countermark sandbox`: sandboxes with a seed, and what is magic in them."""

import re

import click

from app.cli.foundation import caller_in, command, run, show, tenant_option
from app.wiring.foundation import Foundation
from app.wiring.sandboxes import sandbox_clocks, sandboxes
from core.ids import public
from payments.magic import MAGIC_VALUES
from resolution.sandboxes.clocks import AdvanceClock, SandboxClock
from resolution.sandboxes.sandboxes import CreateSandbox, ResetSandbox, Sandbox, SandboxReset
from tenants.plans import PlanName

_UNIT_S = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_SPAN = re.compile(r"[0-9]{1,9}[dhms]")
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


@sandbox.command()
@tenant_option
def clock(tenant: str) -> None:
    """Show the time of a tenant's sandbox."""

    async def work(base: Foundation) -> SandboxClock:
        return await sandbox_clocks(base).get(await caller_in(base, tenant, "sandbox"))

    show(run(work))


@sandbox.command()
@tenant_option
@click.option("--by", "span", metavar="SPAN", help="As 3d, 36h, 90m or 45s.")
@click.option("--to", "moment", metavar="TIME", help="A moment of RFC 3339, as 2027-01-31T09:00:00Z.")
def advance(tenant: str, span: str | None, moment: str | None) -> None:
    """Move the clock of a tenant's sandbox forward: what is due by then happens. A server sees it within five seconds."""
    given = {"by_s": None if span is None else _seconds(span), "to": moment}
    wanted = command(AdvanceClock, **{name: value for name, value in given.items() if value is not None})

    async def work(base: Foundation) -> SandboxClock:
        return await sandbox_clocks(base).advance(await caller_in(base, tenant, "sandbox"), wanted)

    show(run(work))


def _seconds(span: str) -> int:
    """Read a span of one unit. Raises: click.BadParameter."""
    if not _SPAN.fullmatch(span):
        raise click.BadParameter("Give a number with d, h, m or s, as 3d.", param_hint="--by")
    return int(span[:-1]) * _UNIT_S[span[-1]]


@sandbox.command("magic-values")
def magic_values() -> None:
    """List customers, amounts and gateways that a sandbox treats as told."""
    show(MAGIC_VALUES)
