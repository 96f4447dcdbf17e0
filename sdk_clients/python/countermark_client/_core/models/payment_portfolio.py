# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.expected_cash import ExpectedCash
    from ..models.open_invoice import OpenInvoice


T = TypeVar("T", bound="PaymentPortfolio")


@_attrs_define
class PaymentPortfolio:
    """All invoices that are open, and the cash to pay them from.

    Attributes:
        payer_id (str): your own id of whose cash it is.
        currency (str): ISO 4217.
        cash_minor (int): what can be spent today.
        invoices (list[OpenInvoice]): the open ones.
        expected (list[ExpectedCash] | Unset): what will come in.
        overdraft_bps_a_year (int | Unset): what a day below zero costs, as a yearly rate. Default: 1800.
        interest_bps_a_year (int | Unset): what cash earns while it waits, as a yearly rate. Default: 400.
    """

    payer_id: str
    currency: str
    cash_minor: int
    invoices: list[OpenInvoice]
    expected: list[ExpectedCash] | Unset = UNSET
    overdraft_bps_a_year: int | Unset = 1800
    interest_bps_a_year: int | Unset = 400

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.expected_cash import ExpectedCash  # noqa: PLC0415
        from ..models.open_invoice import OpenInvoice  # noqa: PLC0415

        d = dict(src_dict)
        payer_id = d.pop("payer_id")
        currency = d.pop("currency")
        cash_minor = d.pop("cash_minor")
        invoices = []
        _invoices = d.pop("invoices")
        for invoices_item_data in _invoices:
            invoices_item = OpenInvoice.from_dict(invoices_item_data)

            invoices.append(invoices_item)

        _expected = d.pop("expected", UNSET)
        expected: list[ExpectedCash] | Unset = UNSET
        if _expected is not UNSET:
            expected = []
            for expected_item_data in _expected:
                expected_item = ExpectedCash.from_dict(expected_item_data)

                expected.append(expected_item)

        overdraft_bps_a_year = d.pop("overdraft_bps_a_year", UNSET)
        interest_bps_a_year = d.pop("interest_bps_a_year", UNSET)
        return cls(
            payer_id=payer_id,
            currency=currency,
            cash_minor=cash_minor,
            invoices=invoices,
            expected=expected,
            overdraft_bps_a_year=overdraft_bps_a_year,
            interest_bps_a_year=interest_bps_a_year,
        )
