# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.payout_method import PayoutMethod, check_payout_method
from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.past_payout import PastPayout


T = TypeVar("T", bound="Payout")


@_attrs_define
class Payout:
    """A payout that is not credited yet.

    Attributes:
        payee_id (str): your own id of who is to be paid.
        bank (str): of the payee, as a slug.
        method (PayoutMethod): the rail.
        amount_minor (int): minor units of the currency.
        currency (str): ISO 4217.
        created_at (datetime.datetime): when it was made.
        id (None | str | Unset): your own id of the payout.
        approved_at (datetime.datetime | None | Unset): when it was released; absent while it is not.
        sent_at (datetime.datetime | None | Unset): when it was handed to the bank; absent while it is not.
        utc_offset_minutes (int | Unset): of the desks that release and credit it, such as 330 for India. Default: 0.
        history (list[PastPayout] | Unset): earlier payouts of this payee, of this bank and of any; what happened after
            the question is not looked at.
    """

    payee_id: str
    bank: str
    method: PayoutMethod
    amount_minor: int
    currency: str
    created_at: datetime.datetime
    id: None | str | Unset = UNSET
    approved_at: datetime.datetime | None | Unset = UNSET
    sent_at: datetime.datetime | None | Unset = UNSET
    utc_offset_minutes: int | Unset = 0
    history: list[PastPayout] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.past_payout import PastPayout  # noqa: PLC0415

        d = dict(src_dict)
        payee_id = d.pop("payee_id")
        bank = d.pop("bank")
        method = check_payout_method(d.pop("method"))

        amount_minor = d.pop("amount_minor")
        currency = d.pop("currency")
        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        id = cast("None | str | Unset", d.pop("id", UNSET))

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

        utc_offset_minutes = d.pop("utc_offset_minutes", UNSET)
        _history = d.pop("history", UNSET)
        history: list[PastPayout] | Unset = UNSET
        if _history is not UNSET:
            history = []
            for history_item_data in _history:
                history_item = PastPayout.from_dict(history_item_data)

                history.append(history_item)

        return cls(
            payee_id=payee_id,
            bank=bank,
            method=method,
            amount_minor=amount_minor,
            currency=currency,
            created_at=created_at,
            id=id,
            approved_at=approved_at,
            sent_at=sent_at,
            utc_offset_minutes=utc_offset_minutes,
            history=history,
        )
