"""Feeds and their runs as both faces show them."""

import datetime as dt
from typing import Annotated

import msgspec
from msgspec import Meta

from api.views.rulesets import JsonAny
from core.ids import public
from core.pages import Page
from resolution.feeds.entities import FEED, RUN, Feed, FeedKind, FeedRun, FeedState, RunState, Scheme


class FeedView(msgspec.Struct, frozen=True, kw_only=True):
    """Where something comes from, and what became of it so far.

    folder: below the installation's folder for files; null of other kinds. host: of a url's address, which is shown to nobody.
    mapping_id: rows are read by it and recorded. decide: the use case that decides them instead.
    runs: that took something. taken, refused, repeated: rows of all runs; repeated ones were here before.
    failures: in a row. last_status, last_error: what an address answered last, and a code, null where the newest look or
    run went well. next_at: when an address is asked next.
    webhook_path: where another system sends to; its secret is shown to nobody.
    """

    id: str
    name: str
    kind: FeedKind
    state: FeedState
    folder: str | None
    host: str | None
    every_s: int | None
    webhook_path: str | None
    scheme: Scheme | None
    delivery_field: str | None
    minor_units: bool
    mapping_id: str | None
    decide: str | None
    id_column: str | None
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


class FeedDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A payment as another system tells it: any object; the feed's mapping names the values by field or by JSON pointer."""

    id: Annotated[str, Meta(max_length=255)] | None = None
    type: Annotated[str, Meta(max_length=255)] | None = None
    data: Annotated[dict[str, JsonAny], Meta(max_length=500)] | None = None


class FeedPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of feeds, newest first."""

    data: list[FeedView]
    has_more: bool
    next_after: str | None


class FeedRunView(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a feed took. import_id, batch_id: what works it off. error: the code of what ended it."""

    id: str
    feed_id: str
    state: RunState
    bytes: int
    import_id: str | None
    batch_id: str | None
    transaction_id: str | None
    decision_id: str | None
    outcome: str | None
    taken: int
    refused: int
    repeated: int
    error: str | None
    started_at: dt.datetime
    ended_at: dt.datetime | None


class FeedRunPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of runs, newest first."""

    data: list[FeedRunView]
    has_more: bool
    next_after: str | None


def feed_view(feed: Feed) -> FeedView:
    environment = public("env", feed.environment_id)
    return FeedView(
        id=public(FEED, feed.id),
        name=feed.name,
        kind=feed.kind,
        state=feed.state,
        folder=f"{environment}/{feed.name}" if feed.kind == "folder" else None,
        host=feed.host,
        webhook_path=f"/api/v1/feeds/{public(FEED, feed.id)}/deliveries" if feed.kind == "webhook" else None,
        scheme=feed.scheme,
        delivery_field=feed.delivery_field,
        minor_units=feed.minor_units,
        every_s=feed.every_s if feed.kind == "url" else None,
        mapping_id=None if feed.mapping_id is None else public("map", feed.mapping_id),
        decide=feed.use_case,
        id_column=feed.id_column,
        runs=feed.runs,
        taken=feed.taken,
        refused=feed.refused,
        repeated=feed.repeated,
        failures=feed.failures,
        last_status=feed.last_status,
        last_error=feed.last_error,
        last_at=feed.last_at,
        next_at=feed.next_at,
        created_at=feed.created_at,
        created_by=feed.created_by,
    )


def feed_page(page: Page[Feed]) -> FeedPage:
    return FeedPage(
        data=[feed_view(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def feed_run_view(run: FeedRun) -> FeedRunView:
    return FeedRunView(
        id=public(RUN, run.id),
        feed_id=public(FEED, run.feed_id),
        state=run.state,
        bytes=run.bytes,
        import_id=None if run.import_id is None else public("imp", run.import_id),
        batch_id=None if run.batch_id is None else public("bat", run.batch_id),
        transaction_id=None if run.transaction_id is None else public("txn", run.transaction_id),
        decision_id=None if run.decision_id is None else public("dec", run.decision_id),
        outcome=run.outcome,
        taken=run.taken,
        refused=run.refused,
        repeated=run.repeated,
        error=run.error,
        started_at=run.started_at,
        ended_at=run.ended_at,
    )


def feed_run_page(page: Page[FeedRun]) -> FeedRunPage:
    return FeedRunPage(
        data=[feed_run_view(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )
