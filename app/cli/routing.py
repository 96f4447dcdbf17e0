"""`countermark attempts` and `countermark routing`: what gateways did, and which of them takes a payment."""

import itertools
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import click
import msgspec

from api.field_errors import field_error
from api.views.gateway_attempts import attempt_page, pattern_report
from api.views.gateway_routing import (
    CreateRoutingPolicy,
    gateway_choice_view,
    routing_comparison,
    routing_policy_page,
    routing_policy_view,
)
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.cli.table_rows import in_file, rows_of
from app.wiring.foundation import Foundation, receipt_signer
from app.wiring.gateways import gateway_choices, routing_evaluations
from core.errors import FieldError, InvalidRequest
from core.ids import parse
from core.pages import LIMIT_MAX
from inference.gateway_routing.choices import PaymentToSend
from inference.gateway_routing.judging import LEARN_SHARE, judge
from inference.gateway_routing.policies import CHALLENGER_PERCENT, RoutingPolicies
from inference.gateway_routing.policy import PolicyGateway, PolicySpec
from payments.attempts.attempts import AttemptFilter, GatewayAttempts
from payments.attempts.facts import BULK_MAX, AttemptFact
from payments.attempts.patterns import FailurePatterns
from tenants.principals import Principal
from training.routing_log import LogColumns, read_attempts

Result = TypeVar("Result")
Work = Callable[[Foundation, Principal], Awaitable[Result]]
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_policy = click.argument("policy_id", metavar="rtp_…")


def _in(tenant: str, mode: str, work: Work[Result]) -> Result:
    async def opened(base: Foundation) -> Result:
        return await work(base, await caller_in(base, tenant, mode))

    return run(opened)


@click.group()
def attempts() -> None:
    """Attempts of payments at gateways, and what failures have in common."""


@attempts.command("import")
@click.argument("file", type=_FILE)
@tenant_option
@mode_option
def import_file(file: Path, tenant: str, mode: str) -> None:
    """Record the attempts of FILE: .csv with the API's field names as columns, or one JSON object a line.

    Rows go in 1,000 at a time; a bad row is named, and its thousand is not recorded. A row may be sent again, with its result.
    """

    async def work(base: Foundation, caller: Principal) -> dict[str, int]:
        service = GatewayAttempts(base.database, base.tenants.vaults, base.clock)
        counted = {"recorded": 0, "settled": 0, "existing": 0, "conflict": 0}
        rows = rows_of(file, AttemptFact)
        for first in itertools.count(0, BULK_MAX):
            chunk = list(itertools.islice(rows, BULK_MAX))
            if not chunk:
                break
            try:
                results = await service.record_many(caller, chunk)
            except InvalidRequest as refused:
                raise in_file(refused, first) from refused
            for result in results:
                counted[result.standing] += 1
        return counted

    show(_in(tenant, mode, work))


@attempts.command("list")
@click.option("--gateway", help="Only at this one.")
@click.option("--payment", "payment_id", help="Only of this payment, by your own id.")
@tenant_option
@mode_option
def list_attempts(gateway: str | None, payment_id: str | None, tenant: str, mode: str) -> None:
    """List the newest attempts."""

    async def work(base: Foundation, caller: Principal) -> object:
        service = GatewayAttempts(base.database, base.tenants.vaults, base.clock)
        wanted = AttemptFilter(gateway=gateway, payment_id=payment_id)
        return attempt_page(await service.list(caller, wanted, after=None, limit=LIMIT_MAX)).data

    show(_in(tenant, mode, work))


@attempts.command("patterns")
@click.option("--faults", is_flag=True, help="Count the gateways' own faults alone.")
@tenant_option
@mode_option
def patterns(faults: bool, tenant: str, mode: str) -> None:  # noqa: FBT001 - click's
    """Report what failures of the last seven days have in common, when rates changed, and incidents."""

    async def work(base: Foundation, caller: Principal) -> object:
        service = FailurePatterns(base.database, base.clock)
        return pattern_report(await service.report(caller, None, None, "faulted" if faults else "failed"))

    show(_in(tenant, mode, work))


@click.group()
def routing() -> None:
    """Policies that choose gateways: made, tried, compared, judged by logs."""


@routing.command("create")
@click.argument("name")
@click.argument("file", type=_FILE)
@tenant_option
@mode_option
def create(name: str, file: Path, tenant: str, mode: str) -> None:
    """Keep the policy in FILE, the `spec` of the API as JSON, as a draft called NAME."""
    wanted = command(CreateRoutingPolicy, name=name, spec=_spec(file))

    async def work(base: Foundation, caller: Principal) -> object:
        service = RoutingPolicies(base.database, base.clock)
        return routing_policy_view(await service.create(caller, wanted.name, wanted.spec))

    show(_in(tenant, mode, work))


@routing.command("list")
@tenant_option
@mode_option
def list_policies(tenant: str, mode: str) -> None:
    """List the newest policies."""

    async def work(base: Foundation, caller: Principal) -> object:
        service = RoutingPolicies(base.database, base.clock)
        return routing_policy_page(await service.list(caller, None, None, LIMIT_MAX)).data

    show(_in(tenant, mode, work))


