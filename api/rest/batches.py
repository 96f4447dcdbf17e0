"""Batches: a file goes in, results come out; watched by server-sent events, cancelled, proved row by row."""

from collections.abc import AsyncIterator

from api.rest.operations import Answer, Keyed, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.batches import (
    BatchPage,
    BatchView,
    ColumnNames,
    ColumnsText,
    Line,
    ResultFormat,
    UseCaseName,
    batch_event,
    batch_page,
    batch_view,
    options_of,
)
from core.ids import parse
from inference.batch.batches import Batches
from inference.batch.entities import BatchEngine, BatchWork, FileFormat, Separator
from inference.batch.results import RowProof
from inference.manifest import ColumnName
from tenants.principals import Principal

FILE_TYPES = ("text/csv", "application/vnd.apache.parquet", "application/octet-stream")
_MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}
_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_LEAF = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
_ID = "bat_01kc1x5w3ceyp8s1r7t3v5w9ya"
_ENTRY_ID = "ent_01kc1x5w3ceyp8s1r7t3v5w9ya"
_BATCH = {
    "id": _ID,
    "use_case": "credit-score",
    "state": "completed",
    "phase": "ended",
    "work": "decisions",
    "format": "csv",
    "engine": "local",
    "rows": 249_998,
    "refused": 2,
    "bytes_done": 68_430_117,
    "bytes_total": 68_430_117,
    "failure": None,
    "version_id": "ver_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "model_digest": _HASH,
    "ruleset_version_id": None,
    "rules_digest": _HASH,
    "input_sha256": _HASH,
    "root": _HASH,
    "entry_id": _ENTRY_ID,
    "revision": 21,
    "created_at": "2026-11-20T13:13:27.120450Z",
    "created_by": "key_01kc1x5w3efvr9q2d8m4n6p7hs",
    "ended_at": "2026-11-20T13:14:02.481007Z",
}


@post(
    "/batches",
    operation_id="createBatch",
    summary="Send a file to be scored",
    tag="batches",
    status=202,
    keyed=Keyed.OWN,
    upload=FILE_TYPES,
    answer_example=_BATCH
    | {"state": "queued", "phase": "waiting", "root": None, "entry_id": None, "ended_at": None},
)
async def create_batch(
    caller: Principal,
    batches: Batches,
    idempotency_key: str | None,
    upload: AsyncIterator[bytes],
    *,
    use_case: UseCaseName,
    work: BatchWork = "decisions",
    format: FileFormat = "csv",  # noqa: A002  the name of the parameter
    separator: Separator = "comma",
    columns: ColumnsText | None = None,
    id_column: ColumnName | None = None,
    required: ColumnNames | None = None,
    engine: BatchEngine = "local",
) -> Answer[BatchView]:
    """The body is the file itself: CSV in UTF-8 with a header, or Parquet, of any size. It is kept while it comes in, checked row
    by row and scored in chunks by the version and the ruleset that decide when it is sent. A header that does not fit refuses the
    whole file at once and names the column; a bad row is refused alone. `work=scores` gives the answer's fields without rules and
    reasons. `id_column` names rows: it must be filled and unique, and stands in the results.
    """
    options = options_of(
        work=work,
        form=format,
        separator=separator,
        columns=columns,
        id_column=id_column,
        required=required,
        engine=engine,
    )
    return Answer(body=batch_view(await batches.create(caller, use_case, options, upload, idempotency_key)))


@get(
    "/batches/{batch_id:str}",
    operation_id="getBatch",
    summary="Get a batch",
    tag="batches",
    answer_example=_BATCH,
)
async def get_batch(caller: Principal, batches: Batches, batch_id: str) -> BatchView:
    return batch_view(await batches.get(caller, parse("bat", batch_id)))


