# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="PayoutContradictedEventData")


@_attrs_define
class PayoutContradictedEventData:
    """Of a payout that was told what cannot be true.

    Attributes:
        stage (str): what is believed of it now.
        at (datetime.datetime): since when.
        amount_minor (int): in minor units of its currency.
        currency (str): ISO 4217.
        contradictions (int): how many of its events do not fit.
    """

    stage: str
    at: datetime.datetime
    amount_minor: int
    currency: str
    contradictions: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        stage = d.pop("stage")
        at = datetime.datetime.fromisoformat(d.pop("at"))

        amount_minor = d.pop("amount_minor")
        currency = d.pop("currency")
        contradictions = d.pop("contradictions")
        return cls(
            stage=stage,
            at=at,
            amount_minor=amount_minor,
            currency=currency,
            contradictions=contradictions,
        )
