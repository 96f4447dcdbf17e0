# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.breach import Breach
    from ..models.difference import Difference
    from ..models.routing_arm_view import RoutingArmView
    from ..models.trial_money import TrialMoney


T = TypeVar("T", bound="RoutingComparison")


@_attrs_define
class RoutingComparison:
    """A challenger beside its champion, as of now; it may be read at any time and as often as you like.

    Attributes:
        policy_id (str): the challenger.
        since (str): from when choices count.
        until (str): now, or its end.
        level (float): of each interval, at all times at once.
        champion (RoutingArmView): What one policy did in a comparison: first tries of payments alone.
        challenger (RoutingArmView): What one policy did in a comparison: first tries of payments alone.
        differences (list[Difference]): challenger minus champion.
        money (list[TrialMoney]): values, fees and the difference of nets, by currency.
        guardrails (list[Breach]): what ends the challenger by itself.
        breached (bool): whether a guardrail is.
    """

    policy_id: str
    since: str
    until: str
    level: float
    champion: RoutingArmView
    challenger: RoutingArmView
    differences: list[Difference]
    money: list[TrialMoney]
    guardrails: list[Breach]
    breached: bool

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.breach import Breach  # noqa: PLC0415
        from ..models.difference import Difference  # noqa: PLC0415
        from ..models.routing_arm_view import RoutingArmView  # noqa: PLC0415
        from ..models.trial_money import TrialMoney  # noqa: PLC0415

        d = dict(src_dict)
        policy_id = d.pop("policy_id")
        since = d.pop("since")
        until = d.pop("until")
        level = d.pop("level")
        champion = RoutingArmView.from_dict(d.pop("champion"))

        challenger = RoutingArmView.from_dict(d.pop("challenger"))

        differences = []
        _differences = d.pop("differences")
        for differences_item_data in _differences:
            differences_item = Difference.from_dict(differences_item_data)

            differences.append(differences_item)

        money = []
        _money = d.pop("money")
        for money_item_data in _money:
            money_item = TrialMoney.from_dict(money_item_data)

            money.append(money_item)

        guardrails = []
        _guardrails = d.pop("guardrails")
        for guardrails_item_data in _guardrails:
            guardrails_item = Breach.from_dict(guardrails_item_data)

            guardrails.append(guardrails_item)

        breached = d.pop("breached")
        return cls(
            policy_id=policy_id,
            since=since,
            until=until,
            level=level,
            champion=champion,
            challenger=challenger,
            differences=differences,
            money=money,
            guardrails=guardrails,
            breached=breached,
        )
