# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="GatewayChoice")


@_attrs_define
class GatewayChoice:
    """One gateway that could take the payment.

    Attributes:
        gateway (str): as it was named.
        probability (float): that it takes the payment, calibrated, 0 to 1.
        fee_minor (int): what it charges then.
        cost_minor (int): what is to be expected to be lost: the fee when it succeeds, the cost of a failure when it
            does not.
        share (float): of such payments that it gets, with those that explore.
        tries (int | Unset): of any payment there within 15 minutes. Default: 0.
        failures (int | Unset): how many of them failed. Default: 0.
        failure_cause (None | str | Unset): the code that failed most of them; null where none failed with a code.
    """

    gateway: str
    probability: float
    fee_minor: int
    cost_minor: int
    share: float
    tries: int | Unset = 0
    failures: int | Unset = 0
    failure_cause: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        gateway = d.pop("gateway")
        probability = d.pop("probability")
        fee_minor = d.pop("fee_minor")
        cost_minor = d.pop("cost_minor")
        share = d.pop("share")
        tries = d.pop("tries", UNSET)
        failures = d.pop("failures", UNSET)
        failure_cause = cast("None | str | Unset", d.pop("failure_cause", UNSET))
        return cls(
            gateway=gateway,
            probability=probability,
            fee_minor=fee_minor,
            cost_minor=cost_minor,
            share=share,
            tries=tries,
            failures=failures,
            failure_cause=failure_cause,
        )
