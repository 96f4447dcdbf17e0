"""`countermark import`: statements sent, watched and looked at, and the mappings that read them, on the server's own machine."""

import asyncio
import pathlib
import sys
from collections.abc import Awaitable, Callable
from typing import NamedTuple, TypeVar, cast
from uuid import UUID

import click
import msgspec

from api.field_errors import field_error
from api.views.imports import (
    ImportMappingProposal,
    import_page,
    import_view,
    mapping_page,
    mapping_view,
    proposal_view,
)
from app.cli.bars import bars
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.cli.transfers import parts_of, save
from app.wiring.foundation import Foundation
from app.wiring.imports import import_mappings, imports
from core.errors import InvalidRequest
from core.ids import parse
from core.pages import LIMIT_MAX
from payments.importing.definition import MappingDefinition
from payments.importing.entities import FINAL_STATES, ImportOptions, StatementImport
from payments.importing.imports import Imports
from payments.importing.mappings import ImportMappings
from tenants.principals import Principal

Result = TypeVar("Result")

_LOOK_EVERY_S = 0.3
_FILE = click.Path(exists=True, dir_okay=False, path_type=pathlib.Path)
_OUT = click.Path(dir_okay=False, writable=True, path_type=pathlib.Path)
_import = click.argument("import_id", metavar="imp_…")
_mapping = click.argument("mapping", metavar="MAPPING")


class _Desk(NamedTuple):
    imports: Imports
    mappings: ImportMappings
    caller: Principal


def _at_desk(tenant: str, mode: str, work: Callable[[_Desk], Awaitable[Result]]) -> Result:
    async def opened(base: Foundation) -> Result:
        return await work(_Desk(imports(base), import_mappings(base), await caller_in(base, tenant, mode)))

    return run(opened)


@click.group("import")
def import_() -> None:
    """Bank and UPI statements, read by a mapping that is kept. MAPPING is its name or its id."""


@import_.command("run")
@click.argument("file", type=_FILE)
@click.option("--mapping", "named", required=True, metavar="MAPPING", help="By name or map_…")
@click.option(
    "--customer", default=None, help="Whose statement it is: your own id; instead of the mapping's."
)
@click.option(
    "--dry-run", is_flag=True, help="Record nothing: show the first rows, and what would be refused."
)
@click.option("--strict", is_flag=True, help="Take the file whole, or not at all.")
@click.option("--report", type=_OUT, help="Write what was said about lines there, as CSV.")
@click.option("--key", help="Idempotency key: the same key, file and options are the same import.")
@tenant_option
@mode_option
def run_import(  # noqa: PLR0917  # click hands over every option
    file: pathlib.Path,
    named: str,
    customer: str | None,
    dry_run: bool,  # noqa: FBT001
    strict: bool,  # noqa: FBT001
    report: pathlib.Path | None,
    key: str | None,
    tenant: str,
    mode: str,
) -> None:
    """Import the statement FILE, and wait until it is done. The service must be running."""
    on_refused = "stop" if strict else "skip"
    options = command(ImportOptions, dry_run=dry_run, customer_id=customer, on_refused=on_refused)

    async def carried_out(desk: _Desk) -> StatementImport:
        mapping_id = await _mapping_id(desk, named)
        made = await desk.imports.create(desk.caller, mapping_id, options, parts_of(file), key)
        ended = await _followed(desk, made)
        if report is not None:
            await save(await desk.imports.report(desk.caller, made.id), report)
        if dry_run and ended.state == "completed":
            show({"preview": await desk.imports.preview(desk.caller, made.id)})
        return ended

    ended = _at_desk(tenant, mode, carried_out)
    show(import_view(ended))
    if ended.state != "completed":
        sys.exit(1)


@import_.command("list")
@tenant_option
@mode_option
def list_imports(tenant: str, mode: str) -> None:
    """List the newest imports."""

    async def listed(desk: _Desk) -> object:
        return import_page(await desk.imports.list(desk.caller, None, LIMIT_MAX)).data

    show(_at_desk(tenant, mode, listed))


@import_.command("show")
@_import
@tenant_option
@mode_option
def show_import(import_id: str, tenant: str, mode: str) -> None:
    """Show an import as it stands."""

    async def found(desk: _Desk) -> object:
        return import_view(await desk.imports.get(desk.caller, parse("imp", import_id)))

    show(_at_desk(tenant, mode, found))


@import_.command("cancel")
@_import
@tenant_option
@mode_option
def cancel_import(import_id: str, tenant: str, mode: str) -> None:
    """Stop an import that has recorded nothing yet."""

    async def cancelled(desk: _Desk) -> object:
        return import_view(await desk.imports.cancel(desk.caller, parse("imp", import_id)))

    show(_at_desk(tenant, mode, cancelled))


