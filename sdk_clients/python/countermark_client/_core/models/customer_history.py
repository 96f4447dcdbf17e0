# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.month_spend import MonthSpend
    from ..models.transaction import Transaction


T = TypeVar("T", bound="CustomerHistory")


@_attrs_define
class CustomerHistory:
    """One customer's payments, to be read as a whole; they are not ingested.

    Attributes:
        customer_id (str): your own id of the customer.
        currency (None | str | Unset): ISO 4217, of the answer; payments in others are left out. That of most payments
            when not told; one that none of them is in is refused.
        transactions (list[Transaction] | Unset): the payments, in any order; those after the moment of the question are
            left out. When none are sent, the customer's last 1,000 stored payments.
        months (int | Unset): how many months to look ahead, where the use case does: of 30 days, or of the calendar
            after `spending`. Default: 3.
        products (list[str] | Unset): names of your own products, where the use case asks about some; all that the model
            knows when not told.
        spending (list[MonthSpend] | Unset): months instead of payments, where the use case is a forecast: what was
            spent by month and category. A month that is not over is left out, one that is missing before the last is
            nought, and the forecast begins after the last.
    """

    customer_id: str
    currency: None | str | Unset = UNSET
    transactions: list[Transaction] | Unset = UNSET
    months: int | Unset = 3
    products: list[str] | Unset = UNSET
    spending: list[MonthSpend] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.month_spend import MonthSpend  # noqa: PLC0415
        from ..models.transaction import Transaction  # noqa: PLC0415

        d = dict(src_dict)
        customer_id = d.pop("customer_id")
        currency = cast("None | str | Unset", d.pop("currency", UNSET))
        _transactions = d.pop("transactions", UNSET)
        transactions: list[Transaction] | Unset = UNSET
        if _transactions is not UNSET:
            transactions = []
            for transactions_item_data in _transactions:
                transactions_item = Transaction.from_dict(transactions_item_data)

                transactions.append(transactions_item)

        months = d.pop("months", UNSET)
        products = cast(list[str], d.pop("products", UNSET))

        _spending = d.pop("spending", UNSET)
        spending: list[MonthSpend] | Unset = UNSET
        if _spending is not UNSET:
            spending = []
            for spending_item_data in _spending:
                spending_item = MonthSpend.from_dict(spending_item_data)

                spending.append(spending_item)

        return cls(
            customer_id=customer_id,
            currency=currency,
            transactions=transactions,
            months=months,
            products=products,
            spending=spending,
        )
