"""Root causes over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import method
from api.rpc.stubs.countermark.cases.v1 import root_causes_pb2 as pb
from api.views.root_causes import RootCausePage, RootCauseStoryView, root_cause_page, root_cause_story
from core.ids import parse
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from inference.catalogue import Language
from payments.facts import Gateway, Instant
from resolution.root_causes.entities import CauseKind, Order
from resolution.root_causes.root_causes import CauseFilter, RootCauses
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["RootCauseService"]


class _Query(msgspec.Struct, frozen=True, kw_only=True):
    since: Instant | None = None
    until: Instant | None = None
    kind: CauseKind | None = None
    gateway: Gateway | None = None
    order: Order = "growth"
    language: Language = "en"
    after: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _One(msgspec.Struct, frozen=True, kw_only=True):
    cause_id: Annotated[str, msgspec.Meta(max_length=64)] = ""
    since: Instant | None = None
    until: Instant | None = None
    language: Language = "en"


QUERY = Codec(_Query, pb.ListRootCausesRequest)
PAGE = Codec(RootCausePage, pb.ListRootCausesResponse)
ONE = Codec(_One, pb.GetRootCauseRequest)
STORY = Codec(RootCauseStoryView, pb.RootCauseStory)


@method(SERVICE, "ListRootCauses")
async def list_root_causes(
    caller: Principal, root_causes: RootCauses, request: pb.ListRootCausesRequest
) -> pb.ListRootCausesResponse:
    query = QUERY.struct(request)
    wanted = CauseFilter(query.since, query.until, query.kind, query.gateway, query.order, query.language)
    cursor = None if query.after is None else parse("rtc", query.after)
    found = await root_causes.list(caller, wanted, after=cursor, limit=query.limit)
    return PAGE.message(root_cause_page(found))


@method(SERVICE, "GetRootCause")
async def get_root_cause(
    caller: Principal, root_causes: RootCauses, request: pb.GetRootCauseRequest
) -> pb.RootCauseStory:
    one = ONE.struct(request)
    story = await root_causes.get(caller, parse("rtc", one.cause_id), one.since, one.until, one.language)
    return STORY.message(root_cause_story(story))


METHODS = [list_root_causes, get_root_cause]
