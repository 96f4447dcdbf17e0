# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.gateway_option import GatewayOption
    from ..models.receipt import Receipt


T = TypeVar("T", bound="GatewayChoiceView")


@_attrs_define
class GatewayChoiceView:
    """The gateway that takes a payment. Send the attempt's result with `choice_id`, and the policy learns from it.

    Attributes:
        id (str): our id of the choice.
        policy_id (str): the policy that chose.
        gateway (str): the chosen one.
        propensity (float): the chance that it had.
        by_rule (bool): whether a rule of the policy had a say.
        options (list[GatewayOption]): all that could be chosen.
        chosen_at (str): when.
        receipt (Receipt): A signed promise that an entry will be in the log by a deadline. Check it with `countermark-
            verify receipt`.
    """

    id: str
    policy_id: str
    gateway: str
    propensity: float
    by_rule: bool
    options: list[GatewayOption]
    chosen_at: str
    receipt: Receipt

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.gateway_option import GatewayOption  # noqa: PLC0415
        from ..models.receipt import Receipt  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        policy_id = d.pop("policy_id")
        gateway = d.pop("gateway")
        propensity = d.pop("propensity")
        by_rule = d.pop("by_rule")
        options = []
        _options = d.pop("options")
        for options_item_data in _options:
            options_item = GatewayOption.from_dict(options_item_data)

            options.append(options_item)

        chosen_at = d.pop("chosen_at")
        receipt = Receipt.from_dict(d.pop("receipt"))

        return cls(
            id=id,
            policy_id=policy_id,
            gateway=gateway,
            propensity=propensity,
            by_rule=by_rule,
            options=options,
            chosen_at=chosen_at,
            receipt=receipt,
        )
