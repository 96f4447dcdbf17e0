"""What a batch is: asked for with options, worked off in chunks, ended with results, refusals and one ledger entry."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, PlatformError
from inference.manifest import COLUMNS_MAX, ColumnName

BatchState = Literal["queued", "running", "completed", "failed", "cancelled"]
BatchPhase = Literal["waiting", "checking", "scoring", "finishing", "ended"]
BatchWork = Literal["scores", "decisions"]
BatchEngine = Literal["local", "ray"]
FileFormat = Literal["csv", "parquet"]
Separator = Literal["comma", "semicolon", "tab"]
FINAL_STATES = frozenset({"completed", "failed", "cancelled"})
FIELD_CHARS_MAX = 1_000
"""Of one text in a row: a value of a category or an id."""
ROW_BYTES_MAX = 1_048_576


class BatchNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "batch_not_found"
    fix = "Use the id that the batch was answered with, in the environment where it was made."


class BatchRefused(PlatformError):
    """The file as a whole cannot be scored; single rows are refused one by one instead."""

    kind = ErrorKind.INVALID
    code = "batch_refused"
    fix = "Correct the file and send it again with a new idempotency key."


class BatchTooLarge(PlatformError):
    kind = ErrorKind.INVALID
    code = "batch_too_large"
    fix = "Divide the file, or raise COUNTERMARK_BATCH_BYTES_MAX."


class BatchNotReady(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "batch_not_ready"
    fix = "Wait until the batch is completed: ask for it again, or follow its events."


class BatchEnded(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "batch_ended"
    fix = "A batch that has ended stays as it is; send a new one."


class BatchRowNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "batch_row_not_found"
    fix = "Take the line from the results: refused lines and lines beyond the file have no result."


class EngineUnavailable(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "batch_engine_unavailable"
    fix = "Set COUNTERMARK_BATCH_RAY_PYTHON to the interpreter that `make setup-ray` made, or use the local engine."


class BatchOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a file is read and what is made of it.

    work: `scores` (the answer's fields alone) or `decisions` (with outcome, reasons and the notes of the rules).
    columns: for columns of the version that have another name in the file: the version's name → the file's.
    id_column: column of the file that names the row; it must be filled and unique, and stands in the results.
    required: columns of the version that must not be empty.
    """

    work: BatchWork = "decisions"
    format: FileFormat = "csv"
    separator: Separator = "comma"
    columns: Annotated[dict[ColumnName, ColumnName], Meta(max_length=COLUMNS_MAX)] = {}
    id_column: ColumnName | None = None
    required: Annotated[tuple[ColumnName, ...], Meta(max_length=COLUMNS_MAX)] = ()
    engine: BatchEngine = "local"


class BatchBeyondQuota(BatchRefused):
    """It has more rows than the month's quota has units left; what it did until then is not counted."""

    code = "batch_beyond_quota"
    fix = "Ask for a larger monthly quota, send fewer rows, or wait for the next month (UTC)."


class BatchFailure(msgspec.Struct, frozen=True, kw_only=True):
    """Why a batch has failed, in the words of a problem."""

    code: str
    message: str
    fix: str


class BatchProgress(msgspec.Struct, frozen=True, kw_only=True):
    """rows: scored ones. refused: rows with a reason instead. bytes_done: of the file, 0 to `bytes_total`."""

    phase: BatchPhase
    rows: int
    refused: int
    bytes_done: int
    bytes_total: int


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """A batch as it stands. revision: grows with each change that is worth an event.

    input_sha256: of the file as it was received. root: of the result rows, once completed; the entry commits to it.
    """

    id: UUID
    use_case: str
    state: BatchState
    options: BatchOptions
    version_id: UUID
    version_digest: bytes
    ruleset_version_id: UUID | None
    ruleset_digest: bytes
    progress: BatchProgress
    input_sha256: bytes
    failure: BatchFailure | None
    root: bytes | None
    entry_id: UUID | None
    revision: int
    created_at: datetime
    created_by: str
    ended_at: datetime | None


class RefusedRow(msgspec.Struct, frozen=True):
    """line: of the file, 1-based, the header being 1; of Parquet, the row, 1-based. column: empty for the row as a whole."""

    line: int
    column: str
    reason: str
