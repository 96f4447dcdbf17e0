"""`countermark rules`: rulesets of an environment, from the server's own machine; as files, of any server by API key."""

import pathlib
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click
import msgspec

from api.field_errors import field_error
from api.views.rulesets import (
    GivenFacts,
    PushRuleset,
    RulesetDraft,
    draft_of,
    fact_list,
    ruleset_version_page,
    ruleset_version_view,
    ruleset_view,
    trial_view,
)
from app.cli import remote, rule_files, rule_life
from app.cli.backtests import backtest
from app.cli.foundation import caller_in, mode_option, run, show, tenant_option
from app.wiring.foundation import Foundation
from core.errors import InvalidRequest
from core.ids import parse
from core.objects import FolderObjects
from core.pages import LIMIT_MAX, Page
from inference.deployments import Deployments
from inference.registry import Registry
from inference.rule_facts import RuleFacts
from rules.active import ActiveRulesets
from rules.assessment import Assessor
from rules.entities import Draft, Ruleset, RulesetVersion, Trial
from rules.facts import FactSchema
from rules.rulesets import Rulesets
from tenants.principals import Principal

Result = TypeVar("Result")
Body = TypeVar("Body")

_FILE = click.Path(exists=True, dir_okay=False, path_type=pathlib.Path)
_use_case = click.argument("use_case")


@click.group()
def rules() -> None:
    """Rulesets: what turns a score into an outcome."""


def _ask(tenant: str, mode: str, question: Callable[[Rulesets, Principal], Awaitable[Result]]) -> Result:
    async def work(base: Foundation) -> Result:
        registry = Registry(base.database, FolderObjects(base.settings.objects_dir), base.clock, None)
        facts = RuleFacts(base.database, Deployments(base.database, registry, base.clock))
        active = ActiveRulesets(base.database)
        services = Rulesets(base.database, base.clock, facts, active, Assessor())
        return await question(services, await caller_in(base, tenant, mode))

    return run(work)


def _read(file: pathlib.Path, form: type[Body], **more: object) -> Body:
    """Read a file with `graph` and `fallback`, as the defaults are written. Raises: InvalidRequest."""
    try:
        written = msgspec.json.decode(file.read_bytes(), type=dict[str, object])
        kept: dict[str, object] = {name: written[name] for name in ("graph", "fallback") if name in written}
        return msgspec.convert(kept | more, form)
    except msgspec.ValidationError as refused:
        raise InvalidRequest(
            f"{file.name} was refused.", fields=[field_error(str(refused), form)]
        ) from refused
    except msgspec.DecodeError as refused:
        raise InvalidRequest(f"{file.name} is not JSON: {refused}.") from refused


@rules.command("show")
@tenant_option
@mode_option
@_use_case
@click.option(
    "--version", default=None, metavar="rsv_…", help="This version instead of the one that decides."
)
def show_ruleset(tenant: str, mode: str, use_case: str, version: str | None) -> None:
    """Show what decides a use case, with its graph: what `push --file` takes."""

    async def ruleset(rulesets: Rulesets, caller: Principal) -> Ruleset:
        return await rulesets.get(caller, use_case)

    async def one(rulesets: Rulesets, caller: Principal) -> RulesetVersion:
        return await rulesets.version(caller, use_case, parse("rsv", version or ""))

    if version is None:
        show(ruleset_view(_ask(tenant, mode, ruleset)))
    else:
        show(ruleset_version_view(_ask(tenant, mode, one)))


@rules.command("list")
@tenant_option
@mode_option
@_use_case
@click.option("--after", default=None, metavar="rsv_…", help="Start behind this one.")
def list_versions(tenant: str, mode: str, use_case: str, after: str | None) -> None:
    """List versions, newest first."""

    async def question(rulesets: Rulesets, caller: Principal) -> Page[RulesetVersion]:
        return await rulesets.list(caller, use_case, parse("rsv", after) if after else None, LIMIT_MAX)

    show(ruleset_version_page(_ask(tenant, mode, question)))


