# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.routing_method import RoutingMethod, check_routing_method
from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.gateway_attempt import GatewayAttempt
    from ..models.gateway_candidate import GatewayCandidate


T = TypeVar("T", bound="Routing")


@_attrs_define
class Routing:
    """A payment that is to go through one of several gateways now.

    Attributes:
        method (RoutingMethod): how it is paid.
        amount_minor (int): minor units of the currency.
        currency (str): ISO 4217.
        candidates (list[GatewayCandidate]): the gateways to choose from.
        id (None | str | Unset): your own id of the payment; it decides, always alike, who explores. Without one the
            decision's id does.
        attempts (list[GatewayAttempt] | Unset): what all of them did lately, for any payment; later ones than the
            question are not looked at.
        tried (list[GatewayAttempt] | Unset): the tries of this very payment so far.
        failure_cost_minor (int | None | Unset): what a failed try costs you, a lost sale included; 2 % of the amount
            when not told.
        explore_share (float | Unset): of payments that go to another gateway than the best, so that its figures stay
            fresh. Default: 0.05.
        attempts_max (int | Unset): tries of one payment at most. Default: 3.
        utc_offset_minutes (int | Unset): of the payers, such as 330 for India. Default: 0.
    """

    method: RoutingMethod
    amount_minor: int
    currency: str
    candidates: list[GatewayCandidate]
    id: None | str | Unset = UNSET
    attempts: list[GatewayAttempt] | Unset = UNSET
    tried: list[GatewayAttempt] | Unset = UNSET
    failure_cost_minor: int | None | Unset = UNSET
    explore_share: float | Unset = 0.05
    attempts_max: int | Unset = 3
    utc_offset_minutes: int | Unset = 0

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.gateway_attempt import GatewayAttempt  # noqa: PLC0415
        from ..models.gateway_candidate import GatewayCandidate  # noqa: PLC0415

        d = dict(src_dict)
        method = check_routing_method(d.pop("method"))

        amount_minor = d.pop("amount_minor")
        currency = d.pop("currency")
        candidates = []
        _candidates = d.pop("candidates")
        for candidates_item_data in _candidates:
            candidates_item = GatewayCandidate.from_dict(candidates_item_data)

            candidates.append(candidates_item)

        id = cast("None | str | Unset", d.pop("id", UNSET))
        _attempts = d.pop("attempts", UNSET)
        attempts: list[GatewayAttempt] | Unset = UNSET
        if _attempts is not UNSET:
            attempts = []
            for attempts_item_data in _attempts:
                attempts_item = GatewayAttempt.from_dict(attempts_item_data)

                attempts.append(attempts_item)

        _tried = d.pop("tried", UNSET)
        tried: list[GatewayAttempt] | Unset = UNSET
        if _tried is not UNSET:
            tried = []
            for tried_item_data in _tried:
                tried_item = GatewayAttempt.from_dict(tried_item_data)

                tried.append(tried_item)

        failure_cost_minor = cast("int | None | Unset", d.pop("failure_cost_minor", UNSET))
        explore_share = d.pop("explore_share", UNSET)
        attempts_max = d.pop("attempts_max", UNSET)
        utc_offset_minutes = d.pop("utc_offset_minutes", UNSET)
        return cls(
            method=method,
            amount_minor=amount_minor,
            currency=currency,
            candidates=candidates,
            id=id,
            attempts=attempts,
            tried=tried,
            failure_cost_minor=failure_cost_minor,
            explore_share=explore_share,
            attempts_max=attempts_max,
            utc_offset_minutes=utc_offset_minutes,
        )
