"""What is told of rows of the past, so that the first decisions know what happened before them."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, InvalidRequest, PlatformError
from inference.entities import Inputs

PAST_ROWS_MAX = 1_000


class PastRowTold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One row as it was.

    own_id: what you call it: under the same name it is kept once, however often it is sent.
    inputs: its columns, as a request would send them; the time is needed.
    target: what became of it: 0 or 1 of a yes or no, else the number. Left out where it is not known yet.
    known_at: when the target came to light; without it, as long after the row as training said, and where the target is itself
      the days until it was known, so many days after it.
    """

    own_id: Annotated[str, Meta(min_length=1, max_length=256)]
    inputs: Inputs
    target: Annotated[float, Meta(ge=-1e15, le=1e15)] | None = None
    known_at: datetime | None = None


class PastRowsKept(msgspec.Struct, frozen=True, kw_only=True):
    """kept: rows that were not there before. existing: those that were."""

    kept: int
    existing: int


class PastRowsRefused(InvalidRequest):
    code = "past_rows_refused"
    fix = "Correct the named rows and send the request again; nothing of it was kept."


class NoPast(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "version_without_past"
    fix = "Train with --time, --id and --online; other versions look nothing up."
