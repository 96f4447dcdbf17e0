"""`countermark workflows`: workflows and their instances in an environment, from the server's own machine."""

import pathlib
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

import click
import msgspec

from api.views.workflow_instances import instance_page, instance_view, step_page
from api.views.workflow_trials import activation_page
from api.views.workflows import (
    change_list,
    check_view,
    template_list,
    version_page,
    version_view,
    workflow_page,
    workflow_view,
)
from app.cli.foundation import caller_in, mode_option, run, show, tenant_option
from app.cli.workflow_trials import Undecided, named, trial
from app.wiring import workflows as wiring
from app.wiring.cases import case_work
from app.wiring.foundation import Foundation
from core.errors import InvalidRequest
from core.ids import parse
from core.pages import LIMIT_MAX
from resolution.workflows.entities import INSTANCE, VERSION, Workflow
from resolution.workflows.instances import Asked, Instances
from resolution.workflows.workflows import Workflows
from tenants.principals import Principal

Result = TypeVar("Result")
Ask = Callable[[Workflows, Instances, Principal], Awaitable[Result]]
_FILE = click.Path(exists=True, dir_okay=False, path_type=pathlib.Path)
_reason = click.option("--reason", required=True, help="Why, for those who read the history.")


@click.group()
def workflows() -> None:
    """Workflows: what happens after an outcome."""


workflows.add_command(trial)


def _ask(tenant: str, mode: str, question: Ask[Result]) -> Result:
    async def work(base: Foundation) -> Result:
        defined = wiring.workflows(base, Undecided(), case_work(base))
        return await question(defined, wiring.instances(base), await caller_in(base, tenant, mode))

    return run(work)


def _document(path: pathlib.Path) -> Mapping[str, object]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, object])
    except msgspec.DecodeError as error:
        raise InvalidRequest(f"{path.name} is not a JSON object: {error}.") from error


@workflows.command("list")
@tenant_option
@mode_option
def list_command(tenant: str, mode: str) -> None:
    """List workflows, newest first."""
    show(workflow_page(_ask(tenant, mode, lambda defined, _, caller: defined.list(caller, None, LIMIT_MAX))))


@workflows.command("templates")
@tenant_option
@mode_option
def templates_command(tenant: str, mode: str) -> None:
    """List the workflows that ship."""
    show(template_list(_ask(tenant, mode, lambda defined, _, caller: defined.templates(caller))))


@workflows.command("show")
@click.argument("workflow")
@tenant_option
@mode_option
def show_command(workflow: str, tenant: str, mode: str) -> None:
    """Show a workflow, by id or name."""
    show(workflow_view(_ask(tenant, mode, lambda defined, _, caller: named(defined, caller, workflow))))


@workflows.command("versions")
@click.argument("workflow")
@tenant_option
@mode_option
def versions_command(workflow: str, tenant: str, mode: str) -> None:
    """List the versions of a workflow, newest first."""

    async def ask(defined: Workflows, _: Instances, caller: Principal) -> object:
        found = await named(defined, caller, workflow)
        return version_page(await defined.versions(caller, found.id, None, LIMIT_MAX))

    show(_ask(tenant, mode, ask))


@workflows.command("validate")
@click.argument("file", type=_FILE)
@tenant_option
@mode_option
def validate_command(file: pathlib.Path, tenant: str, mode: str) -> None:
    """Check a document; what is wrong is told place by place."""
    document = _document(file)
    show(check_view(_ask(tenant, mode, lambda defined, _, caller: defined.validate(caller, document))))


@workflows.command("push")
@click.argument("file", type=_FILE)
@_reason
@tenant_option
@mode_option
def push_command(file: pathlib.Path, reason: str, tenant: str, mode: str) -> None:
    """Keep a document as the next version of the workflow of its name."""
    document = _document(file)
    show(version_view(_ask(tenant, mode, lambda defined, _, caller: defined.push(caller, document, reason))))


@workflows.command("diff")
@click.argument("workflow")
@click.argument("before")
@click.argument("after")
@tenant_option
@mode_option
def diff_command(workflow: str, before: str, after: str, tenant: str, mode: str) -> None:
    """Say what changed between two versions: BEFORE and AFTER are wfv_… of each."""

    async def ask(defined: Workflows, _: Instances, caller: Principal) -> object:
        found = await named(defined, caller, workflow)
        changes = await defined.compare(caller, found.id, parse(VERSION, after), parse(VERSION, before))
        return change_list(changes)

    show(_ask(tenant, mode, ask))


