# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.root_cause_story_view_kind import RootCauseStoryViewKind, check_root_cause_story_view_kind
from ..models.root_cause_story_view_trend import RootCauseStoryViewTrend, check_root_cause_story_view_trend
from ..types import plain

if TYPE_CHECKING:
    from ..models.cause_bucket import CauseBucket
    from ..models.cause_money import CauseMoney
    from ..models.linked_cause_view import LinkedCauseView


T = TypeVar("T", bound="RootCauseStoryView")


@_attrs_define
class RootCauseStoryView:
    """A cause with its course.

    since, until: of the period. bucket_s: width of the buckets of `series`, which counts the whole cell.

        Attributes:
            id (str):
            kind (RootCauseStoryViewKind):
            name (str):
            gateway (None | str):
            method (None | str):
            bank (None | str):
            code (None | str):
            fault (None | str):
            count (int):
            share (float):
            money (list[CauseMoney]):
            trend (RootCauseStoryViewTrend):
            expected (float | None):
            excess (float | None):
            ratio (float | None):
            ratio_low (float | None):
            ratio_high (float | None):
            first_at (str):
            last_at (str):
            example (str):
            since (str):
            until (str):
            bucket_s (int):
            series (list[CauseBucket]):
            examples (list[str]): ids of the latest. linked: what goes with it.
            linked (list[LinkedCauseView]):
    """

    id: str
    kind: RootCauseStoryViewKind
    name: str
    gateway: None | str
    method: None | str
    bank: None | str
    code: None | str
    fault: None | str
    count: int
    share: float
    money: list[CauseMoney]
    trend: RootCauseStoryViewTrend
    expected: float | None
    excess: float | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    first_at: str
    last_at: str
    example: str
    since: str
    until: str
    bucket_s: int
    series: list[CauseBucket]
    examples: list[str]
    linked: list[LinkedCauseView]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.cause_bucket import CauseBucket  # noqa: PLC0415
        from ..models.cause_money import CauseMoney  # noqa: PLC0415
        from ..models.linked_cause_view import LinkedCauseView  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        kind = check_root_cause_story_view_kind(d.pop("kind"))

        name = d.pop("name")
        gateway = cast("None | str", d.pop("gateway"))
        method = cast("None | str", d.pop("method"))
        bank = cast("None | str", d.pop("bank"))
        code = cast("None | str", d.pop("code"))
        fault = cast("None | str", d.pop("fault"))
        count = d.pop("count")
        share = d.pop("share")
        money = []
        _money = d.pop("money")
        for money_item_data in _money:
            money_item = CauseMoney.from_dict(money_item_data)

            money.append(money_item)

        trend = check_root_cause_story_view_trend(d.pop("trend"))

        expected = cast("float | None", d.pop("expected"))
        excess = cast("float | None", d.pop("excess"))
        ratio = cast("float | None", d.pop("ratio"))
        ratio_low = cast("float | None", d.pop("ratio_low"))
        ratio_high = cast("float | None", d.pop("ratio_high"))
        first_at = d.pop("first_at")
        last_at = d.pop("last_at")
        example = d.pop("example")
        since = d.pop("since")
        until = d.pop("until")
        bucket_s = d.pop("bucket_s")
        series = []
        _series = d.pop("series")
        for series_item_data in _series:
            series_item = CauseBucket.from_dict(series_item_data)

            series.append(series_item)

        examples = cast(list[str], d.pop("examples"))

        linked = []
        _linked = d.pop("linked")
        for linked_item_data in _linked:
            linked_item = LinkedCauseView.from_dict(linked_item_data)

            linked.append(linked_item)

        return cls(
            id=id,
            kind=kind,
            name=name,
            gateway=gateway,
            method=method,
            bank=bank,
            code=code,
            fault=fault,
            count=count,
            share=share,
            money=money,
            trend=trend,
            expected=expected,
            excess=excess,
            ratio=ratio,
            ratio_low=ratio_low,
            ratio_high=ratio_high,
            first_at=first_at,
            last_at=last_at,
            example=example,
            since=since,
            until=until,
            bucket_s=bucket_s,
            series=series,
            examples=examples,
            linked=linked,
        )
