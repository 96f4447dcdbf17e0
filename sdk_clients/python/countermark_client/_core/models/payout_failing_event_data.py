# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="PayoutFailingEventData")


@_attrs_define
class PayoutFailingEventData:
    """Of a payout that failed in a burst.

    Attributes:
        stage (str): `failed` or `returned`.
        amount_minor (int): in minor units of its currency.
        currency (str): ISO 4217.
        method (str): its rail.
        bank (str): of the payee.
        gateway (None | str): that it went through; null where none was named.
        basis (str): the group that fails.
        failed (int): of the group, within an hour.
        ended (int): of the group, within the same hour.
        count (int): of how many payouts what is usual is known.
        usual_share (float): of the group's payouts that fail, as a rule.
        error_code (str | Unset): why this one failed, where somebody said.
    """

    stage: str
    amount_minor: int
    currency: str
    method: str
    bank: str
    gateway: None | str
    basis: str
    failed: int
    ended: int
    count: int
    usual_share: float
    error_code: str | Unset = UNSET

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
        failed = d.pop("failed")
        ended = d.pop("ended")
        count = d.pop("count")
        usual_share = d.pop("usual_share")
        error_code = d.pop("error_code", UNSET)
        return cls(
            stage=stage,
            amount_minor=amount_minor,
            currency=currency,
            method=method,
            bank=bank,
            gateway=gateway,
            basis=basis,
            failed=failed,
            ended=ended,
            count=count,
            usual_share=usual_share,
            error_code=error_code,
        )
