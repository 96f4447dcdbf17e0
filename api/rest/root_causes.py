"""Root causes: why things fail, how much, whether it grows, and one to look at."""

from api.rest.operations import get
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.root_causes import RootCausePage, RootCauseStoryView, root_cause_page, root_cause_story
from core.ids import parse
from inference.catalogue import Language
from payments.facts import Gateway, Instant
from resolution.root_causes.entities import CauseKind, Order
from resolution.root_causes.root_causes import CauseFilter, RootCauses
from tenants.principals import Principal

_CAUSE = {
    "id": "rtc_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "kind": "attempt",
    "name": "The gateway's own faults: at gateway gw-alpha",
    "gateway": "gw-alpha",
    "method": None,
    "bank": None,
    "code": None,
    "fault": "gateway",
    "count": 412,
    "share": 0.31,
    "money": [{"currency": "INR", "amount_minor": 53_518_800}],
    "trend": "rising",
    "expected": 37.5,
    "excess": 374.5,
    "ratio": 10.9,
    "ratio_low": 7.2,
    "ratio_high": 16.4,
    "first_at": "2026-11-14T12:04:00Z",
    "last_at": "2026-11-21T11:58:00Z",
    "example": "gat_01kc1x5w3ceyp8s1r7t3v5w9yb",
}


@get(
    "/root-causes",
    operation_id="listRootCauses",
    summary="List root causes",
    tag="root-causes",
    answer_example={
        "data": [_CAUSE],
        "has_more": False,
        "next_after": None,
        "since": "2026-11-14T12:00:00Z",
        "until": "2026-11-21T12:00:00Z",
        "before_since": "2026-11-07T12:00:00Z",
        "before_until": "2026-11-14T12:00:00Z",
    },
)
async def list_root_causes(
    caller: Principal,
    root_causes: RootCauses,
    *,
    since: Instant | None = None,
    until: Instant | None = None,
    kind: CauseKind | None = None,
    gateway: Gateway | None = None,
    order: Order = "growth",
    language: Language = "en",
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> RootCausePage:
    """Why attempts and payouts failed and what tickets are about, in the last seven days when not told, 28 at most. `growth`: what rises
    comes first. `gateway`: causes that name it.
    """
    wanted = CauseFilter(since, until, kind, gateway, order, language)
    cursor = None if after is None else parse("rtc", after)
    return root_cause_page(await root_causes.list(caller, wanted, after=cursor, limit=limit))


@get(
    "/root-causes/{cause_id:str}",
    operation_id="getRootCause",
    summary="Get a root cause",
    tag="root-causes",
    answer_example={
        **_CAUSE,
        "since": "2026-11-14T12:00:00Z",
        "until": "2026-11-21T12:00:00Z",
        "bucket_s": 86_400,
        "series": [{"at": "2026-11-14T12:00:00Z", "count": 5}],
        "examples": ["gat_01kc1x5w3ceyp8s1r7t3v5w9yb"],
        "linked": [
            {
                "id": "rtc_01kc1x5w3ceyp8s1r7t3v5w9yc",
                "kind": "ticket",
                "name": "Debited, but failed",
                "bond": "same_hours",
                "together": 31,
                "expected": 4.2,
                "lift": 7.4,
                "chance": 3.1e-9,
            }
        ],
    },
)
async def get_root_cause(
    caller: Principal,
    root_causes: RootCauses,
    cause_id: str,
    *,
    since: Instant | None = None,
    until: Instant | None = None,
    language: Language = "en",
) -> RootCauseStoryView:
    """Its course by hour or day, its latest examples, and which tickets or failures go with it."""
    story = await root_causes.get(caller, parse("rtc", cause_id), since, until, language)
    return root_cause_story(story)


HANDLERS = [list_root_causes, get_root_cause]
