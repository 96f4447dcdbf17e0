# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.trial_money_costs import TrialMoneyCosts, check_trial_money_costs
from ..types import plain

if TYPE_CHECKING:
    from ..models.arm_money import ArmMoney
    from ..models.net_difference import NetDifference


T = TypeVar("T", bound="TrialMoney")


@_attrs_define
class TrialMoney:
    """Both policies in one currency.

    attempts, or those that the policies declare.

        Attributes:
            currency (str):
            loss_bps (int): what an amount that is lost costs, the champion's `failure_cost_bps`. costs: whether fees are
                those that were told with
            costs (TrialMoneyCosts):
            champion (ArmMoney): What first tries of one policy came to. net_minor: value at `loss_bps` less fees.
            challenger (ArmMoney): What first tries of one policy came to. net_minor: value at `loss_bps` less fees.
            net (NetDifference): Net a payment, in minor units: challenger minus champion. All null until both have enough
                judged payments.
    """

    currency: str
    loss_bps: int
    costs: TrialMoneyCosts
    champion: ArmMoney
    challenger: ArmMoney
    net: NetDifference

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.arm_money import ArmMoney  # noqa: PLC0415
        from ..models.net_difference import NetDifference  # noqa: PLC0415

        d = dict(src_dict)
        currency = d.pop("currency")
        loss_bps = d.pop("loss_bps")
        costs = check_trial_money_costs(d.pop("costs"))

        champion = ArmMoney.from_dict(d.pop("champion"))

        challenger = ArmMoney.from_dict(d.pop("challenger"))

        net = NetDifference.from_dict(d.pop("net"))

        return cls(
            currency=currency,
            loss_bps=loss_bps,
            costs=costs,
            champion=champion,
            challenger=challenger,
            net=net,
        )
