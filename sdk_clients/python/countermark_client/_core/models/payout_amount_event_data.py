# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="PayoutAmountEventData")


@_attrs_define
class PayoutAmountEventData:
    """Of a payout that is far above what is usual.

    Attributes:
        stage (str): where it is.
        amount_minor (int): in minor units of its currency.
        currency (str): ISO 4217.
        method (str): its rail.
        bank (str): of the payee.
        gateway (None | str): that it goes through; null where none was named.
        basis (str): the group that it was compared with.
        count (int): of how many.
        z (float): standard deviations above the middle, of the logarithm.
        usual_minor (int): the middle, in minor units.
    """

    stage: str
    amount_minor: int
    currency: str
    method: str
    bank: str
    gateway: None | str
    basis: str
    count: int
    z: float
    usual_minor: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        stage = d.pop("stage")
        amount_minor = d.pop("amount_minor")
        currency = d.pop("currency")
        method = d.pop("method")
        bank = d.pop("bank")
        gateway = cast("None | str", d.pop("gateway"))
        basis = d.pop("basis")
        count = d.pop("count")
        z = d.pop("z")
        usual_minor = d.pop("usual_minor")
        return cls(
            stage=stage,
            amount_minor=amount_minor,
            currency=currency,
            method=method,
            bank=bank,
            gateway=gateway,
            basis=basis,
            count=count,
            z=z,
            usual_minor=usual_minor,
        )