@workflows.command("activate")
@click.argument("workflow")
@click.option("--version", help="The version, wfv_…; the newest one without it.")
@_reason
@tenant_option
@mode_option
def activate_command(workflow: str, version: str | None, reason: str, tenant: str, mode: str) -> None:
    """Let a version start instances from now on."""

    async def ask(defined: Workflows, _: Instances, caller: Principal) -> Workflow:
        found = await named(defined, caller, workflow)
        if version is not None:
            return await defined.activate(caller, found.id, parse(VERSION, version), reason)
        newest = (await defined.versions(caller, found.id, None, 1)).data[0]
        return await defined.activate(caller, found.id, newest.id, reason)

    show(workflow_view(_ask(tenant, mode, ask)))


@workflows.command("activations")
@click.argument("workflow")
@tenant_option
@mode_option
def activations_command(workflow: str, tenant: str, mode: str) -> None:
    """Say which version started instances since when, by whom and why, newest first."""

    async def ask(defined: Workflows, _: Instances, caller: Principal) -> object:
        found = await named(defined, caller, workflow)
        return activation_page(await defined.activations(caller, found.id, None, LIMIT_MAX))

    show(_ask(tenant, mode, ask))


@workflows.command("use")
@click.argument("template")
@_reason
@tenant_option
@mode_option
def use_command(template: str, reason: str, tenant: str, mode: str) -> None:
    """Copy a shipped workflow into the environment, and activate the copy."""
    found = _ask(tenant, mode, lambda defined, _, caller: defined.activate_template(caller, template, reason))
    show(workflow_view(found))


@workflows.command("deactivate")
@click.argument("workflow")
@tenant_option
@mode_option
def deactivate_command(workflow: str, tenant: str, mode: str) -> None:
    """Let nothing start any more; open instances go on."""

    async def ask(defined: Workflows, _: Instances, caller: Principal) -> Workflow:
        return await defined.deactivate(caller, (await named(defined, caller, workflow)).id)

    show(workflow_view(_ask(tenant, mode, ask)))


@workflows.command("start")
@click.argument("workflow")
@click.option("--subject", required=True, help="What it is about; one instance is open for each.")
@click.option("--input", "given", type=_FILE, help="A JSON object, which tasks read as $input.")
@tenant_option
@mode_option
def start_command(workflow: str, subject: str, given: pathlib.Path | None, tenant: str, mode: str) -> None:
    """Start an instance of the active version."""
    document = {} if given is None else _document(given)

    async def ask(defined: Workflows, instances: Instances, caller: Principal) -> object:
        found = await named(defined, caller, workflow)
        return instance_view(await instances.start(caller, found.id, subject, document))

    show(_ask(tenant, mode, ask))


@workflows.command("instances")
@click.option("--team", help="Only those that wait for a person of this team.")
@click.option("--subject", help="Only about this.")
@tenant_option
@mode_option
def instances_command(team: str | None, subject: str | None, tenant: str, mode: str) -> None:
    """List instances, newest first."""
    asked = Asked(team=team, subject=subject)
    show(
        instance_page(
            _ask(tenant, mode, lambda _, instances, caller: instances.list(caller, asked, None, LIMIT_MAX))
        )
    )


@workflows.command("steps")
@click.argument("instance")
@tenant_option
@mode_option
def steps_command(instance: str, tenant: str, mode: str) -> None:
    """Say what happened in an instance, wfi_…, oldest first."""
    wanted = parse(INSTANCE, instance)
    show(
        step_page(
            _ask(tenant, mode, lambda _, instances, caller: instances.steps(caller, wanted, None, LIMIT_MAX))
        )
    )


@workflows.command("answer")
@click.argument("instance")
@click.argument("task")
@click.argument("choice")
@tenant_option
@mode_option
def answer_command(instance: str, task: str, choice: str, tenant: str, mode: str) -> None:
    """Answer what an instance asks a person."""
    wanted = parse(INSTANCE, instance)
    show(
        instance_view(
            _ask(tenant, mode, lambda _, instances, caller: instances.answer(caller, wanted, task, choice))
        )
    )


@workflows.command("control")
@click.argument("what", type=click.Choice(["pause", "resume", "cancel"]))
@click.argument("instance")
@tenant_option
@mode_option
def control_command(what: str, instance: str, tenant: str, mode: str) -> None:
    """Pause, resume or cancel an instance."""
    wanted = parse(INSTANCE, instance)

    async def ask(_: Workflows, instances: Instances, caller: Principal) -> object:
        doing = {"pause": instances.pause, "resume": instances.resume, "cancel": instances.cancel}[what]
        return instance_view(await doing(caller, wanted))

    show(_ask(tenant, mode, ask))