@routing.command("activate")
@_policy
@click.option("--challenger", is_flag=True, help="Beside the champion, for a share of the payments.")
@click.option("--share", type=click.IntRange(1, 90), default=CHALLENGER_PERCENT, show_default=True)
@tenant_option
@mode_option
def activate(policy_id: str, challenger: bool, share: int, tenant: str, mode: str) -> None:  # noqa: FBT001 - click's
    """Let a policy choose: for everybody, or beside the champion."""

    async def work(base: Foundation, caller: Principal) -> object:
        served = await RoutingPolicies(base.database, base.clock).activate(
            caller, parse("rtp", policy_id), challenger=challenger, share_percent=share, fault_rise_max=0.02
        )
        return routing_policy_view(served)

    show(_in(tenant, mode, work))


@routing.command("end")
@_policy
@tenant_option
@mode_option
def end(policy_id: str, tenant: str, mode: str) -> None:
    """Let a policy choose no more."""

    async def work(base: Foundation, caller: Principal) -> object:
        service = RoutingPolicies(base.database, base.clock)
        return routing_policy_view(await service.end(caller, parse("rtp", policy_id)))

    show(_in(tenant, mode, work))


@routing.command("compare")
@_policy
@tenant_option
@mode_option
def compare(policy_id: str, tenant: str, mode: str) -> None:
    """Compare a challenger with its champion."""

    async def work(base: Foundation, caller: Principal) -> object:
        service = RoutingPolicies(base.database, base.clock)
        return routing_comparison(await service.compare(caller, parse("rtp", policy_id)))

    show(_in(tenant, mode, work))


@routing.command("choose")
@click.argument("file", type=_FILE)
@tenant_option
@mode_option
def choose(file: Path, tenant: str, mode: str) -> None:
    """Choose a gateway for the payment in FILE, a JSON body as `POST /api/v1/gateway-choices` takes it."""
    payment = command(PaymentToSend, **_object(file))

    async def work(base: Foundation, caller: Principal) -> object:
        service = gateway_choices(base, await receipt_signer(base))
        return gateway_choice_view(await service.choose(caller, payment))

    show(_in(tenant, mode, work))


@routing.command("judge")
@_policy
@tenant_option
@mode_option
def judge_stored(policy_id: str, tenant: str, mode: str) -> None:
    """Estimate what a stored policy would have done with your attempts of the last four weeks."""

    async def work(base: Foundation, caller: Principal) -> object:
        return await routing_evaluations(base).evaluate(caller, parse("rtp", policy_id), None, None)

    show(_in(tenant, mode, work))


@routing.command("evaluate")
@click.argument("file", type=_FILE)
@click.option("--policy", "policy_file", type=_FILE, help="JSON; a bandit over all gateways when not told.")
@click.option("--time", "at", default="started_at", show_default=True, help="Column of the attempt's time.")
@click.option("--gateway", default="gateway", show_default=True, help="Column of the gateway.")
@click.option("--success", default="succeeded", show_default=True, help="Column of the result: 1 or true.")
@click.option("--amount", help="Column of the amount, in minor units.")
@click.option("--context", default="", help="Columns that tell kinds of payments apart: a,b.")
@click.option("--payment", default="", help="Columns that are equal in tries of one payment: a,b.")
@click.option("--gap-s", default=60.0, show_default=True, help="How long after a try the next one may come.")
@click.option("--fault", help="Column: whether a failure was the gateway's own; every one when not told.")
@click.option("--propensity", help="Column of the chance that the gateway had; estimated when not told.")
@click.option("--cost", help="Column of what a try cost, in minor units; the policy's fees when not told.")
@click.option("--learn", default=LEARN_SHARE, show_default=True, type=click.FloatRange(0.05, 0.95))
def evaluate(file: Path, policy_file: Path | None, learn: float, **columns: str | float | None) -> None:
    """Estimate what a policy would have done with the attempts in FILE (.csv or .parquet), beside each gateway alone.

    The policy learns from the earlier part and is judged on the later one. Where the log cannot tell, it says so, and why.
    """
    log = read_attempts(file, _columns(columns))
    gateways = sorted({each.gateway for each in log})
    alone = {name: judge(log, PolicySpec(gateways=[PolicyGateway(gateway=name)]), learn) for name in gateways}
    spec = PolicySpec(gateways=[PolicyGateway(gateway=name) for name in gateways])
    if policy_file is not None:
        spec = command(CreateRoutingPolicy, name="file", spec=_spec(policy_file)).spec
    show({"policy": judge(log, spec, learn), "alone": alone})


def _columns(told: dict[str, str | float | None]) -> LogColumns:
    lists = {
        name: tuple(filter(None, str(told.pop(name) or "").split(","))) for name in ("context", "payment")
    }
    return msgspec.convert({**told, **lists, "succeeded": told.pop("success")}, LogColumns)


def _spec(file: Path) -> PolicySpec:
    try:
        return msgspec.json.decode(file.read_bytes(), type=PolicySpec)
    except msgspec.ValidationError as refused:
        raise InvalidRequest(
            "The policy was refused.", fields=[field_error(str(refused), PolicySpec)]
        ) from refused
    except msgspec.DecodeError as error:
        raise _no_json(error) from error


def _object(file: Path) -> dict[str, object]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, object])
    except msgspec.DecodeError as error:
        raise _no_json(error) from error


def _no_json(error: msgspec.DecodeError) -> InvalidRequest:
    field = FieldError("", "The file does not hold a JSON object.", "Write it as the API takes it.")
    return InvalidRequest("The file cannot be read.", fields=[field], internal=str(error))
