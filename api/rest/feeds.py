"""Feeds: where payments come in from without a developer."""

from api.rest.operations import Keyed, delete, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.feeds import FeedPage, FeedRunPage, FeedView, feed_page, feed_run_page, feed_view
from core.ids import parse
from resolution.feeds.entities import FEED, RUN, CreateFeed
from resolution.feeds.feeds import Feeds
from tenants.principals import Principal

_FEED = {
    "id": "fed_01kc1x5w3efvr9q2d8m4n6p7hs",
    "name": "branch-payments",
    "kind": "folder",
    "state": "active",
    "folder": "env_01kc1x5w3ceyp8s1r7t3v5w9ya/branch-payments",
    "host": None,
    "every_s": None,
    "webhook_path": None,
    "scheme": None,
    "delivery_field": None,
    "minor_units": False,
    "mapping_id": None,
    "decide": "transaction-anomaly",
    "id_column": "id",
    "runs": 3,
    "taken": 2_914,
    "refused": 6,
    "repeated": 0,
    "failures": 0,
    "last_status": None,
    "last_error": None,
    "next_at": None,
    "last_at": "2026-11-22T04:46:01.610208Z",
    "created_at": "2026-11-21T04:46:01.610208Z",
    "created_by": "mbr_01kc1x5w3ceyp8s1r7t3v5w9ya",
}
_RUN = {
    "id": "fdr_01kc1x5w3efvr9q2d8m4n6p7hs",
    "feed_id": "fed_01kc1x5w3efvr9q2d8m4n6p7hs",
    "state": "completed",
    "bytes": 88_120,
    "import_id": None,
    "batch_id": "bat_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "transaction_id": None,
    "decision_id": None,
    "outcome": None,
    "taken": 998,
    "refused": 2,
    "repeated": 0,
    "error": None,
    "started_at": "2026-11-22T04:45:58.110208Z",
    "ended_at": "2026-11-22T04:46:01.610208Z",
}


@post(
    "/feeds",
    operation_id="createFeed",
    summary="Create a feed",
    tag="feeds",
    status=201,
    keyed=Keyed.REQUIRED,
    example={"name": "branch-payments", "kind": "folder", "decide": "transaction-anomaly", "id_column": "id"},
    answer_example=_FEED,
    responses={409: "There is a feed of that name.", 422: "The installation has no folder for files."},
)
async def create_feed(caller: Principal, data: CreateFeed, feeds: Feeds) -> FeedView:
    """Payments of it are recorded by a kept mapping, or its rows are decided by a use case, once each. The answer names no address and no secret."""
    return feed_view(await feeds.create(caller, data))


@get(
    "/feeds",
    operation_id="listFeeds",
    summary="List feeds",
    tag="feeds",
    answer_example={"data": [_FEED], "has_more": False, "next_after": None},
)
async def list_feeds(
    caller: Principal, feeds: Feeds, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> FeedPage:
    """Newest first, without those that were removed."""
    start = None if after is None else parse(FEED, after)
    return feed_page(await feeds.list_page(caller, start, limit))


@get("/feeds/{feed_id:str}", operation_id="getFeed", summary="Get a feed", tag="feeds", answer_example=_FEED)
async def get_feed(caller: Principal, feed_id: str, feeds: Feeds) -> FeedView:
    """What it is, and what became of what came in by it."""
    return feed_view(await feeds.get(caller, parse(FEED, feed_id)))


@get(
    "/feeds/{feed_id:str}/runs",
    operation_id="listFeedRuns",
    summary="List what a feed took",
    tag="feeds",
    answer_example={"data": [_RUN], "has_more": False, "next_after": None},
)
async def list_feed_runs(
    caller: Principal, feed_id: str, feeds: Feeds, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> FeedRunPage:
    """Newest first, of the last 90 days."""
    start = None if after is None else parse(RUN, after)
    return feed_run_page(await feeds.runs(caller, parse(FEED, feed_id), start, limit))


@post(
    "/feeds/{feed_id:str}/pause",
    operation_id="pauseFeed",
    summary="Pause a feed",
    tag="feeds",
    keyed=Keyed.OPTIONAL,
    answer_example=_FEED | {"state": "paused"},
)
async def pause_feed(caller: Principal, feed_id: str, feeds: Feeds) -> FeedView:
    """Nothing more is taken until it is resumed; what was taken is worked off."""
    return feed_view(await feeds.pause(caller, parse(FEED, feed_id)))


@post(
    "/feeds/{feed_id:str}/resume",
    operation_id="resumeFeed",
    summary="Resume a feed",
    tag="feeds",
    keyed=Keyed.OPTIONAL,
    answer_example=_FEED,
)
async def resume_feed(caller: Principal, feed_id: str, feeds: Feeds) -> FeedView:
    """It is looked at again at once."""
    return feed_view(await feeds.resume(caller, parse(FEED, feed_id)))


@delete(
    "/feeds/{feed_id:str}",
    operation_id="removeFeed",
    summary="Remove a feed",
    tag="feeds",
    keyed=Keyed.OPTIONAL,
    answer_example=_FEED,
)
async def remove_feed(caller: Principal, feed_id: str, feeds: Feeds) -> FeedView:
    """What it took stays, and so do files in its folder. Answers what it was."""
    return feed_view(await feeds.remove(caller, parse(FEED, feed_id)))


HANDLERS = [create_feed, list_feeds, get_feed, list_feed_runs, pause_feed, resume_feed, remove_feed]
