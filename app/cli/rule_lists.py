"""`countermark lists` and `countermark suppressions`: what rules know besides the event, from the server's own machine."""

import datetime as dt
import pathlib
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar, get_args

import click

from api.views.rule_lists import (
    CreateList,
    CreateSuppression,
    list_change,
    list_comparison,
    list_entry,
    list_entry_page,
    new_list,
    new_suppression,
    rule_list,
    rule_list_page,
    suppression,
    suppression_page,
)
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.cli.moments import MOMENT
from app.wiring.foundation import Foundation
from core.ids import parse
from core.pages import LIMIT_MAX
from rules.list_entities import (
    AT_ONCE_MAX,
    Kind,
    ListChange,
    ListComparison,
    ListEntry,
    NewEntry,
    RuleList,
    SilencedKind,
)
from rules.lists import Lists
from rules.suppression_entities import SILENCED_BY, Suppression
from rules.suppressions import Suppressions
from tenants.principals import Principal

Result = TypeVar("Result")

_list = click.argument("list_id", metavar="lst_…")
_kind = click.option("--kind", required=True, type=click.Choice(get_args(Kind)), help="Of what it holds ids.")


@click.group()
def lists() -> None:
    """Lists that rules ask about: customers, merchants, payees, devices."""


@click.group()
def suppressions() -> None:
    """What nobody is to be troubled about, for a reason and until a moment."""


def _of_lists(tenant: str, mode: str, question: Callable[[Lists, Principal], Awaitable[Result]]) -> Result:
    async def work(base: Foundation) -> Result:
        service = Lists(base.database, base.tenants.vaults, base.clock)
        return await question(service, await caller_in(base, tenant, mode))

    return run(work)


def _of_suppressions(
    tenant: str, mode: str, question: Callable[[Suppressions, Principal], Awaitable[Result]]
) -> Result:
    async def work(base: Foundation) -> Result:
        service = Suppressions(base.database, base.tenants.vaults, base.clock)
        return await question(service, await caller_in(base, tenant, mode))

    return run(work)


@lists.command("create")
@tenant_option
@mode_option
@click.argument("name")
@_kind
@click.option("--description", required=True, help="What it is for.")
def create_list(tenant: str, mode: str, name: str, kind: str, description: str) -> None:
    """Make an empty list; rules read it as the fact that is shown."""
    sent = command(CreateList, name=name, kind=kind, description=description)

    async def question(service: Lists, caller: Principal) -> RuleList:
        return await service.create(caller, new_list(sent))

    show(rule_list(_of_lists(tenant, mode, question)))


@lists.command("list")
@tenant_option
@mode_option
def list_lists(tenant: str, mode: str) -> None:
    """List them, newest first."""
    show(
        rule_list_page(_of_lists(tenant, mode, lambda service, caller: service.list(caller, None, LIMIT_MAX)))
    )


@lists.command("entries")
@tenant_option
@mode_option
@_list
@click.option("--after", default=None, metavar="lse_…", help="Start behind this one.")
def entries(tenant: str, mode: str, list_id: str, after: str | None) -> None:
    """List the entries of a list, newest first, by fingerprint."""
    cursor = None if after is None else parse("lse", after)
    show(
        list_entry_page(
            _of_lists(
                tenant,
                mode,
                lambda service, caller: service.entries(caller, parse("lst", list_id), cursor, LIMIT_MAX),
            )
        )
    )


@lists.command("find")
@tenant_option
@mode_option
@_list
@click.argument("value")
def find(tenant: str, mode: str, list_id: str, value: str) -> None:
    """Say whether a value is on a list, until when and why."""

    async def question(service: Lists, caller: Principal) -> ListEntry:
        return await service.find(caller, parse("lst", list_id), value)

    show(list_entry(_of_lists(tenant, mode, question)))


@lists.command("add")
@tenant_option
@mode_option
@_list
@click.argument("values", nargs=-1)
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=pathlib.Path), help="One value a line."
)
@click.option("--until", type=MOMENT, default=None, help="When it ends, in UTC unless it says otherwise.")
@click.option("--reason", required=True, help="Why, for those who read the history.")
def add(
    *,
    tenant: str,
    mode: str,
    list_id: str,
    values: tuple[str, ...],
    file: pathlib.Path | None,
    until: dt.datetime | None,
    reason: str,
) -> None:
    """Put values on a list, a thousand in each change."""

    async def question(service: Lists, caller: Principal) -> list[ListChange]:
        return [
            await service.add(
                caller,
                parse("lst", list_id),
                [NewEntry(value=each, expires_at=until) for each in part],
                reason,
            )
            for part in _parts(values, file)
        ]

    for change in _of_lists(tenant, mode, question):
        show(list_change(change))


