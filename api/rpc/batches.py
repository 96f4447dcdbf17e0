"""Batches over gRPC: the same use cases as on REST; files travel as streams of pieces."""

from collections.abc import AsyncIterator
from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.batches.v1 import batches_pb2 as pb
from api.views.batches import BatchPage, BatchView, Line, ResultFormat, UseCaseName, batch_page, batch_view
from core.ids import parse
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from inference.batch.batches import Batches
from inference.batch.entities import BatchEngine, BatchOptions, BatchWork, FileFormat, Separator
from inference.batch.results import RowProof
from inference.manifest import COLUMNS_MAX, ColumnName
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["BatchService"]

BatchId = Annotated[str, msgspec.Meta(max_length=64)]


class _Create(msgspec.Struct, frozen=True, kw_only=True):
    use_case: UseCaseName
    work: BatchWork = "decisions"
    format: FileFormat = "csv"
    separator: Separator = "comma"
    columns: Annotated[dict[ColumnName, ColumnName], msgspec.Meta(max_length=COLUMNS_MAX)] = {}
    id_column: ColumnName | None = None
    required: Annotated[tuple[ColumnName, ...], msgspec.Meta(max_length=COLUMNS_MAX)] = ()
    engine: BatchEngine = "local"
    data: bytes = b""


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    after: BatchId | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _Results(msgspec.Struct, frozen=True, kw_only=True):
    batch_id: BatchId = ""
    format: ResultFormat = "csv"


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    batch_id: BatchId = ""
    line: Line


CREATE = Codec(_Create, pb.CreateBatchRequest)
PAGE = Codec(_Page, pb.ListBatchesRequest)
RESULTS = Codec(_Results, pb.GetBatchResultsRequest)
ROW = Codec(_Row, pb.GetBatchRowProofRequest)
BATCH = Codec(BatchView, pb.Batch)
BATCHES = Codec(BatchPage, pb.ListBatchesResponse)
PROOF = Codec(RowProof, pb.RowProof)


@method(SERVICE, "CreateBatch", keyed=Keyed.OWN, bulk=True)
async def create_batch(
    request: pb.CreateBatchRequest,
    caller: Principal,
    batches: Batches,
    idempotency_key: str | None,
    upload: AsyncIterator[bytes],
) -> pb.Batch:
    asked = CREATE.struct(request)
    options = BatchOptions(
        work=asked.work,
        format=asked.format,
        separator=asked.separator,
        columns=asked.columns,
        id_column=asked.id_column,
        required=asked.required,
        engine=asked.engine,
    )
    return BATCH.message(
        batch_view(await batches.create(caller, asked.use_case, options, upload, idempotency_key))
    )


@method(SERVICE, "GetBatch")
async def get_batch(request: pb.GetBatchRequest, caller: Principal, batches: Batches) -> pb.Batch:
    return BATCH.message(batch_view(await batches.get(caller, parse("bat", request.batch_id))))


@method(SERVICE, "ListBatches")
async def list_batches(
    request: pb.ListBatchesRequest, caller: Principal, batches: Batches
) -> pb.ListBatchesResponse:
    page = PAGE.struct(request)
    after = parse("bat", page.after) if page.after else None
    return BATCHES.message(batch_page(await batches.list(caller, after, page.limit)))


@method(SERVICE, "CancelBatch", keyed=Keyed.OPTIONAL)
async def cancel_batch(request: pb.CancelBatchRequest, caller: Principal, batches: Batches) -> pb.Batch:
    return BATCH.message(batch_view(await batches.cancel(caller, parse("bat", request.batch_id))))


@method(SERVICE, "WatchBatch")
async def watch_batch(
    request: pb.WatchBatchRequest, caller: Principal, batches: Batches
) -> AsyncIterator[pb.Batch]:
    changes = await batches.watch(caller, parse("bat", request.batch_id))
    return (BATCH.message(batch_view(each)) async for each in changes if each is not None)


@method(SERVICE, "GetBatchResults")
async def get_batch_results(
    request: pb.GetBatchResultsRequest, caller: Principal, batches: Batches
) -> AsyncIterator[pb.FilePiece]:
    asked = RESULTS.struct(request)
    return _pieces(await batches.results(caller, parse("bat", asked.batch_id), asked.format))


@method(SERVICE, "GetBatchRefused")
async def get_batch_refused(
    request: pb.GetBatchRefusedRequest, caller: Principal, batches: Batches
) -> AsyncIterator[pb.FilePiece]:
    return _pieces(await batches.refused(caller, parse("bat", request.batch_id)))


@method(SERVICE, "GetBatchRowProof")
async def get_batch_row_proof(
    request: pb.GetBatchRowProofRequest, caller: Principal, batches: Batches
) -> pb.RowProof:
    asked = ROW.struct(request)
    return PROOF.message(await batches.prove_row(caller, parse("bat", asked.batch_id), asked.line))


async def _pieces(file: AsyncIterator[bytes]) -> AsyncIterator[pb.FilePiece]:
    """A chunk's results can be larger than a message may be for most clients (4 MB)."""
    async for part in file:
        for at in range(0, len(part), _PIECE_BYTES):
            yield pb.FilePiece(data=part[at : at + _PIECE_BYTES])


_PIECE_BYTES = 1 << 20

METHODS = [
    create_batch,
    get_batch,
    list_batches,
    cancel_batch,
    watch_batch,
    get_batch_results,
    get_batch_refused,
    get_batch_row_proof,
]
