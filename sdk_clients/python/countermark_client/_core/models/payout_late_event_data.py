# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="PayoutLateEventData")


@_attrs_define
class PayoutLateEventData:
    """Of a payout that its payee was promised earlier.

    Attributes:
        stage (str): where it is.
        amount_minor (int): in minor units of its currency.
        currency (str): ISO 4217.
        method (str): its rail.
        bank (str): of the payee.
        gateway (None | str): that it goes through; null where none was named.
        due_at (datetime.datetime): when it was promised.
        since (datetime.datetime): when its stage began.
    """

    stage: str
    amount_minor: int
    currency: str
    method: str
    bank: str
    gateway: None | str
    due_at: datetime.datetime
    since: datetime.datetime

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
        due_at = datetime.datetime.fromisoformat(d.pop("due_at"))

        since = datetime.datetime.fromisoformat(d.pop("since"))

        return cls(
            stage=stage,
            amount_minor=amount_minor,
            currency=currency,
            method=method,
            bank=bank,
            gateway=gateway,
            due_at=due_at,
            since=since,
        )
