"""Feeds over gRPC: the same use cases as on REST."""

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.feeds.v1 import feeds_pb2 as pb
from api.rpc.tenants import Id, PageQuery
from api.views.feeds import FeedPage, FeedRunPage, FeedView, feed_page, feed_run_page, feed_view
from core.ids import parse
from resolution.feeds.entities import FEED, RUN, CreateFeed
from resolution.feeds.feeds import Feeds
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["FeedService"]


class _RunQuery(PageQuery, frozen=True, kw_only=True):
    feed_id: Id


CREATE = Codec(CreateFeed, pb.CreateFeedRequest)
QUERY = Codec(PageQuery, pb.ListFeedsRequest)
RUN_QUERY = Codec(_RunQuery, pb.ListFeedRunsRequest)
ONE = Codec(FeedView, pb.Feed)
PAGE = Codec(FeedPage, pb.ListFeedsResponse)
RUNS = Codec(FeedRunPage, pb.ListFeedRunsResponse)


@method(SERVICE, "CreateFeed", keyed=Keyed.REQUIRED)
async def create_feed(caller: Principal, feeds: Feeds, request: pb.CreateFeedRequest) -> pb.Feed:
    return ONE.message(feed_view(await feeds.create(caller, CREATE.struct(request))))


@method(SERVICE, "ListFeeds")
async def list_feeds(caller: Principal, feeds: Feeds, request: pb.ListFeedsRequest) -> pb.ListFeedsResponse:
    query = QUERY.struct(request)
    start = None if query.after is None else parse(FEED, query.after)
    return PAGE.message(feed_page(await feeds.list_page(caller, start, query.limit)))


@method(SERVICE, "GetFeed")
async def get_feed(caller: Principal, feeds: Feeds, request: pb.GetFeedRequest) -> pb.Feed:
    return ONE.message(feed_view(await feeds.get(caller, parse(FEED, request.feed_id))))


@method(SERVICE, "ListFeedRuns")
async def list_feed_runs(
    caller: Principal, feeds: Feeds, request: pb.ListFeedRunsRequest
) -> pb.ListFeedRunsResponse:
    query = RUN_QUERY.struct(request)
    start = None if query.after is None else parse(RUN, query.after)
    return RUNS.message(
        feed_run_page(await feeds.runs(caller, parse(FEED, query.feed_id), start, query.limit))
    )


@method(SERVICE, "PauseFeed", keyed=Keyed.OPTIONAL)
async def pause_feed(caller: Principal, feeds: Feeds, request: pb.PauseFeedRequest) -> pb.Feed:
    return ONE.message(feed_view(await feeds.pause(caller, parse(FEED, request.feed_id))))


@method(SERVICE, "ResumeFeed", keyed=Keyed.OPTIONAL)
async def resume_feed(caller: Principal, feeds: Feeds, request: pb.ResumeFeedRequest) -> pb.Feed:
    return ONE.message(feed_view(await feeds.resume(caller, parse(FEED, request.feed_id))))


@method(SERVICE, "RemoveFeed", keyed=Keyed.OPTIONAL)
async def remove_feed(caller: Principal, feeds: Feeds, request: pb.RemoveFeedRequest) -> pb.Feed:
    return ONE.message(feed_view(await feeds.remove(caller, parse(FEED, request.feed_id))))


METHODS = [create_feed, list_feeds, get_feed, list_feed_runs, pause_feed, resume_feed, remove_feed]
