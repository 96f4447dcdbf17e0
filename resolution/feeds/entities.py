"""Feeds as they are asked for, kept and read back, and the runs that took something of them."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, PlatformError
from inference.manifest import ColumnName
from resolution.outbound.targets import URL_CHARS_MAX
from tenants.principals import Mode

FEED = "fed"
RUN = "fdr"
FeedKind = Literal["folder", "url", "webhook"]
Scheme = Literal["standard", "header"]
Standing = Literal["recorded", "existing", "conflict", "skipped"]
FeedState = Literal["active", "paused"]
RunState = Literal["running", "completed", "failed"]
FeedName = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$(?!\n)")]
MappingName = Annotated[str, Meta(min_length=1, max_length=64)]
UseCaseName = Annotated[str, Meta(min_length=1, max_length=64)]


class FeedNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "feed_not_found"
    fix = "List the feeds of this environment to find the id."


class FeedExists(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "feed_exists"
    fix = "Choose another name, or remove the feed that has it."


class FeedsFull(PlatformError):
    kind = ErrorKind.EXHAUSTED
    code = "feeds_full"
    fix = "Remove a feed that is not used."


class FeedKindOff(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "feed_kind_off"
    fix = "Set COUNTERMARK_DROP_DIR to a folder of the server's machine, and start the service again."


class FeedUnknown(PlatformError):
    """No such feed, or one that takes no deliveries: alike."""

    kind = ErrorKind.NOT_FOUND
    code = "feed_unknown"
    fix = "Give the other system the address of a feed of the kind webhook."


class DeliveryUnproven(PlatformError):
    kind = ErrorKind.UNAUTHENTICATED
    code = "feed_delivery_unproven"
    fix = "Send the very bytes that were signed, within five minutes, or the feed's secret in X-Feed-Secret."


class DeliveryRefused(PlatformError):
    kind = ErrorKind.INVALID
    code = "feed_delivery_refused"
    fix = "Send one payment as a JSON object that the feed's mapping can read."


class DeliveryLimited(PlatformError):
    kind = ErrorKind.EXHAUSTED
    code = "feed_delivery_limited"
    fix = "Send it again later, under the same id."


class FeedResting(PlatformError):
    kind = ErrorKind.UNAVAILABLE
    code = "feed_paused"
    fix = "Resume the feed, and send it again under the same id."


class CreateFeed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where something comes from, and what becomes of it.

    name: lower-case letters, digits and hyphens; of a folder it is the folder's name too.
    url: of the kind url: an https address that answers a table; it rests sealed. every_s: how often it is asked.
    scheme, secret: of the kind webhook: `standard` for Standard Webhooks, whose secret begins with whsec_; `header` for a secret of 16
    characters or more that is sent along. delivery_field: what names a delivery in its body, instead of the header webhook-id.
    minor_units: whole numbers are paise or cents.
    mapping_id: the kept mapping (`map_…`) that rows are read by, and recorded as payments.
    decide: the use case that rows are decided by instead, as a batch of its facts or of your own columns; id_column names them.
    """

    name: FeedName
    kind: FeedKind
    mapping_id: MappingName | None = None
    decide: UseCaseName | None = None
    id_column: ColumnName | None = None
    url: Annotated[str, Meta(min_length=1, max_length=URL_CHARS_MAX)] | None = None
    every_s: Annotated[int, Meta(ge=60, le=86_400)] | None = None
    scheme: Scheme | None = None
    secret: Annotated[str, Meta(min_length=16, max_length=256, pattern=r"^[\x21-\x7e]+$(?!\n)")] | None = None
    delivery_field: ColumnName | None = None
    minor_units: bool | None = None


class Parts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What rests sealed of a feed."""

    url: str = ""
    secret: str = ""

    def __repr__(self) -> str:
        return "Parts(***)"


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What an address answered last, to be asked for news of."""

    etag: str | None = None
    modified: str | None = None


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed without what is sealed.

    runs: that took something. taken, refused, repeated: rows, of all runs; repeated are those that were here before.
    failures: in a row. last_status, last_error: of the newest look; next_at: when the next is, of those that are looked at.
    """

    environment_id: UUID
    id: UUID
    name: str
    kind: FeedKind
    state: FeedState
    mode: Mode
    mapping_id: UUID | None
    use_case: str | None
    id_column: str | None
    host: str | None
    every_s: int
    scheme: Scheme | None
    delivery_field: str | None
    minor_units: bool
    runs: int
    taken: int
    refused: int
    repeated: int
    failures: int
    last_status: int | None
    last_error: str | None
    last_at: dt.datetime | None
    next_at: dt.datetime | None
    created_at: dt.datetime
    created_by: str


class FeedRun(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was taken: a file. import_id, batch_id: what works it off. taken, refused, repeated: rows. error: the code
    of what ended it. told_at: when results were written beside the file."""

    environment_id: UUID
    id: UUID
    feed_id: UUID
    state: RunState
    bytes: int
    import_id: UUID | None
    batch_id: UUID | None
    transaction_id: UUID | None
    decision_id: UUID | None
    outcome: str | None
    taken: int
    refused: int
    repeated: int
    error: str | None
    started_at: dt.datetime
    ended_at: dt.datetime | None
    told_at: dt.datetime | None


class FeedDelivery(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a delivery. repeated: it was here before, and nothing was done again. standing: of its payment, which may have
    come another way (`existing`, or with other content `conflict`), or did not go through (`skipped`)."""

    repeated: bool
    run_id: str
    standing: Standing
    transaction_id: str | None
    decision_id: str | None
    outcome: str | None


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """How the work that a run began has ended. rows are counted once: taken, refused or repeated."""

    state: RunState
    taken: int = 0
    refused: int = 0
    repeated: int = 0
    error: str | None = None