@import_.command("report")
@_import
@click.argument("out", type=_OUT)
@tenant_option
@mode_option
def save_report(import_id: str, out: pathlib.Path, tenant: str, mode: str) -> None:
    """Write what was said about the lines of an import to OUT, as CSV."""

    async def saved(desk: _Desk) -> object:
        await save(await desk.imports.report(desk.caller, parse("imp", import_id)), out)
        return {"written": str(out)}

    show(_at_desk(tenant, mode, saved))


@import_.group("mappings")
def mappings() -> None:
    """What was said about the files of banks and apps."""


@mappings.command("propose")
@click.argument("file", type=_FILE)
@click.option("--out", type=_OUT, help="Write the definition there, ready to be corrected and added.")
@tenant_option
@mode_option
def propose_mapping(file: pathlib.Path, out: pathlib.Path | None, tenant: str, mode: str) -> None:
    """Propose a mapping from the statement FILE, with its first rows and what is in doubt."""

    async def proposed(desk: _Desk) -> ImportMappingProposal:
        return proposal_view(await desk.imports.propose(desk.caller, parts_of(file)))

    found = _at_desk(tenant, mode, proposed)
    if out is not None:
        out.write_bytes(msgspec.json.format(msgspec.json.encode(found.definition), indent=2))
    show(found)


@mappings.command("add")
@click.argument("definition", type=_FILE)
@click.option("--name", default=None, help="Instead of the one in the file.")
@tenant_option
@mode_option
def add_mapping(definition: pathlib.Path, name: str | None, tenant: str, mode: str) -> None:
    """Keep the mapping that the file DEFINITION holds as JSON."""

    async def added(desk: _Desk) -> object:
        return mapping_view(await desk.mappings.create(desk.caller, _definition(definition, name)))

    show(_at_desk(tenant, mode, added))


@mappings.command("replace")
@_mapping
@click.argument("definition", type=_FILE)
@tenant_option
@mode_option
def replace_mapping(mapping: str, definition: pathlib.Path, tenant: str, mode: str) -> None:
    """Make a new version of MAPPING of the JSON in DEFINITION."""

    async def replaced(desk: _Desk) -> object:
        mapping_id = await _mapping_id(desk, mapping)
        return mapping_view(
            await desk.mappings.replace(desk.caller, mapping_id, _definition(definition, None))
        )

    show(_at_desk(tenant, mode, replaced))


@mappings.command("list")
@tenant_option
@mode_option
def list_mappings(tenant: str, mode: str) -> None:
    """List the mappings, newest first."""

    async def listed(desk: _Desk) -> object:
        return mapping_page(await desk.mappings.list(desk.caller, None, LIMIT_MAX)).data

    show(_at_desk(tenant, mode, listed))


@mappings.command("show")
@_mapping
@tenant_option
@mode_option
def show_mapping(mapping: str, tenant: str, mode: str) -> None:
    """Show MAPPING as it stands."""

    async def found(desk: _Desk) -> object:
        return mapping_view(await desk.mappings.get(desk.caller, await _mapping_id(desk, mapping)))

    show(_at_desk(tenant, mode, found))


@mappings.command("delete")
@_mapping
@tenant_option
@mode_option
def delete_mapping(mapping: str, tenant: str, mode: str) -> None:
    """Take MAPPING away; its versions stay for the imports that were made by them."""

    async def deleted(desk: _Desk) -> object:
        mapping_id = await _mapping_id(desk, mapping)
        await desk.mappings.delete(desk.caller, mapping_id)
        return {"deleted": mapping}

    show(_at_desk(tenant, mode, deleted))


async def _mapping_id(desk: _Desk, named: str) -> UUID:
    """Take an id as it is, and look a name up."""
    if named.startswith("map_"):
        return parse("map", named)
    return (await desk.mappings.named(desk.caller, named)).id


def _definition(file: pathlib.Path, name: str | None) -> MappingDefinition:
    try:
        fields = cast("dict[str, object]", msgspec.json.decode(file.read_bytes(), type=dict))
        return msgspec.convert(fields | ({"name": name} if name else {}), MappingDefinition)
    except (msgspec.ValidationError, msgspec.DecodeError) as refused:
        raise InvalidRequest(
            "The definition was refused.", fields=[field_error(str(refused), MappingDefinition)]
        ) from refused


async def _followed(desk: _Desk, made: StatementImport) -> StatementImport:
    """Show how far it is until it has ended."""
    found = made
    with bars() as shown:
        bar = shown.add_task("waiting", total=None)
        while found.state not in FINAL_STATES:
            await asyncio.sleep(_LOOK_EVERY_S)
            found = await desk.imports.get(desk.caller, made.id)
            shown.update(
                bar, description=found.phase, total=found.counts.rows or None, completed=found.counts.done
            )
    return found
