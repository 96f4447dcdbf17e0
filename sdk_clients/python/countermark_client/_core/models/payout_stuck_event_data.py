# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="PayoutStuckEventData")


@_attrs_define
class PayoutStuckEventData:
    """Of a payout that stays in a stage.

    Attributes:
        stage (str): where it stays.
        amount_minor (int): in minor units of its currency.
        currency (str): ISO 4217.
        method (str): its rail.
        bank (str): of the payee.
        gateway (None | str): that it goes through; null where none was named.
        since (datetime.datetime): when the stage began.
        expected_by (datetime.datetime | Unset): when it should have ended.
        usual_s (int | Unset): nine of ten took no longer, in seconds.
        limit_s (int | Unset): three standard deviations, in seconds.
        basis (str | Unset): the group that it was compared with.
        count (int | Unset): of how many.
        note (str | Unset): that a magic value of a sandbox did it.
    """

    stage: str
    amount_minor: int
    currency: str
    method: str
    bank: str
    gateway: None | str
    since: datetime.datetime
    expected_by: datetime.datetime | Unset = UNSET
    usual_s: int | Unset = UNSET
    limit_s: int | Unset = UNSET
    basis: str | Unset = UNSET
    count: int | Unset = UNSET
    note: str | Unset = UNSET

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
        since = datetime.datetime.fromisoformat(d.pop("since"))

        _expected_by = d.pop("expected_by", UNSET)
        expected_by: datetime.datetime | Unset
        if isinstance(_expected_by, Unset):
            expected_by = UNSET
        else:
            expected_by = datetime.datetime.fromisoformat(_expected_by)

        usual_s = d.pop("usual_s", UNSET)
        limit_s = d.pop("limit_s", UNSET)
        basis = d.pop("basis", UNSET)
        count = d.pop("count", UNSET)
        note = d.pop("note", UNSET)
        return cls(
            stage=stage,
            amount_minor=amount_minor,
            currency=currency,
            method=method,
            bank=bank,
            gateway=gateway,
            since=since,
            expected_by=expected_by,
            usual_s=usual_s,
            limit_s=limit_s,
            basis=basis,
            count=count,
            note=note,
        )