@get(
    "/batches",
    operation_id="listBatches",
    summary="List batches",
    tag="batches",
    answer_example={"data": [_BATCH], "has_more": False, "next_after": None},
)
async def list_batches(
    caller: Principal, batches: Batches, *, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> BatchPage:
    """Newest first. A batch and its results are kept for 30 days after its end."""
    cursor = None if after is None else parse("bat", after)
    return batch_page(await batches.list(caller, cursor, limit))


@post(
    "/batches/{batch_id:str}/cancel",
    operation_id="cancelBatch",
    summary="Cancel a batch",
    tag="batches",
    keyed=Keyed.OPTIONAL,
    answer_example=_BATCH | {"state": "cancelled", "root": None, "entry_id": None},
)
async def cancel_batch(caller: Principal, batches: Batches, batch_id: str) -> BatchView:
    """It stops after the chunk in hand; the file and what was written of it are deleted."""
    return batch_view(await batches.cancel(caller, parse("bat", batch_id)))


@get(
    "/batches/{batch_id:str}/events",
    operation_id="watchBatch",
    summary="Watch a batch",
    tag="batches",
    media_type="text/event-stream",
)
async def watch_batch(caller: Principal, batches: Batches, batch_id: str) -> Answer[bytes]:
    """Server-sent events: one at once and one after each change, `progress` until the last, which is named after the final state.
    `data` is the batch as `getBatch` shows it, `id` its revision. Ends with the batch, or after an hour: connect again.
    """
    changes = await batches.watch(caller, parse("bat", batch_id))
    headers = {"content-type": "text/event-stream", "cache-control": "no-store"}
    return Answer(stream=(batch_event(each) async for each in changes), headers=headers)


@get(
    "/batches/{batch_id:str}/results",
    operation_id="getBatchResults",
    summary="Download the results",
    tag="batches",
    media_type="text/csv",
    responses={422: "The batch is not completed."},
)
async def get_batch_results(
    caller: Principal,
    batches: Batches,
    batch_id: str,
    *,
    format: ResultFormat = "csv",  # noqa: A002  the name of the parameter
) -> Answer[bytes]:
    """One row for each row that was not refused, in the order of the file, beginning with its `line`. In CSV a text that begins
    like a formula has an apostrophe before it; Parquet holds every value as it is.
    """
    file = await batches.results(caller, parse("bat", batch_id), format)
    return Answer(stream=file, headers={"content-type": _MEDIA_TYPES[format]})


@get(
    "/batches/{batch_id:str}/refused",
    operation_id="getBatchRefused",
    summary="Download the refused rows",
    tag="batches",
    media_type="text/csv",
    responses={422: "The batch is not completed."},
)
async def get_batch_refused(caller: Principal, batches: Batches, batch_id: str) -> Answer[bytes]:
    """CSV of `line`, `column` and `reason`; the column is empty where the row as a whole was refused."""
    file = await batches.refused(caller, parse("bat", batch_id))
    return Answer(stream=file, headers={"content-type": _MEDIA_TYPES["csv"]})


@get(
    "/batches/{batch_id:str}/rows/{line:str}/proof",
    operation_id="getBatchRowProof",
    summary="Prove a row",
    tag="batches",
    responses={422: "The batch is not completed."},
    answer_example={
        "batch_id": _ID,
        "entry_id": _ENTRY_ID,
        "salt": "AAECAwQFBgcICQoLDA0ODw==",
        "header": f'{{"format":"countermark/batch/1","batch":"{_ID}","columns":["line","probability"],"rows":1,"refused":0,'
        f'"chunks":1,"input_sha256":"{_HASH}"}}',
        "header_path": [_LEAF],
        "row": "2,0.0312",
        "row_index": 0,
        "row_count": 1,
        "group": [_LEAF],
        "row_path": [],
        "chunk_index": 0,
        "chunk_count": 1,
        "chunk_path": [_LEAF],
    },
)
async def get_batch_row_proof(caller: Principal, batches: Batches, batch_id: str, line: Line) -> RowProof:
    """That the row of one line is what the batch's ledger entry committed to. Check it offline together with the entry's proof:
    `countermark-verify batch-row ROW_PROOF --proof ENTRY_PROOF --trust KEYS`.
    """
    return await batches.prove_row(caller, parse("bat", batch_id), line)


HANDLERS = [
    create_batch,
    get_batch,
    list_batches,
    cancel_batch,
    watch_batch,
    get_batch_results,
    get_batch_refused,
    get_batch_row_proof,
]
