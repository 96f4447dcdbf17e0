# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.new_payout_documents_missing_item import (
    NewPayoutDocumentsMissingItem,
    check_new_payout_documents_missing_item,
)
from ..models.new_payout_method import NewPayoutMethod, check_new_payout_method
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="NewPayout")


@_attrs_define
class NewPayout:
    """A payout that is to be made.

    Attributes:
        id (str): your own id of it; sending it again changes nothing.
        payee_id (str): your own id of who is to be paid.
        amount_minor (int): minor units of the currency.
        currency (str): ISO 4217.
        method (NewPayoutMethod): the rail.
        bank (str): of the payee, as a slug.
        created_at (datetime.datetime): when it was made.
        gateway (None | str | Unset): that it goes through, as a slug.
        due_at (datetime.datetime | None | Unset): when the payee was promised the money.
        documents_missing (list[NewPayoutDocumentsMissingItem] | Unset): of the payee; it waits for these.
        account (None | str | Unset): the payee's account, in your own words; kept sealed.
        description (None | str | Unset): what it is for; kept sealed.
    """

    id: str
    payee_id: str
    amount_minor: int
    currency: str
    method: NewPayoutMethod
    bank: str
    created_at: datetime.datetime
    gateway: None | str | Unset = UNSET
    due_at: datetime.datetime | None | Unset = UNSET
    documents_missing: list[NewPayoutDocumentsMissingItem] | Unset = UNSET
    account: None | str | Unset = UNSET
    description: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        payee_id = d.pop("payee_id")
        amount_minor = d.pop("amount_minor")
        currency = d.pop("currency")
        method = check_new_payout_method(d.pop("method"))

        bank = d.pop("bank")
        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        gateway = cast("None | str | Unset", d.pop("gateway", UNSET))

        def _parse_due_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                due_at_type_0 = datetime.datetime.fromisoformat(data)

                return due_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        due_at = _parse_due_at(d.pop("due_at", UNSET))

        _documents_missing = d.pop("documents_missing", UNSET)
        documents_missing: list[NewPayoutDocumentsMissingItem] | Unset = UNSET
        if _documents_missing is not UNSET:
            documents_missing = []
            for documents_missing_item_data in _documents_missing:
                documents_missing_item = check_new_payout_documents_missing_item(documents_missing_item_data)

                documents_missing.append(documents_missing_item)

        account = cast("None | str | Unset", d.pop("account", UNSET))
        description = cast("None | str | Unset", d.pop("description", UNSET))
        return cls(
            id=id,
            payee_id=payee_id,
            amount_minor=amount_minor,
            currency=currency,
            method=method,
            bank=bank,
            created_at=created_at,
            gateway=gateway,
            due_at=due_at,
            documents_missing=documents_missing,
            account=account,
            description=description,
        )
