# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="ProposeVendorPayment")


@_attrs_define
class ProposeVendorPayment:
    """ProposeVendorPayment.

    Attributes:
        vendor (str): its name to the payer, which the commitment is to. reference: the payer's own, for its people.
        amount_minor (int):
        currency (str):
        agreement_sha256 (str): of the document that is paid by. not_before, deadline: whole seconds; a fraction is cut
            off.
        not_before (datetime.datetime):
        deadline (datetime.datetime):
        approvals (int): how many others must approve on chain. payer: the address that is registered with the contract.
        payer (str):
        reference (None | str | Unset):
    """

    vendor: str
    amount_minor: int
    currency: str
    agreement_sha256: str
    not_before: datetime.datetime
    deadline: datetime.datetime
    approvals: int
    payer: str
    reference: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        vendor = d.pop("vendor")
        amount_minor = d.pop("amount_minor")
        currency = d.pop("currency")
        agreement_sha256 = d.pop("agreement_sha256")
        not_before = datetime.datetime.fromisoformat(d.pop("not_before"))

        deadline = datetime.datetime.fromisoformat(d.pop("deadline"))

        approvals = d.pop("approvals")
        payer = d.pop("payer")
        reference = cast("None | str | Unset", d.pop("reference", UNSET))
        return cls(
            vendor=vendor,
            amount_minor=amount_minor,
            currency=currency,
            agreement_sha256=agreement_sha256,
            not_before=not_before,
            deadline=deadline,
            approvals=approvals,
            payer=payer,
            reference=reference,
        )