@rules.command()
@tenant_option
@mode_option
@_use_case
def facts(tenant: str, mode: str, use_case: str) -> None:
    """List what rules of a use case can see."""

    async def question(rulesets: Rulesets, caller: Principal) -> FactSchema:
        return await rulesets.facts(caller, use_case)

    show(fact_list(_ask(tenant, mode, question)))


@rules.command()
@click.argument("what", metavar="FOLDER|USE_CASE", default="rules")
@click.option(
    "--file",
    "file",
    type=_FILE,
    default=None,
    help="JSON with `graph` (JDM) and `fallback`: of USE_CASE, on this machine.",
)
@click.option("--tenant", default=None, metavar="ten_…", help="With --file: the tenant.")
@mode_option
@click.option(
    "--url",
    envvar=remote.URL_VARIABLE,
    default=remote.URL,
    show_default=True,
    help="Of a folder: the server.",
)
@click.option(
    "--key",
    envvar=remote.KEY_VARIABLE,
    default=None,
    metavar="cmk_…",
    help="Of a folder: API key of the environment.",
)
@click.option(
    "--only", "use_cases", multiple=True, metavar="USE_CASE", help="Of a folder: this one alone; repeatable."
)
@click.option("--reason", required=True, help="Why, for those who read the history.")
def push(
    *,
    what: str,
    file: pathlib.Path | None,
    tenant: str | None,
    mode: str,
    url: str,
    key: str | None,
    use_cases: tuple[str, ...],
    reason: str,
) -> None:
    """Send what differs in FOLDER to a server: test cases, and rulesets as their next versions.

    With --file, keep one file as the next version of USE_CASE, from the server's own machine. Nothing that is pushed
    decides until it is activated.
    """
    if file is None:
        if key is None:
            raise click.UsageError(f"A folder is pushed by API key: --key, or {remote.KEY_VARIABLE}.")
        rule_files.push_folder(url, key, pathlib.Path(what), use_cases, reason)
        return
    if tenant is None:
        raise click.UsageError("With --file, name the --tenant.")
    draft = draft_of(_read(file, PushRuleset, reason=reason))

    async def question(rulesets: Rulesets, caller: Principal) -> RulesetVersion:
        return await rulesets.push(caller, what, draft)

    show(ruleset_version_view(_ask(tenant, mode, question)))


@rules.command()
@tenant_option
@mode_option
@_use_case
@click.option("--file", "file", type=_FILE, default=None, help="What to check; without it, what decides now.")
@click.option("--facts", "given", type=_FILE, default=None, help="JSON: a list of facts by full name.")
def check(
    tenant: str, mode: str, use_case: str, file: pathlib.Path | None, given: pathlib.Path | None
) -> None:
    """Check a ruleset, price its worst case, and run it on facts. Nothing is kept."""
    sent = None if file is None else _read(file, RulesetDraft)
    draft = None if sent is None else Draft(graph=sent.graph, fallback=sent.fallback, reason="a dry run")
    tried: list[GivenFacts] = (
        [] if given is None else msgspec.json.decode(given.read_bytes(), type=list[GivenFacts])
    )

    async def question(rulesets: Rulesets, caller: Principal) -> Trial:
        return await rulesets.check(caller, use_case, draft, tried)

    show(trial_view(_ask(tenant, mode, question)))


@rules.command()
@tenant_option
@mode_option
@_use_case
@click.argument("version_id", metavar="rsv_…")
@click.option("--reason", required=True, help="Why, for those who read the history.")
def activate(tenant: str, mode: str, use_case: str, version_id: str, reason: str) -> None:
    """Let a version decide from now on. A live environment asks for an approval first."""

    async def question(rulesets: Rulesets, caller: Principal) -> Ruleset:
        return await rulesets.activate(caller, use_case, parse("rsv", version_id), reason)

    show(ruleset_view(_ask(tenant, mode, question)))


for _command in (*rule_files.COMMANDS, *rule_life.COMMANDS):
    rules.add_command(_command)


rules.add_command(backtest)