@lists.command("remove")
@tenant_option
@mode_option
@_list
@click.argument("values", nargs=-1)
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=pathlib.Path), help="One value a line."
)
def remove(tenant: str, mode: str, list_id: str, values: tuple[str, ...], file: pathlib.Path | None) -> None:
    """Take values off a list."""

    async def question(service: Lists, caller: Principal) -> list[ListChange]:
        return [await service.remove(caller, parse("lst", list_id), part) for part in _parts(values, file)]

    for change in _of_lists(tenant, mode, question):
        show(list_change(change))


@lists.command("compare")
@tenant_option
@mode_option
@_list
@click.argument("values", nargs=-1)
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=pathlib.Path), help="One value a line."
)
def compare(tenant: str, mode: str, list_id: str, values: tuple[str, ...], file: pathlib.Path | None) -> None:
    """Review a list beside your own file: what is missing from it, and what is on it besides."""

    async def question(service: Lists, caller: Principal) -> ListComparison:
        wanted = [each for part in _parts(values, file) for each in part]
        return await service.compare(caller, parse("lst", list_id), wanted)

    show(list_comparison(_of_lists(tenant, mode, question)))


@lists.command("delete")
@tenant_option
@mode_option
@_list
def delete(tenant: str, mode: str, list_id: str) -> None:
    """Delete a list that no version of a ruleset reads."""
    show(
        rule_list(
            _of_lists(tenant, mode, lambda service, caller: service.delete(caller, parse("lst", list_id)))
        )
    )


def _parts(values: tuple[str, ...], file: pathlib.Path | None) -> Iterator[list[str]]:
    lines = [] if file is None else file.read_text(encoding="utf-8").splitlines()
    wanted = [*values, *(line.strip() for line in lines if line.strip())]
    if not wanted:
        raise click.UsageError("Name values, or a file of them.")
    for start in range(0, len(wanted), AT_ONCE_MAX):
        yield wanted[start : start + AT_ONCE_MAX]


@suppressions.command("create")
@tenant_option
@mode_option
@click.option("--kind", required=True, type=click.Choice(list(SILENCED_BY)), help="Of whom or what.")
@click.argument("value")
@click.option("--until", type=MOMENT, required=True, help="Its end, in UTC unless it says otherwise.")
@click.option("--reason", required=True, help="Why, for those who read the history.")
@click.option("--use-case", default=None, help="Only decisions of this use case.")
@click.option(
    "--cause",
    default=None,
    help="Only decisions whose first reason has this code, and events of this name or code.",
)
@click.option("--rule", default=None, help="Only work that this rule would make.")
def create_suppression(
    *,
    tenant: str,
    mode: str,
    kind: str,
    value: str,
    until: dt.datetime,
    reason: str,
    use_case: str | None,
    cause: str | None,
    rule: str | None,
) -> None:
    """Silence alerts and cases about somebody until a moment."""
    sent = command(
        CreateSuppression,
        kind=kind,
        value=value,
        until=until,
        reason=reason,
        use_case=use_case,
        cause=cause,
        rule=rule,
    )

    async def question(service: Suppressions, caller: Principal) -> Suppression:
        return await service.create(caller, new_suppression(sent))

    show(suppression(_of_suppressions(tenant, mode, question)))


@suppressions.command("list")
@tenant_option
@mode_option
@click.option(
    "--about", nargs=2, default=None, metavar="KIND VALUE", help="Of one customer, merchant, payee or device."
)
@click.option("--open-only", is_flag=True, help="Those that silence now.")
def list_suppressions(
    *, tenant: str, mode: str, about: tuple[SilencedKind, str] | None, open_only: bool
) -> None:
    """List them, newest first."""
    if about is not None and about[0] not in SILENCED_BY:
        raise click.UsageError(f"--about takes {', '.join(SILENCED_BY)} and a value.")
    show(
        suppression_page(
            _of_suppressions(
                tenant,
                mode,
                lambda service, caller: service.list(
                    caller, about=about, open_only=open_only, after=None, limit=LIMIT_MAX
                ),
            )
        )
    )


@suppressions.command("end")
@tenant_option
@mode_option
@click.argument("suppression_id", metavar="sup_…")
def end(tenant: str, mode: str, suppression_id: str) -> None:
    """End one before its time."""
    show(
        suppression(
            _of_suppressions(
                tenant, mode, lambda service, caller: service.end(caller, parse("sup", suppression_id))
            )
        )
    )
