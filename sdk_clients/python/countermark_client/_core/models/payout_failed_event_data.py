# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="PayoutFailedEventData")


@_attrs_define
class PayoutFailedEventData:
    """Of a payout that failed.

    Attributes:
        stage (str): `failed` or `returned`.
        at (datetime.datetime): since when.
        amount_minor (int): in minor units of its currency.
        currency (str): ISO 4217.
        code (None | str): why, in our words; null where nobody said.
    """

    stage: str
    at: datetime.datetime
    amount_minor: int
    currency: str
    code: None | str

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
        code = cast("None | str", d.pop("code"))
        return cls(
            stage=stage,
            at=at,
            amount_minor=amount_minor,
            currency=currency,
            code=code,
        )
