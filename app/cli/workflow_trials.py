"""`countermark workflows trial`: two versions of a workflow side by side, from the server's own machine."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from api.views.workflow_trials import StartWorkflowTrial, comparison_view, terms_of, trial_page, trial_view
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.wiring import workflows as wiring
from app.wiring.cases import case_work
from app.wiring.foundation import Foundation
from core.errors import InvalidRequest
from core.ids import parse, public
from core.pages import LIMIT_MAX
from inference.catalogue import Answer
from inference.entities import DecideCommand, Decision
from resolution.workflows.entities import VERSION, WORKFLOW, Workflow
from resolution.workflows.trial_entities import FAIL_RISE_MAX, SHARE_PERCENT, TRIAL, WITHIN_S, Trial
from resolution.workflows.trials import Trials
from resolution.workflows.workflows import Workflows
from tenants.principals import Principal

Result = TypeVar("Result")
Ask = Callable[[Trials, Workflows, Principal], Awaitable[Result]]
_reason = click.option("--reason", required=True, help="Why, for those who read the history.")


class Undecided:
    """The command line carries out no step: names of actions are all that it needs."""

    async def decide(self, caller: Principal, command: DecideCommand) -> Decision[Answer]:
        raise InvalidRequest("The command line carries out no step.")


async def named(defined: Workflows, caller: Principal, name: str) -> Workflow:
    """Find a workflow by its id or its name."""
    if name.startswith(f"{WORKFLOW}_"):
        return await defined.get(caller, parse(WORKFLOW, name))
    after = None
    while True:
        page = await defined.list(caller, after, LIMIT_MAX)
        found = next((each for each in page.data if each.name == name), None)
        if found is not None:
            return found
        if page.next_after is None:
            raise InvalidRequest(f"There is no workflow called {name}.")
        after = parse(WORKFLOW, page.next_after)


def _ask(tenant: str, mode: str, question: Ask[Result]) -> Result:
    async def work(base: Foundation) -> Result:
        defined = wiring.workflows(base, Undecided(), case_work(base))
        return await question(wiring.trials(base), defined, await caller_in(base, tenant, mode))

    return run(work)


@click.group()
def trial() -> None:
    """Try a version beside the active one: which is better, and stop by itself if it fails more."""


@trial.command("start")
@click.argument("workflow")
@click.option("--version", help="The version to try, wfv_…; the newest one without it.")
@click.option(
    "--share",
    type=click.IntRange(1, 90),
    default=SHARE_PERCENT,
    show_default=True,
    help="Percent of the subjects.",
)
@click.option(
    "--success",
    "endings",
    multiple=True,
    type=click.Choice(["completed", "case_opened", "cancelled"]),
    default=["completed"],
    show_default=True,
    help="An ending that counts as a success; may be given again.",
)
@click.option(
    "--within-s", type=int, default=WITHIN_S, show_default=True, help="After so long an instance is late."
)
@click.option(
    "--fail-rise-max", type=float, default=FAIL_RISE_MAX, show_default=True, help="Guardrail, in parts of 1."
)
@_reason
@tenant_option
@mode_option
def start_command(  # noqa: PLR0917  # click hands over every option
    workflow: str,
    version: str | None,
    share: int,
    endings: tuple[str, ...],
    within_s: int,
    fail_rise_max: float,
    reason: str,
    tenant: str,
    mode: str,
) -> None:
    """Let a version start a share of the instances beside the active one."""

    async def ask(trials: Trials, defined: Workflows, caller: Principal) -> Trial:
        found = await named(defined, caller, workflow)
        candidate = version
        if candidate is None:
            candidate = public(VERSION, (await defined.versions(caller, found.id, None, 1)).data[0].id)
        sent = command(
            StartWorkflowTrial,
            candidate_version=candidate,
            reason=reason,
            share_percent=share,
            success=endings,
            within_s=within_s,
            fail_rise_max=fail_rise_max,
        )
        return await trials.start(caller, found.id, terms_of(sent), sent.reason)

    show(trial_view(_ask(tenant, mode, ask)))


@trial.command("list")
@click.argument("workflow", required=False)
@tenant_option
@mode_option
def list_command(workflow: str | None, tenant: str, mode: str) -> None:
    """List trials, newest first, of one workflow or of all."""

    async def ask(trials: Trials, defined: Workflows, caller: Principal) -> object:
        found = None if workflow is None else (await named(defined, caller, workflow)).id
        return trial_page(await trials.list(caller, found, None, LIMIT_MAX))

    show(_ask(tenant, mode, ask))


@trial.command("show")
@click.argument("trial_id")
@tenant_option
@mode_option
def show_command(trial_id: str, tenant: str, mode: str) -> None:
    """Show the trial TRIAL_ID, a wft_…, and how far it is."""
    show(trial_view(_ask(tenant, mode, lambda trials, _, caller: trials.get(caller, parse(TRIAL, trial_id)))))


@trial.command("compare")
@click.argument("trial_id")
@tenant_option
@mode_option
def compare_command(trial_id: str, tenant: str, mode: str) -> None:
    """Say what both versions did, and whether one is better."""
    wanted = parse(TRIAL, trial_id)
    show(comparison_view(_ask(tenant, mode, lambda trials, _, caller: trials.compare(caller, wanted))))


@trial.command("end")
@click.argument("trial_id")
@click.option(
    "--adopt/--keep", required=True, help="Make the candidate the active version, or keep the one that is."
)
@_reason
@tenant_option
@mode_option
def end_command(trial_id: str, adopt: bool, reason: str, tenant: str, mode: str) -> None:  # noqa: FBT001
    """End a trial."""
    wanted = parse(TRIAL, trial_id)
    ended = _ask(tenant, mode, lambda trials, _, caller: trials.end(caller, wanted, reason, adopt=adopt))
    show(trial_view(ended))
