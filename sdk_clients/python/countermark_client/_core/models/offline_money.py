# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.offline_money_costs import OfflineMoneyCosts, check_offline_money_costs
from ..types import plain

if TYPE_CHECKING:
    from ..models.money_figure import MoneyFigure


T = TypeVar("T", bound="OfflineMoney")


@_attrs_define
class OfflineMoney:
    """What the log and the policy come to in one currency.

    tries, amount_minor: that were looked at. costs: whether fees are those that were told with attempts, or the
    policy's own.

    costs, the policy's `failure_cost_bps`. logged_value_minor: that succeeded. logged_fees_minor: for it. value, fees:
    of the policy.

        Attributes:
            currency (str):
            tries (int):
            amount_minor (int):
            costs (OfflineMoneyCosts):
            unpriced (float): the part of the tries at gateways of which nobody told a fee: they count as free. loss_bps:
                what an amount that is lost
            loss_bps (int):
            effective (float):
            logged_value_minor (int):
            logged_fees_minor (int):
            value (MoneyFigure | None):
            fees (MoneyFigure | None):
            net_gain (MoneyFigure | None): value at `loss_bps` less fees, of the policy less of the log. refused: why there
                is no estimate.
            refused (None | str):
    """

    currency: str
    tries: int
    amount_minor: int
    costs: OfflineMoneyCosts
    unpriced: float
    loss_bps: int
    effective: float
    logged_value_minor: int
    logged_fees_minor: int
    value: MoneyFigure | None
    fees: MoneyFigure | None
    net_gain: MoneyFigure | None
    refused: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.money_figure import MoneyFigure  # noqa: PLC0415

        d = dict(src_dict)
        currency = d.pop("currency")
        tries = d.pop("tries")
        amount_minor = d.pop("amount_minor")
        costs = check_offline_money_costs(d.pop("costs"))

        unpriced = d.pop("unpriced")
        loss_bps = d.pop("loss_bps")
        effective = d.pop("effective")
        logged_value_minor = d.pop("logged_value_minor")
        logged_fees_minor = d.pop("logged_fees_minor")

        def _parse_value(data: object) -> MoneyFigure | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                value_type_0 = MoneyFigure.from_dict(data)

                return value_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MoneyFigure | None, data)

        value = _parse_value(d.pop("value"))

        def _parse_fees(data: object) -> MoneyFigure | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                fees_type_0 = MoneyFigure.from_dict(data)

                return fees_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MoneyFigure | None, data)

        fees = _parse_fees(d.pop("fees"))

        def _parse_net_gain(data: object) -> MoneyFigure | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                net_gain_type_0 = MoneyFigure.from_dict(data)

                return net_gain_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MoneyFigure | None, data)

        net_gain = _parse_net_gain(d.pop("net_gain"))

        refused = cast("None | str", d.pop("refused"))
        return cls(
            currency=currency,
            tries=tries,
            amount_minor=amount_minor,
            costs=costs,
            unpriced=unpriced,
            loss_bps=loss_bps,
            effective=effective,
            logged_value_minor=logged_value_minor,
            logged_fees_minor=logged_fees_minor,
            value=value,
            fees=fees,
            net_gain=net_gain,
            refused=refused,
        )
