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

        def _parse_gateway(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        gateway = _parse_gateway(d.pop("gateway"))

        def _parse_method(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        method = _parse_method(d.pop("method"))

        def _parse_bank(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        bank = _parse_bank(d.pop("bank"))

        def _parse_code(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        code = _parse_code(d.pop("code"))

        def _parse_fault(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        fault = _parse_fault(d.pop("fault"))

        count = d.pop("count")
        share = d.pop("share")
        money = []
        _money = d.pop("money")
        for money_item_data in _money:
            money_item = CauseMoney.from_dict(money_item_data)

            money.append(money_item)

        trend = check_root_cause_story_view_trend(d.pop("trend"))

        def _parse_expected(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        expected = _parse_expected(d.pop("expected"))

        def _parse_excess(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        excess = _parse_excess(d.pop("excess"))

        def _parse_ratio(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        ratio = _parse_ratio(d.pop("ratio"))

        def _parse_ratio_low(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        ratio_low = _parse_ratio_low(d.pop("ratio_low"))

        def _parse_ratio_high(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        ratio_high = _parse_ratio_high(d.pop("ratio_high"))

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
