"""`countermark features`: the catalogue, and what a tenant declares, from the server's own machine."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from api.views.features import (
    NewFeature,
    customer_features,
    declared_of,
    feature_detail,
    feature_page,
)
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.wiring.foundation import Foundation
from core.pages import LIMIT_MAX, Page
from inference.declared.computing import Computing
from inference.declared.expressions import COST_US_MAX
from inference.declared.features import CustomerFeatures, Features, KnownFeature
from rules.assessment import Assessor
from tenants.principals import Principal

Result = TypeVar("Result")

_name = click.argument("name")


@click.group()
def features() -> None:
    """What models, rules and people see of customers and payments."""


def _ask(tenant: str, mode: str, question: Callable[[Features, Principal], Awaitable[Result]]) -> Result:
    async def work(base: Foundation) -> Result:
        service = Features(
            base.database,
            base.tenants.vaults,
            Computing(base.database),
            Assessor(cost_us_max=COST_US_MAX),
            base.clock,
        )
        return await question(service, await caller_in(base, tenant, mode))

    return run(work)


@features.command("list")
@tenant_option
@mode_option
@click.option("--use-case", default=None, help="Those that its own model scores.")
@click.option("--after", default=None, metavar="NAME", help="Start behind this one.")
def list_features(tenant: str, mode: str, use_case: str | None, after: str | None) -> None:
    """List features by name: the catalogue's and the tenant's own."""

    async def question(service: Features, caller: Principal) -> Page[KnownFeature]:
        return await service.list(caller, use_case, after, LIMIT_MAX)

    show(feature_page(_ask(tenant, mode, question)))


@features.command("show")
@tenant_option
@mode_option
@_name
@click.option("--number", type=int, default=None, help="Of a declared one, this version.")
def show_feature(tenant: str, mode: str, name: str, number: int | None) -> None:
    """Show one feature."""

    async def question(service: Features, caller: Principal) -> KnownFeature:
        return await service.get(caller, name, number)

    show(feature_detail(_ask(tenant, mode, question)))


@features.command()
@tenant_option
@mode_option
@_name
@click.option("--expression", required=True, help="Over `features.<name>` and facts, as rules are written.")
@click.option("--type", "type_", required=True, help="What it gives: number, boolean or category.")
@click.option("--description", required=True, help="What it is.")
@click.option("--owner", required=True, help="Who answers for it.")
@click.option("--unit", default="number", show_default=True, help="What its values are.")
@click.option("--input", "inputs", multiple=True, metavar="NAME=TYPE", help="A column that it reads.")
@click.option(
    "--text", "texts", multiple=True, metavar="en|hi=TEXT", help="What a reason says, with {value}."
)
def declare(  # noqa: PLR0913 - click passes its options by name
    *,
    tenant: str,
    mode: str,
    name: str,
    expression: str,
    type_: str,
    description: str,
    owner: str,
    unit: str,
    inputs: tuple[str, ...],
    texts: tuple[str, ...],
) -> None:
    """Declare a feature; a name that is there gets a new version."""
    columns = {column: kind or "number" for column, _, kind in (each.partition("=") for each in inputs)}
    sent = command(
        NewFeature,
        name=name,
        expression=expression,
        type=type_,
        description=description,
        owner=owner,
        unit=unit,
        inputs=columns,
        texts={language: said for language, _, said in (each.partition("=") for each in texts)},
    )

    async def question(service: Features, caller: Principal) -> KnownFeature:
        return await service.declare(caller, declared_of(sent))

    show(feature_detail(_ask(tenant, mode, question)))


@features.command()
@tenant_option
@mode_option
@_name
def retire(tenant: str, mode: str, name: str) -> None:
    """Let nothing new read a feature; what reads it goes on."""

    async def question(service: Features, caller: Principal) -> KnownFeature:
        return await service.retire(caller, name)

    show(feature_detail(_ask(tenant, mode, question)))


@features.command("of")
@tenant_option
@mode_option
@click.argument("customer_id")
def of_customer(tenant: str, mode: str, customer_id: str) -> None:
    """Show what the features say of a customer now."""

    async def question(service: Features, caller: Principal) -> CustomerFeatures:
        return await service.of_customer(caller, customer_id)

    show(customer_features(customer_id, _ask(tenant, mode, question)))
