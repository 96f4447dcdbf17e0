"""Imports over gRPC: the same use cases as on REST; statements travel as streams of pieces."""

from collections.abc import AsyncIterator
from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.imports.v1 import imports_pb2 as pb
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
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from payments.facts import Reference
from payments.importing.definition import MappingDefinition
from payments.importing.entities import ImportOptions, OnRefused
from payments.importing.imports import Imports
from payments.importing.mappings import ImportMappings
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["ImportService"]
_PIECE_BYTES = 1 << 20

Id = Annotated[str, msgspec.Meta(max_length=64)]


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    after: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _Get(msgspec.Struct, frozen=True, kw_only=True):
    mapping_id: Id = ""
    version: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] | None = None


class _Replace(MappingDefinition, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A definition with the mapping that REST has in its path."""

    mapping_id: Id = ""


class _Create(msgspec.Struct, frozen=True, kw_only=True):
    mapping_id: Id = ""
    dry_run: bool = False
    customer_id: Reference | None = None
    on_refused: OnRefused = "skip"
    data: bytes = b""


CREATE_MAPPING = Codec(MappingDefinition, pb.CreateImportMappingRequest)
GET_MAPPING = Codec(_Get, pb.GetImportMappingRequest)
REPLACE_MAPPING = Codec(_Replace, pb.ReplaceImportMappingRequest)
MAPPING = Codec(ImportMappingView, pb.ImportMapping)
PROPOSAL = Codec(ImportMappingProposal, pb.ImportMappingProposal)
LIST_MAPPINGS = Codec(_Page, pb.ListImportMappingsRequest)
MAPPINGS = Codec(ImportMappingPage, pb.ListImportMappingsResponse)
CREATE = Codec(_Create, pb.CreateImportRequest)
IMPORT = Codec(ImportView, pb.Import)
LIST = Codec(_Page, pb.ListImportsRequest)
IMPORTS = Codec(ImportPage, pb.ListImportsResponse)
PREVIEW = Codec(ImportPreview, pb.ImportPreview)


@method(SERVICE, "ProposeImportMapping", bulk=True)
async def propose_import_mapping(
    request: pb.ProposeImportMappingRequest, caller: Principal, imports: Imports, upload: AsyncIterator[bytes]
) -> pb.ImportMappingProposal:
    return PROPOSAL.message(proposal_view(await imports.propose(caller, upload)))


@method(SERVICE, "CreateImportMapping", keyed=Keyed.OPTIONAL)
async def create_import_mapping(
    request: pb.CreateImportMappingRequest, caller: Principal, import_mappings: ImportMappings
) -> pb.ImportMapping:
    return MAPPING.message(mapping_view(await import_mappings.create(caller, CREATE_MAPPING.struct(request))))


@method(SERVICE, "GetImportMapping")
async def get_import_mapping(
    request: pb.GetImportMappingRequest, caller: Principal, import_mappings: ImportMappings
) -> pb.ImportMapping:
    asked = GET_MAPPING.struct(request)
    return MAPPING.message(
        mapping_view(await import_mappings.get(caller, parse("map", asked.mapping_id), asked.version))
    )


@method(SERVICE, "ListImportMappings")
async def list_import_mappings(
    request: pb.ListImportMappingsRequest, caller: Principal, import_mappings: ImportMappings
) -> pb.ListImportMappingsResponse:
    page = LIST_MAPPINGS.struct(request)
    after = parse("map", page.after) if page.after else None
    return MAPPINGS.message(mapping_page(await import_mappings.list(caller, after, page.limit)))


@method(SERVICE, "ReplaceImportMapping", keyed=Keyed.OPTIONAL)
async def replace_import_mapping(
    request: pb.ReplaceImportMappingRequest, caller: Principal, import_mappings: ImportMappings
) -> pb.ImportMapping:
    asked = REPLACE_MAPPING.struct(request)
    definition = MappingDefinition(
        **{name: getattr(asked, name) for name in MappingDefinition.__struct_fields__}
    )
    return MAPPING.message(
        mapping_view(await import_mappings.replace(caller, parse("map", asked.mapping_id), definition))
    )


@method(SERVICE, "DeleteImportMapping")
async def delete_import_mapping(
    request: pb.DeleteImportMappingRequest, caller: Principal, import_mappings: ImportMappings
) -> pb.DeleteImportMappingResponse:
    await import_mappings.delete(caller, parse("map", request.mapping_id))
    return pb.DeleteImportMappingResponse()


@method(SERVICE, "CreateImport", keyed=Keyed.OWN, bulk=True)
async def create_import(
    request: pb.CreateImportRequest,
    caller: Principal,
    imports: Imports,
    idempotency_key: str | None,
    upload: AsyncIterator[bytes],
) -> pb.Import:
    asked = CREATE.struct(request)
    options = ImportOptions(dry_run=asked.dry_run, customer_id=asked.customer_id, on_refused=asked.on_refused)
    made = await imports.create(caller, parse("map", asked.mapping_id), options, upload, idempotency_key)
    return IMPORT.message(import_view(made))


@method(SERVICE, "GetImport")
async def get_import(request: pb.GetImportRequest, caller: Principal, imports: Imports) -> pb.Import:
    return IMPORT.message(import_view(await imports.get(caller, parse("imp", request.import_id))))


@method(SERVICE, "ListImports")
async def list_imports(
    request: pb.ListImportsRequest, caller: Principal, imports: Imports
) -> pb.ListImportsResponse:
    page = LIST.struct(request)
    after = parse("imp", page.after) if page.after else None
    return IMPORTS.message(import_page(await imports.list(caller, after, page.limit)))


@method(SERVICE, "CancelImport", keyed=Keyed.OPTIONAL)
async def cancel_import(request: pb.CancelImportRequest, caller: Principal, imports: Imports) -> pb.Import:
    return IMPORT.message(import_view(await imports.cancel(caller, parse("imp", request.import_id))))


@method(SERVICE, "GetImportPreview")
async def get_import_preview(
    request: pb.GetImportPreviewRequest, caller: Principal, imports: Imports
) -> pb.ImportPreview:
    rows = await imports.preview(caller, parse("imp", request.import_id))
    return PREVIEW.message(ImportPreview(data=rows))


@method(SERVICE, "GetImportReport")
async def get_import_report(
    request: pb.GetImportReportRequest, caller: Principal, imports: Imports
) -> AsyncIterator[pb.ReportPiece]:
    return _pieces(await imports.report(caller, parse("imp", request.import_id)))


async def _pieces(file: AsyncIterator[bytes]) -> AsyncIterator[pb.ReportPiece]:
    async for part in file:
        for at in range(0, len(part), _PIECE_BYTES):
            yield pb.ReportPiece(data=part[at : at + _PIECE_BYTES])


METHODS = [
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
