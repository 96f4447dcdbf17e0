# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.gateway_choice import GatewayChoice


T = TypeVar("T", bound="GatewayRouteAnswer")


@_attrs_define
class GatewayRouteAnswer:
    """GatewayRouteAnswer.

    Attributes:
        probability (float): that the chosen gateway takes the payment, calibrated, 0 to 1.
        gateway (None | str): the chosen one.
        best_gateway (None | str): the one of least cost; the chosen one is another when the payment explores.
        explores (bool | None): whether it does.
        advice (None | str): send (a first try), retry (now, at the chosen gateway), requeue (later: none is well now)
            or stop.
        failure_cause (None | str): the code that fails most at the best gateway or, without one, anywhere within 15
            minutes.
        choices (list[GatewayChoice]): all gateways, the cheapest first.
        explore_share (float | None | Unset): of such payments that go to another than the best, so that its figures
            stay fresh; 0 where none is well, and of payments that were tried before.
    """

    probability: float
    gateway: None | str
    best_gateway: None | str
    explores: bool | None
    advice: None | str
    failure_cause: None | str
    choices: list[GatewayChoice]
    explore_share: float | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.gateway_choice import GatewayChoice  # noqa: PLC0415

        d = dict(src_dict)
        probability = d.pop("probability")
        gateway = cast("None | str", d.pop("gateway"))
        best_gateway = cast("None | str", d.pop("best_gateway"))
        explores = cast("bool | None", d.pop("explores"))
        advice = cast("None | str", d.pop("advice"))
        failure_cause = cast("None | str", d.pop("failure_cause"))
        choices = []
        _choices = d.pop("choices")
        for choices_item_data in _choices:
            choices_item = GatewayChoice.from_dict(choices_item_data)

            choices.append(choices_item)

        explore_share = cast("float | None | Unset", d.pop("explore_share", UNSET))
        return cls(
            probability=probability,
            gateway=gateway,
            best_gateway=best_gateway,
            explores=explores,
            advice=advice,
            failure_cause=failure_cause,
            choices=choices,
            explore_share=explore_share,
        )
