"""Batches as both faces show them."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.errors import FieldError, InvalidRequest
from core.ids import public
from core.pages import Page
from inference.batch.entities import (
    Batch,
    BatchEngine,
    BatchFailure,
    BatchOptions,
    BatchPhase,
    BatchState,
    BatchWork,
    FileFormat,
    Separator,
)
from inference.manifest import ColumnName

UseCaseName = Annotated[str, Meta(min_length=1, max_length=64)]
ColumnNames = Annotated[list[ColumnName], Meta(max_length=100)]
"""As many as an address has room for; gRPC takes any number."""
ColumnsText = Annotated[
    str,
    Meta(
        min_length=2,
        max_length=16_384,
        description='For columns that have another name in the file, a JSON object of both: `{"income": "Income (INR)"}`.',
    ),
]
Line = Annotated[int, Meta(ge=1, le=2**62, description="The number of the row's line, as in the results.")]
ResultFormat = Literal["csv", "parquet"]


class BatchView(msgspec.Struct, frozen=True, kw_only=True):
    """A batch as it stands.

    state: `queued`, `running`, and then `completed`, `failed` or `cancelled`. phase: what it is at.
    rows: scored so far. refused: rows with a reason instead of a result. bytes_done: of the file's `bytes_total`.
    failure: why it failed. version_id, ruleset_version_id: what decides every row, as they were when the file came; the
    ruleset's is null for the default. model_digest, rules_digest: of the same, in hexadecimal, as in the ledger entry.
    input_sha256: of the file as it was received, in hexadecimal. root: of the tree of all result rows, once completed.
    entry_id: the ledger entry that commits to it. revision: grows whenever something changed.
    """

    id: str
    use_case: str
    state: BatchState
    phase: BatchPhase
    work: BatchWork
    format: FileFormat
    engine: BatchEngine
    rows: int
    refused: int
    bytes_done: int
    bytes_total: int
    failure: BatchFailure | None
    version_id: str
    model_digest: str
    ruleset_version_id: str | None
    rules_digest: str
    input_sha256: str
    root: str | None
    entry_id: str | None
    revision: int
    created_at: datetime
    created_by: str
    ended_at: datetime | None


class BatchPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of batches, newest first."""

    data: list[BatchView]
    has_more: bool
    next_after: str | None


def batch_view(batch: Batch) -> BatchView:
    progress, ruleset, entry = batch.progress, batch.ruleset_version_id, batch.entry_id
    return BatchView(
        id=public("bat", batch.id),
        use_case=batch.use_case,
        state=batch.state,
        phase=progress.phase,
        work=batch.options.work,
        format=batch.options.format,
        engine=batch.options.engine,
        rows=progress.rows,
        refused=progress.refused,
        bytes_done=progress.bytes_done,
        bytes_total=progress.bytes_total,
        failure=batch.failure,
        version_id=public("ver", batch.version_id),
        model_digest=batch.version_digest.hex(),
        ruleset_version_id=None if ruleset is None else public("rsv", ruleset),
        rules_digest=batch.ruleset_digest.hex(),
        input_sha256=batch.input_sha256.hex(),
        root=None if batch.root is None else batch.root.hex(),
        entry_id=None if entry is None else public("ent", entry),
        revision=batch.revision,
        created_at=batch.created_at,
        created_by=batch.created_by,
        ended_at=batch.ended_at,
    )


def batch_page(page: Page[Batch]) -> BatchPage:
    return BatchPage(
        data=[batch_view(batch) for batch in page.data], has_more=page.has_more, next_after=page.next_after
    )


def batch_event(batch: Batch | None) -> bytes:
    """Write a server-sent event; one that says nothing keeps the connection open."""
    if batch is None:
        return b": still here\n\n"
    name = "progress" if batch.ended_at is None else batch.state
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (
        batch.revision,
        name.encode(),
        msgspec.json.encode(batch_view(batch)),
    )


def options_of(
    *,
    work: BatchWork,
    form: FileFormat,
    separator: Separator,
    columns: str | None,
    id_column: str | None,
    required: list[str] | None,
    engine: BatchEngine,
) -> BatchOptions:
    """Put the options together that a query gives one by one. Raises: InvalidRequest."""
    try:
        mapping = {} if columns is None else msgspec.json.decode(columns, type=dict[ColumnName, ColumnName])
    except msgspec.DecodeError as error:
        refused = FieldError(
            "columns", "It is not a JSON object of names.", 'Send {"income": "Income (INR)"}.'
        )
        raise InvalidRequest("A path or query parameter was refused.", fields=[refused]) from error
    return BatchOptions(
        work=work,
        format=form,
        separator=separator,
        columns=mapping,
        id_column=id_column,
        required=tuple(required or ()),
        engine=engine,
    )
