"""Root causes as both faces show them."""

from datetime import datetime
from uuid import UUID

import msgspec

from core.ids import public
from resolution.root_causes.entities import (
    Bond,
    CauseBucket,
    CauseKind,
    CauseMoney,
    CauseReport,
    RootCause,
    RootCauseStory,
    Trend,
)


class RootCauseView(msgspec.Struct, frozen=True, kw_only=True):
    """Failures, or tickets, of one cause in a period.

    id: the same cause has the same id in every period.
    kind: what failed; `ticket` is what people wrote about.
    name: in words.
    gateway, method, bank, code: what they share; null is anything. The code of tickets is what they are about.
    fault: whose fault they all are, of whatever code: `gateway`, `bank`, `customer` or `merchant`.
    count: how many; those that no cause named before it in its kind has.
    share: of all of its kind, 0 to 1.
    money: what failed to move, by currency; tickets name none.
    trend: rising when the count is surely more than was to be expected after the days before.
    expected: what was, at as many tries; null where nothing was seen before.
    excess: how many more there are.
    ratio: of the rates now and before. ratio_low, ratio_high: its interval, of 95 % for all causes of the kind at once.
    first_at, last_at: in the period.
    example: the id of the latest: an attempt, a payout, or the decision about a ticket.
    """

    id: str
    kind: CauseKind
    name: str
    gateway: str | None
    method: str | None
    bank: str | None
    code: str | None
    fault: str | None
    count: int
    share: float
    money: list[CauseMoney]
    trend: Trend
    expected: float | None
    excess: float | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    first_at: datetime
    last_at: datetime
    example: str


class RootCausePage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of causes. since, until: of the period, in whole hours. before_since, before_until: what it is compared with."""

    data: list[RootCauseView]
    has_more: bool
    next_after: str | None
    since: datetime
    until: datetime
    before_since: datetime
    before_until: datetime


class LinkedCauseView(msgspec.Struct, frozen=True, kw_only=True):
    """A cause of the other side, tickets or failures, that goes with it.

    bond: `same_person`: who wrote was to be paid; `same_hours`: tickets came more often when it failed.
    together: how many tickets that is. expected: how many it would be by chance. lift: of the two. chance: that so many or more
    come together by accident.
    """

    id: str
    kind: CauseKind
    name: str
    bond: Bond
    together: int
    expected: float
    lift: float
    chance: float


class RootCauseStoryView(RootCauseView, frozen=True, kw_only=True):
    """A cause with its course.

    since, until: of the period. bucket_s: width of the buckets of `series`, which counts the whole cell.
    examples: ids of the latest. linked: what goes with it.
    """

    since: datetime
    until: datetime
    bucket_s: int
    series: list[CauseBucket]
    examples: list[str]
    linked: list[LinkedCauseView]


def root_cause_page(found: tuple[CauseReport, UUID | None]) -> RootCausePage:
    report, after = found
    return RootCausePage(
        data=[_view(cause) for cause in report.causes],
        has_more=after is not None,
        next_after=None if after is None else public("rtc", after),
        since=report.since,
        until=report.until,
        before_since=report.before_since,
        before_until=report.before_until,
    )


def root_cause_story(story: RootCauseStory) -> RootCauseStoryView:
    return RootCauseStoryView(
        **msgspec.structs.asdict(_view(story.cause)),
        since=story.since,
        until=story.until,
        bucket_s=story.bucket_s,
        series=story.series,
        examples=story.examples,
        linked=[
            LinkedCauseView(**{**msgspec.structs.asdict(each), "id": public("rtc", each.id)})
            for each in story.linked
        ],
    )


def _view(cause: RootCause) -> RootCauseView:
    fields = msgspec.structs.asdict(cause)
    del fields["cell"], fields["change"]
    change = cause.change
    fields |= msgspec.structs.asdict(cause.cell)
    fields |= {
        "id": public("rtc", cause.id),
        "expected": None if change is None else change.expected,
        "excess": None if change is None else change.excess,
        "ratio": None if change is None else change.ratio,
        "ratio_low": None if change is None else change.low,
        "ratio_high": None if change is None else change.high,
    }
    return RootCauseView(**fields)
