# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.root_cause_view_kind import RootCauseViewKind, check_root_cause_view_kind
from ..models.root_cause_view_trend import RootCauseViewTrend, check_root_cause_view_trend
from ..types import plain

if TYPE_CHECKING:
    from ..models.cause_money import CauseMoney


T = TypeVar("T", bound="RootCauseView")


@_attrs_define
class RootCauseView:
    """Failures, or tickets, of one cause in a period.

    gateway, method, bank, code: what they share; null is anything. The code of tickets is what they are about.

    first_at, last_at: in the period.

        Attributes:
            id (str): the same cause has the same id in every period.
            kind (RootCauseViewKind): what failed; `ticket` is what people wrote about.
            name (str): in words.
            gateway (None | str):
            method (None | str):
            bank (None | str):
            code (None | str):
            fault (None | str): whose fault they all are, of whatever code: `gateway`, `bank`, `customer` or `merchant`.
            count (int): how many; those that no cause named before it in its kind has.
            share (float): of all of its kind, 0 to 1.
            money (list[CauseMoney]): what failed to move, by currency; tickets name none.
            trend (RootCauseViewTrend): rising when the count is surely more than was to be expected after the days before.
            expected (float | None): what was, at as many tries; null where nothing was seen before.
            excess (float | None): how many more there are.
            ratio (float | None): of the rates now and before. ratio_low, ratio_high: its interval, of 95 % for all causes
                of the kind at once.
            ratio_low (float | None):
            ratio_high (float | None):
            first_at (str):
            last_at (str):
            example (str): the id of the latest: an attempt, a payout, or the decision about a ticket.
    """

    id: str
    kind: RootCauseViewKind
    name: str
    gateway: None | str
    method: None | str
    bank: None | str
    code: None | str
    fault: None | str
    count: int
    share: float
    money: list[CauseMoney]
    trend: RootCauseViewTrend
    expected: float | None
    excess: float | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    first_at: str
    last_at: str
    example: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.cause_money import CauseMoney  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        kind = check_root_cause_view_kind(d.pop("kind"))

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

        trend = check_root_cause_view_trend(d.pop("trend"))

        expected = cast("float | None", d.pop("expected"))
        excess = cast("float | None", d.pop("excess"))
        ratio = cast("float | None", d.pop("ratio"))
        ratio_low = cast("float | None", d.pop("ratio_low"))
        ratio_high = cast("float | None", d.pop("ratio_high"))
        first_at = d.pop("first_at")
        last_at = d.pop("last_at")
        example = d.pop("example")
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
        )
