"""Deployments from the command line of the server's own machine."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import click

from api.views.deployments import DeployVersion, comparison_view, deploy_of, deployment_page, deployment_view
from app.cli.foundation import command, mode_option, show, tenant_option
from app.cli.inference import with_services
from core.ids import parse
from core.pages import LIMIT_MAX
from inference import catalogue
from inference.deployment_entities import Deployment
from inference.services import InferenceServices
from tenants.principals import Principal

Change = Callable[[InferenceServices, Principal, UUID], Awaitable[Deployment]]

_use_case = click.argument("use_case", type=click.Choice(catalogue.names()))
_deployment = click.argument("deployment_id", metavar="dep_…")


@click.group()
def deployments() -> None:
    """Which versions serve which traffic: champions, challengers, shadows, segments."""


@deployments.command("create")
@_use_case
@click.argument("version_id", metavar="ver_…")
@click.option(
    "--role", type=click.Choice(["champion", "challenger", "shadow"]), default="champion", show_default=True
)
@click.option(
    "--share", type=click.IntRange(0, 100), help="Percent of the customers, of a challenger or a shadow."
)
@click.option("--segment", help="Only for requests of this segment.")
@click.option(
    "--degraded-rise-max", type=click.FloatRange(0, 1), help="Guardrail: more decisions without a score."
)
@click.option("--decline-shift-max", type=click.FloatRange(0, 1), help="Guardrail: more or fewer declines.")
@click.option("--slow-rise-max", type=click.FloatRange(0, 1), help="Guardrail: more slow runs of the model.")
@click.option(
    "--slow-run-ms", type=click.IntRange(1, 10_000), help="Guardrail: runs that take longer are slow."
)
@tenant_option
@mode_option
def create(
    use_case: str,
    version_id: str,
    tenant: str,
    mode: str,
    *,
    role: str,
    share: int | None,
    segment: str | None,
    **limits: float | None,
) -> None:
    """Let a version decide USE_CASE, decide for a share of it, or score it in the shadow."""
    told = {name: limit for name, limit in limits.items() if limit is not None}
    wanted = command(
        DeployVersion,
        use_case=use_case,
        version_id=version_id,
        role=role,
        share_percent=share,
        segment=segment,
        guardrails=told or None,
    )

    async def work(services: InferenceServices, caller: Principal) -> object:
        made = await services.deployments.deploy(
            caller, use_case, parse("ver", version_id), deploy_of(wanted)
        )
        return deployment_view(made)

    show(with_services(tenant, mode, work))


@deployments.command("list")
@click.option("--use-case", type=click.Choice(catalogue.names()), help="Only of this use case.")
@tenant_option
@mode_option
def list_deployments(use_case: str | None, tenant: str, mode: str) -> None:
    """List the newest deployments; those without `retired_at` serve."""

    async def work(services: InferenceServices, caller: Principal) -> object:
        return deployment_page(await services.deployments.list(caller, use_case, None, LIMIT_MAX)).data

    show(with_services(tenant, mode, work))


@deployments.command("show")
@_deployment
@tenant_option
@mode_option
def show_deployment(deployment_id: str, tenant: str, mode: str) -> None:
    """Show one deployment."""
    _change(
        deployment_id, tenant, mode, lambda services, caller, found: services.deployments.get(caller, found)
    )


@deployments.command("compare")
@_deployment
@tenant_option
@mode_option
def compare(deployment_id: str, tenant: str, mode: str) -> None:
    """Compare a challenger or a shadow with its champion."""

    async def work(services: InferenceServices, caller: Principal) -> object:
        return comparison_view(await services.experiments.compare(caller, parse("dep", deployment_id)))

    show(with_services(tenant, mode, work))


@deployments.command("promote")
@_deployment
@tenant_option
@mode_option
def promote(deployment_id: str, tenant: str, mode: str) -> None:
    """Make a challenger or a shadow the champion of its segment."""
    _change(
        deployment_id,
        tenant,
        mode,
        lambda services, caller, found: services.deployments.promote(caller, found),
    )


@deployments.command("rollback")
@_deployment
@tenant_option
@mode_option
def rollback(deployment_id: str, tenant: str, mode: str) -> None:
    """Put the champion before this one back in its place."""
    _change(
        deployment_id,
        tenant,
        mode,
        lambda services, caller, found: services.deployments.rollback(caller, found),
    )


@deployments.command("end")
@_deployment
@tenant_option
@mode_option
def end(deployment_id: str, tenant: str, mode: str) -> None:
    """End a challenger, a shadow, or the champion of a segment."""
    _change(
        deployment_id, tenant, mode, lambda services, caller, found: services.deployments.end(caller, found)
    )


def _change(deployment_id: str, tenant: str, mode: str, change: Change) -> None:
    async def work(services: InferenceServices, caller: Principal) -> object:
        return deployment_view(await change(services, caller, parse("dep", deployment_id)))

    show(with_services(tenant, mode, work))
