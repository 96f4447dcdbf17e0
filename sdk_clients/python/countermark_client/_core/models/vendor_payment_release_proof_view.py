# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.vendor_payment_release_proof_view_state import (
    VendorPaymentReleaseProofViewState,
    check_vendor_payment_release_proof_view_state,
)
from ..types import plain

if TYPE_CHECKING:
    from ..models.release_arguments import ReleaseArguments


T = TypeVar("T", bound="VendorPaymentReleaseProofView")


@_attrs_define
class VendorPaymentReleaseProofView:
    """The way from a payment's release to the chain.

    Attributes:
        payment_id (str):
        chain_id (int):
        contract (str):
        state (VendorPaymentReleaseProofViewState): pending until an epoch covers the entry, in_epoch until an anchor
            covers the epoch, anchored once it can be proven.
        slot (int | None): of the log, with which the payer must be registered; null while pending, as `proof` is.
        proof (None | ReleaseArguments):
    """

    payment_id: str
    chain_id: int
    contract: str
    state: VendorPaymentReleaseProofViewState
    slot: int | None
    proof: None | ReleaseArguments

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.release_arguments import ReleaseArguments  # noqa: PLC0415

        d = dict(src_dict)
        payment_id = d.pop("payment_id")
        chain_id = d.pop("chain_id")
        contract = d.pop("contract")
        state = check_vendor_payment_release_proof_view_state(d.pop("state"))

        slot = cast("int | None", d.pop("slot"))

        def _parse_proof(data: object) -> None | ReleaseArguments:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                proof_type_0 = ReleaseArguments.from_dict(data)

                return proof_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ReleaseArguments, data)

        proof = _parse_proof(d.pop("proof"))

        return cls(
            payment_id=payment_id,
            chain_id=chain_id,
            contract=contract,
            state=state,
            slot=slot,
            proof=proof,
        )
