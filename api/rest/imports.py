"""Imports: bank and UPI statements go in by a mapping that is kept; each payment comes in once."""

from collections.abc import AsyncIterator
from typing import Annotated

import msgspec

from api.rest.operations import Answer, Keyed, delete, get, post, put
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.imports import (
    ImportMappingPage,
    ImportMappingProposal,
    ImportMappingView,
    ImportPage,
    ImportPreview,
    ImportView,
    import_page,
    import_view,
    mapping_page,
    mapping_view,
    proposal_view,
)
from core.ids import parse
from payments.facts import Reference
from payments.importing.definition import MappingDefinition
from payments.importing.entities import ImportOptions, OnRefused
from payments.importing.imports import Imports
from payments.importing.mappings import ImportMappings
from tenants.principals import Principal

FILE_TYPES = (
    "text/csv",
    "text/plain",
    "text/tab-separated-values",
    "application/xml",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/octet-stream",
)
MappingIdText = Annotated[str, msgspec.Meta(max_length=64, description="The mapping, `map_…`.")]
Version = Annotated[int, msgspec.Meta(ge=1, le=1_000_000, description="An older version of it.")]

_DEFINITION = {
    "name": "Savings account, CSV",
    "columns": {
        "date": "Txn Date",
        "value_date": "Value Date",
        "description": "Narration",
        "reference": "Ref No./Cheque No.",
        "debit": "Withdrawal Amt.",
        "credit": "Deposit Amt.",
        "balance": "Closing Balance",
    },
    "date_format": "DD/MM/YYYY",
}
_MAPPING = {
    "id": "map_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "version": 1,
    "definition": _DEFINITION,
    "created_at": "2026-11-20T13:13:26Z",
    "created_by": "key_01kc1x5w3efvr9q2d8m4n6p7hs",
    "updated_at": "2026-11-20T13:13:26Z",
    "updated_by": "key_01kc1x5w3efvr9q2d8m4n6p7hs",
}
_ROW = {
    "line": 22,
    "occurred_at": "2026-04-01T06:30:00Z",
    "amount_minor": 25_075,
    "currency": "INR",
    "direction": "debit",
    "method": "upi",
    "customer_id": "cust-1042",
    "description": "UPI-SHARMA STORES-9876543210",
    "payee_id": None,
    "category": None,
    "reference": "609112345678",
    "balance_minor": 12_343_678,
}
_IMPORT = {
    "id": "imp_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "state": "completed",
    "phase": "ended",
    "mapping_id": "map_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "mapping_version": 1,
    "dry_run": False,
    "on_refused": "skip",
    "rows": 412,
    "done": 412,
    "recorded": 398,
    "existing": 14,
    "conflicts": 0,
    "duplicates": 2,
    "categorized": 118,
    "refused": 1,
    "skipped": 4,
    "encoding": "utf_8",
    "separator": "comma",
    "header_line": 21,
    "date_format": "DD/MM/YYYY",
    "order": "oldest_first",
    "balances_checked": 411,
    "balance_breaks": 0,
    "first_day": "2026-04-01",
    "last_day": "2026-06-30",
    "bytes_total": 48_213,
    "input_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "failure": None,
    "revision": 5,
    "created_at": "2026-11-20T13:13:26Z",
    "created_by": "key_01kc1x5w3efvr9q2d8m4n6p7hs",
    "ended_at": "2026-11-20T13:13:28Z",
}
_WAITING = dict.fromkeys(
    ["encoding", "separator", "header_line", "date_format", "order", "balances_checked", "balance_breaks", "first_day", "last_day"]
) | dict.fromkeys(["rows", "done", "recorded", "existing", "duplicates", "categorized", "refused", "skipped"], 0)  # fmt: skip


@post(
    "/import-mappings/propose",
    operation_id="proposeImportMapping",
    summary="Propose a mapping from a sample",
    tag="imports",
    upload=FILE_TYPES,
    answer_example={
        "definition": _DEFINITION | {"name": "proposed"},
        "columns": ["Txn Date", "Value Date", "Narration", "Ref No./Cheque No.", "Withdrawal Amt.", "Deposit Amt.", "Closing Balance"],
        "doubts": [
            {
                "field": "customer_id",
                "reason": "The file does not say whose payments these are.",
                "fix": "Name the customer in the import or in the mapping.",
            }
        ],
        "rows": [_ROW | {"customer_id": None}],
        "findings": [{"line": 434, "standing": "skipped", "field": "", "reason": "It is a sum or a balance, no payment."}],
    },
)  # fmt: skip
async def propose_import_mapping(
    caller: Principal, imports: Imports, upload: AsyncIterator[bytes]
) -> ImportMappingProposal:
    """The body is a statement, or its beginning: CSV with any separator, a workbook, MT940, CAMT.053 or OFX. Columns are told by their
    names and by what stands in them. Dates that can be read in two ways, and directions that nothing tells, are doubts. Nothing is kept.
    """
    return proposal_view(await imports.propose(caller, upload))


@post(
    "/import-mappings",
    operation_id="createImportMapping",
    summary="Keep a mapping",
    tag="imports",
    status=201,
    keyed=Keyed.OPTIONAL,
    example=_DEFINITION,
    answer_example=_MAPPING,
)
async def create_import_mapping(
    caller: Principal, import_mappings: ImportMappings, data: MappingDefinition
) -> ImportMappingView:
    """It rests sealed: names of columns, customers and addresses are seen by nobody but the tenant."""
    return mapping_view(await import_mappings.create(caller, data))


