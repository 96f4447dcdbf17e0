# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.vendor_payment_view_state import VendorPaymentViewState, check_vendor_payment_view_state
from ..types import plain

T = TypeVar("T", bound="VendorPaymentView")


@_attrs_define
class VendorPaymentView:
    """A payment to a vendor.

    vendor_salt, amount_salt: open the two commitments; for nobody but whom the payer shows them to.

        Attributes:
            id (str):
            payment_id (str): its id on chain, 16 bytes.
            state (VendorPaymentViewState): here; the contract has states of its own.
            vendor (str):
            reference (None | str):
            amount_minor (int):
            currency (str):
            agreement_sha256 (str):
            not_before (str):
            deadline (str):
            approvals (int):
            payer (str):
            chain_id (int):
            contract (str):
            vendor_salt (str):
            vendor_commitment (str):
            amount_salt (str):
            amount_commitment (str):
            terms (str): hash of everything that was proposed, what approvers sign and the release names.
            proposed_at (str):
            proposed_by (str):
            released_at (None | str):
            released_by (None | str):
            release_entry (None | str): the entry of the ledger that released it.
            settled_at (None | str):
            settled_by (None | str):
            rail_reference_sha256 (None | str): hash of what the rail answered.
            cancelled_at (None | str):
            cancelled_by (None | str):
    """

    id: str
    payment_id: str
    state: VendorPaymentViewState
    vendor: str
    reference: None | str
    amount_minor: int
    currency: str
    agreement_sha256: str
    not_before: str
    deadline: str
    approvals: int
    payer: str
    chain_id: int
    contract: str
    vendor_salt: str
    vendor_commitment: str
    amount_salt: str
    amount_commitment: str
    terms: str
    proposed_at: str
    proposed_by: str
    released_at: None | str
    released_by: None | str
    release_entry: None | str
    settled_at: None | str
    settled_by: None | str
    rail_reference_sha256: None | str
    cancelled_at: None | str
    cancelled_by: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        payment_id = d.pop("payment_id")
        state = check_vendor_payment_view_state(d.pop("state"))

        vendor = d.pop("vendor")
        reference = cast("None | str", d.pop("reference"))
        amount_minor = d.pop("amount_minor")
        currency = d.pop("currency")
        agreement_sha256 = d.pop("agreement_sha256")
        not_before = d.pop("not_before")
        deadline = d.pop("deadline")
        approvals = d.pop("approvals")
        payer = d.pop("payer")
        chain_id = d.pop("chain_id")
        contract = d.pop("contract")
        vendor_salt = d.pop("vendor_salt")
        vendor_commitment = d.pop("vendor_commitment")
        amount_salt = d.pop("amount_salt")
        amount_commitment = d.pop("amount_commitment")
        terms = d.pop("terms")
        proposed_at = d.pop("proposed_at")
        proposed_by = d.pop("proposed_by")
        released_at = cast("None | str", d.pop("released_at"))
        released_by = cast("None | str", d.pop("released_by"))
        release_entry = cast("None | str", d.pop("release_entry"))
        settled_at = cast("None | str", d.pop("settled_at"))
        settled_by = cast("None | str", d.pop("settled_by"))
        rail_reference_sha256 = cast("None | str", d.pop("rail_reference_sha256"))
        cancelled_at = cast("None | str", d.pop("cancelled_at"))
        cancelled_by = cast("None | str", d.pop("cancelled_by"))
        return cls(
            id=id,
            payment_id=payment_id,
            state=state,
            vendor=vendor,
            reference=reference,
            amount_minor=amount_minor,
            currency=currency,
            agreement_sha256=agreement_sha256,
            not_before=not_before,
            deadline=deadline,
            approvals=approvals,
            payer=payer,
            chain_id=chain_id,
            contract=contract,
            vendor_salt=vendor_salt,
            vendor_commitment=vendor_commitment,
            amount_salt=amount_salt,
            amount_commitment=amount_commitment,
            terms=terms,
            proposed_at=proposed_at,
            proposed_by=proposed_by,
            released_at=released_at,
            released_by=released_by,
            release_entry=release_entry,
            settled_at=settled_at,
            settled_by=settled_by,
            rail_reference_sha256=rail_reference_sha256,
            cancelled_at=cancelled_at,
            cancelled_by=cancelled_by,
        )
