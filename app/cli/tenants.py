"""`countermark tenants`: tenants of this installation, their plans and their keys' keys."""

import importlib
import pathlib

import click

from api.views.tenants import tenant_view
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.cli.showing import wrote
from app.wiring.closings import closings
from app.wiring.foundation import Foundation
from core.ids import parse, public
from tenants.closings import CloseEnvironment, Environment
from tenants.plans import PlanName
from tenants.tenancy import INSTALLATION, CreateTenant, Tenant

_PLANS = click.Choice([plan.value for plan in PlanName])
_FILE = click.Path(dir_okay=False, writable=True, path_type=pathlib.Path)


@click.group()
def tenants() -> None:
    """Tenants of this installation."""


@tenants.command()
@click.option("--name", required=True, help="What the tenant is called.")
@click.option("--plan", type=_PLANS, default=PlanName.STANDARD.value, show_default=True, help="Its limits.")
def create(name: str, plan: str) -> None:
    """Make a tenant with a live and a sandbox environment."""

    async def work(base: Foundation) -> Tenant:
        return await base.tenants.tenants.create(INSTALLATION, command(CreateTenant, name=name, plan=plan))

    show(tenant_view(run(work)))


@tenants.command("list")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 1_000))
@click.option("--after", default=None, metavar="ten_…", help="Start behind this one.")
def list_tenants(limit: int, after: str | None) -> None:
    """List tenants, oldest first."""

    async def work(base: Foundation) -> list[Tenant]:
        start = parse("ten", after) if after else None
        return await base.tenants.tenants.list_all(INSTALLATION, start, limit)

    show([tenant_view(tenant) for tenant in run(work)])


@tenants.command("show")
@tenant_option
def show_tenant(tenant: str) -> None:
    """Show one tenant."""

    async def work(base: Foundation) -> Tenant:
        return await base.tenants.tenants.get(await caller_in(base, tenant, "live"), parse("ten", tenant))

    show(tenant_view(run(work)))


@tenants.command()
@tenant_option
@click.option("--name", required=True, help="The new name.")
def rename(tenant: str, name: str) -> None:
    """Give a tenant another name."""

    async def work(base: Foundation) -> Tenant:
        caller = await caller_in(base, tenant, "live")
        return await base.tenants.tenants.rename(caller, parse("ten", tenant), name)

    show(tenant_view(run(work)))


@tenants.command("plan")
@tenant_option
@click.argument("plan", type=_PLANS)
def set_plan(tenant: str, plan: str) -> None:
    """Give a tenant the limits of a plan."""

    async def work(base: Foundation) -> Tenant:
        caller = await caller_in(base, tenant, "live")
        return await base.tenants.tenants.set_plan(caller, parse("ten", tenant), PlanName(plan))

    show(tenant_view(run(work)))


@tenants.command()
@tenant_option
def suspend(tenant: str) -> None:
    """Refuse every credential of a tenant, within seconds."""

    async def work(base: Foundation) -> Tenant:
        caller = await caller_in(base, tenant, "live")
        return await base.tenants.tenants.suspend(caller, parse("ten", tenant))

    show(tenant_view(run(work)))


@tenants.command()
@tenant_option
def resume(tenant: str) -> None:
    """Let a suspended tenant in again."""

    async def work(base: Foundation) -> Tenant:
        caller = await caller_in(base, tenant, "live")
        return await base.tenants.tenants.resume(caller, parse("ten", tenant))

    show(tenant_view(run(work)))


@tenants.command("rotate-vault-key")
@tenant_option
@mode_option
def rotate_vault_key(tenant: str, mode: str) -> None:
    """Add a key version to an environment's vault; run `rewrap-vault-key` two minutes later."""

    async def work(base: Foundation) -> int:
        return await base.tenants.rotation.rotate_environment(await caller_in(base, tenant, mode))

    show({"version": run(work)})


@tenants.command("rewrap-vault-key")
@tenant_option
@mode_option
def rewrap_vault_key(tenant: str, mode: str) -> None:
    """Wrap all of an environment's keys with the newest version, and destroy the older versions."""

    async def work(base: Foundation) -> int:
        return await base.tenants.rotation.rewrap_environment(await caller_in(base, tenant, mode))

    show({"subjects_rewrapped": run(work)})


@tenants.command("rewrap-master-key")
def rewrap_master_key() -> None:
    """Wrap the whole installation's keys with the current master key."""

    async def work(base: Foundation) -> int:
        return await base.tenants.rotation.rewrap_for_master(INSTALLATION)

    show({"tenants_rewrapped": run(work)})


@tenants.command("rotate-signing-key")
def rotate_signing_key() -> None:
    """Add a key that signs access tokens from five minutes on."""

    async def work(base: Foundation) -> str:
        return await base.tenants.signing_keys.rotate(INSTALLATION)

    show({"kid": run(work)})


@tenants.command("environment")
@tenant_option
@mode_option
def show_environment(tenant: str, mode: str) -> None:
    """Show whether an environment is open, and its closing."""

    async def work(base: Foundation) -> Environment:
        return await closings(base).get(await caller_in(base, tenant, mode))

    show(run(work))


@tenants.command("close-environment")
@tenant_option
@mode_option
@click.option("--reason", required=True, help="Why; it is shown, and not in the log.")
@click.option("--keys-after-days", default=30, show_default=True, type=click.IntRange(1, 365))
@click.option("--waive-export", is_flag=True, help="Destroy the keys even if nobody took an export away.")
def close_environment(
    tenant: str, mode: str, reason: str, keys_after_days: int, *, waive_export: bool
) -> None:
    """Close an environment for good: it takes nothing more, and its keys are destroyed later."""

    async def work(base: Foundation) -> Environment:
        caller = await caller_in(base, tenant, mode)
        wanted = command(
            CloseEnvironment,
            environment_id=public("env", caller.environment_id),
            reason=reason,
            keys_after_days=keys_after_days,
            export_waived=waive_export,
        )
        return await closings(base).close(caller, wanted)

    show(run(work))


@tenants.command("reopen-environment")
@tenant_option
@mode_option
def reopen_environment(tenant: str, mode: str) -> None:
    """Take a closing back, while the environment has its keys."""

    async def work(base: Foundation) -> Environment:
        return await closings(base).reopen(await caller_in(base, tenant, mode))

    show(run(work))


@tenants.command("export-environment")
@tenant_option
@mode_option
@click.option("--out", type=_FILE, required=True, help="The tar to write.")
def export_environment(tenant: str, mode: str, out: pathlib.Path) -> None:
    """Write all that an environment holds, and its log, as one tar. The log enters it."""
    written = importlib.import_module("app.cli.leaving").write(tenant, mode, out)
    wrote(out, written)