@get(
    "/import-mappings/{mapping_id:str}",
    operation_id="getImportMapping",
    summary="Get a mapping",
    tag="imports",
    answer_example=_MAPPING,
)
async def get_import_mapping(
    caller: Principal, import_mappings: ImportMappings, mapping_id: str, *, version: Version | None = None
) -> ImportMappingView:
    """As it stands; or, by `version`, as it stood, also after it was deleted."""
    return mapping_view(await import_mappings.get(caller, parse("map", mapping_id), version))


@get("/import-mappings", operation_id="listImportMappings", summary="List mappings", tag="imports")
async def list_import_mappings(
    caller: Principal, import_mappings: ImportMappings, *, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> ImportMappingPage:
    """Newest first."""
    cursor = None if after is None else parse("map", after)
    return mapping_page(await import_mappings.list(caller, cursor, limit))


@put(
    "/import-mappings/{mapping_id:str}",
    operation_id="replaceImportMapping",
    summary="Replace a mapping",
    tag="imports",
    keyed=Keyed.OPTIONAL,
    example=_DEFINITION,
    answer_example=_MAPPING | {"version": 2},
)
async def replace_import_mapping(
    caller: Principal, import_mappings: ImportMappings, mapping_id: str, data: MappingDefinition
) -> ImportMappingView:
    """Makes a new version; imports that were sent before go on with theirs."""
    return mapping_view(await import_mappings.replace(caller, parse("map", mapping_id), data))


@delete(
    "/import-mappings/{mapping_id:str}",
    operation_id="deleteImportMapping",
    summary="Delete a mapping",
    tag="imports",
    status=204,
)
async def delete_import_mapping(caller: Principal, import_mappings: ImportMappings, mapping_id: str) -> None:
    """No import can be made by it any more; its versions stay for those that were."""
    await import_mappings.delete(caller, parse("map", mapping_id))


@post(
    "/imports",
    operation_id="createImport",
    summary="Send a statement",
    tag="imports",
    status=202,
    keyed=Keyed.OWN,
    upload=FILE_TYPES,
    answer_example=_IMPORT
    | _WAITING
    | {"state": "queued", "phase": "waiting", "ended_at": None, "revision": 1},
)
async def create_import(
    caller: Principal,
    imports: Imports,
    idempotency_key: str | None,
    upload: AsyncIterator[bytes],
    *,
    mapping_id: MappingIdText,
    dry_run: bool = False,
    customer_id: Reference | None = None,
    on_refused: OnRefused = "skip",
) -> Answer[ImportView]:
    """The body is the statement itself, up to 64 MB. It is checked whole before its first row is recorded. The same file by the same
    mapping is the import that is there, and a payment that another statement showed already is found, not recorded again. `dry_run`
    records nothing: it gives a preview and the report. `on_refused=stop` takes the file whole or not at all.
    """
    options = ImportOptions(dry_run=dry_run, customer_id=customer_id, on_refused=on_refused)
    made = await imports.create(caller, parse("map", mapping_id), options, upload, idempotency_key)
    return Answer(body=import_view(made))


@get(
    "/imports/{import_id:str}",
    operation_id="getImport",
    summary="Get an import",
    tag="imports",
    answer_example=_IMPORT,
)
async def get_import(caller: Principal, imports: Imports, import_id: str) -> ImportView:
    """With how far it is."""
    return import_view(await imports.get(caller, parse("imp", import_id)))


@get("/imports", operation_id="listImports", summary="List imports", tag="imports")
async def list_imports(
    caller: Principal, imports: Imports, *, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> ImportPage:
    """Newest first. An import is kept for 30 days after its end, a dry run for one."""
    cursor = None if after is None else parse("imp", after)
    return import_page(await imports.list(caller, cursor, limit))


@post(
    "/imports/{import_id:str}/cancel",
    operation_id="cancelImport",
    summary="Cancel an import",
    tag="imports",
    keyed=Keyed.OPTIONAL,
    answer_example=_IMPORT | _WAITING | {"state": "cancelled"},
)
async def cancel_import(caller: Principal, imports: Imports, import_id: str) -> ImportView:
    """Until its rows are being recorded; the file is deleted."""
    return import_view(await imports.cancel(caller, parse("imp", import_id)))


@get(
    "/imports/{import_id:str}/preview",
    operation_id="getImportPreview",
    summary="See what a dry run would record",
    tag="imports",
    responses={422: "It has not ended, or was no dry run."},
    answer_example={"data": [_ROW]},
)
async def get_import_preview(caller: Principal, imports: Imports, import_id: str) -> ImportPreview:
    """The first 20 payments of the file."""
    return ImportPreview(data=await imports.preview(caller, parse("imp", import_id)))


@get(
    "/imports/{import_id:str}/report",
    operation_id="getImportReport",
    summary="Download what was said about lines",
    tag="imports",
    media_type="text/csv",
    responses={422: "The import has not ended."},
)
async def get_import_report(caller: Principal, imports: Imports, import_id: str) -> Answer[bytes]:
    """CSV of `line`, `standing`, `column` and `reason`: every line that was `refused` or `skipped`, that is `existing` or a `conflict`, that
    looks like a `duplicate`, and `notice`s on balances. It repeats no cell.
    """
    file = await imports.report(caller, parse("imp", import_id))
    return Answer(stream=file, headers={"content-type": "text/csv; charset=utf-8"})


HANDLERS = [
    propose_import_mapping,
    create_import_mapping,
    get_import_mapping,
    list_import_mappings,
    replace_import_mapping,
    delete_import_mapping,
    create_import,
    get_import,
    list_imports,
    cancel_import,
    get_import_preview,
    get_import_report,
]
