# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.past_payout_method import PastPayoutMethod, check_past_payout_method
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="PastPayout")


@_attrs_define
class PastPayout:
    """An earlier payout, finished or not.

    Attributes:
        payee_id (str): who was paid.
        bank (str): of the payee, as a slug.
        method (PastPayoutMethod): the rail.
        amount_minor (int): minor units of the payout's currency.
        created_at (datetime.datetime): when it was made.
        approved_at (datetime.datetime | None | Unset): when it was released; absent while it is not.
        sent_at (datetime.datetime | None | Unset): when it was handed to the bank.
        settled_at (datetime.datetime | None | Unset): when it was credited.
    """

    payee_id: str
    bank: str
    method: PastPayoutMethod
    amount_minor: int
    created_at: datetime.datetime
    approved_at: datetime.datetime | None | Unset = UNSET
    sent_at: datetime.datetime | None | Unset = UNSET
    settled_at: datetime.datetime | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        payee_id = d.pop("payee_id")
        bank = d.pop("bank")
        method = check_past_payout_method(d.pop("method"))

        amount_minor = d.pop("amount_minor")
        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_approved_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                approved_at_type_0 = datetime.datetime.fromisoformat(data)

                return approved_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        approved_at = _parse_approved_at(d.pop("approved_at", UNSET))

        def _parse_sent_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sent_at_type_0 = datetime.datetime.fromisoformat(data)

                return sent_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        sent_at = _parse_sent_at(d.pop("sent_at", UNSET))

        def _parse_settled_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                settled_at_type_0 = datetime.datetime.fromisoformat(data)

                return settled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        settled_at = _parse_settled_at(d.pop("settled_at", UNSET))

        return cls(
            payee_id=payee_id,
            bank=bank,
            method=method,
            amount_minor=amount_minor,
            created_at=created_at,
            approved_at=approved_at,
            sent_at=sent_at,
            settled_at=settled_at,
        )
