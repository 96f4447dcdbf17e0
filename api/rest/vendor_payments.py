"""Payments to vendors, bound to the terms that a contract keeps."""

from api.rest.operations import Keyed, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.vendor_payments import (
    VendorPaymentPage,
    VendorPaymentReleaseProofView,
    VendorPaymentView,
    release_proof_view,
    vendor_payment_page,
    vendor_payment_view,
)
from core.ids import parse
from resolution.vendor_payments.entities import PREFIX, ProposeVendorPayment, SettleVendorPayment
from resolution.vendor_payments.vendor_payments import VendorPayments
from tenants.principals import Principal

_HASH = "5ec1a0c99d428601ce42b407ae9c675e0836a8ba591c8ca6e2a2cf5563d97ff0"
_PROPOSAL = {
    "vendor": "Kaveri Print Works",
    "reference": "PO-2026-118",
    "amount_minor": 4_250_000,
    "currency": "INR",
    "agreement_sha256": _HASH,
    "not_before": "2026-11-23T00:00:00Z",
    "deadline": "2099-12-31T00:00:00Z",
    "approvals": 2,
    "payer": "0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
}
_PAYMENT = {
    **_PROPOSAL,
    "id": "vpy_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "payment_id": "0x0195b3c1000070008000000000000001",
    "state": "proposed",
    "chain_id": 11155111,
    "contract": "0x5fbdb2315678afecb367f032d93f642f64180aa3",
    "vendor_salt": f"0x{_HASH}",
    "vendor_commitment": f"0x{_HASH}",
    "amount_salt": f"0x{_HASH}",
    "amount_commitment": f"0x{_HASH}",
    "terms": f"0x{_HASH}",
    "proposed_at": "2026-11-22T09:12:40.000000Z",
    "proposed_by": "mbr_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "released_at": None,
    "released_by": None,
    "release_entry": None,
    "settled_at": None,
    "settled_by": None,
    "rail_reference_sha256": None,
    "cancelled_at": None,
    "cancelled_by": None,
}
_RELEASED = {
    **_PAYMENT,
    "state": "released",
    "released_at": "2026-11-22T10:12:40.000000Z",
    "released_by": "mbr_01kc1x5w3ceyp8s1r7t3v5w9yb",
    "release_entry": "ent_01kc1x5w3ceyp8s1r7t3v5w9yc",
}
_PROOF = {
    "payment_id": "0x0195b3c1000070008000000000000001",
    "chain_id": 11155111,
    "contract": "0x5fbdb2315678afecb367f032d93f642f64180aa3",
    "state": "anchored",
    "slot": 5,
    "proof": {
        "eid": "0x0195b3c2000070008000000000000009",
        "ts": 1_795_340_000_000_000,
        "act": "mbr_01kc1x5w3ceyp8s1r7t3v5w9yb",
        "index": 2,
        "size": 3,
        "log_root": f"0x{_HASH}",
        "salt": f"0x{_HASH}",
        "slots": 11,
        "epoch_root": f"0x{_HASH}",
        "epoch": 6,
        "record_ts": 1_795_340_600_000_000,
        "anchored_epoch": 9,
        "log_path": [f"0x{_HASH}"],
        "slot_path": [f"0x{_HASH}"],
        "record_path": [f"0x{_HASH}"],
    },
}


@post(
    "/vendor-payments",
    operation_id="proposeVendorPayment",
    summary="Propose a payment to a vendor",
    tag="vendor-payments",
    status=201,
    keyed=Keyed.REQUIRED,
    example=_PROPOSAL,
    answer_example=_PAYMENT,
)
async def propose_vendor_payment(
    caller: Principal, data: ProposeVendorPayment, vendor_payments: VendorPayments
) -> VendorPaymentView:
    """Answers what its payer then proposes to the contract. The vendor and the reference rest sealed; the ledger and the chain get
    salted commitments alone. Needs `vendor_payments:write`."""
    return vendor_payment_view(await vendor_payments.propose(caller, data))


@get(
    "/vendor-payments",
    operation_id="listVendorPayments",
    summary="List payments to vendors",
    tag="vendor-payments",
    answer_example={"data": [_PAYMENT], "has_more": False, "next_after": None},
)
async def list_vendor_payments(
    caller: Principal, vendor_payments: VendorPayments, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> VendorPaymentPage:
    """Newest first. Needs `vendor_payments:read`."""
    start = None if after is None else parse(PREFIX, after)
    return vendor_payment_page(await vendor_payments.list(caller, start, limit))


@get(
    "/vendor-payments/{vendor_payment_id:str}",
    operation_id="getVendorPayment",
    summary="Get a payment to a vendor",
    tag="vendor-payments",
    answer_example=_PAYMENT,
)
async def get_vendor_payment(
    caller: Principal, vendor_payment_id: str, vendor_payments: VendorPayments
) -> VendorPaymentView:
    return vendor_payment_view(await vendor_payments.get(caller, parse(PREFIX, vendor_payment_id)))


@post(
    "/vendor-payments/{vendor_payment_id:str}/release",
    operation_id="releaseVendorPayment",
    summary="Release a payment to a vendor",
    tag="vendor-payments",
    keyed=Keyed.OPTIONAL,
    answer_example=_RELEASED,
)
async def release_vendor_payment(
    caller: Principal, vendor_payment_id: str, vendor_payments: VendorPayments
) -> VendorPaymentView:
    """Once, and by another than who proposed it. Appends the entry that the contract rebuilds. Needs `vendor_payments:release`."""
    return vendor_payment_view(await vendor_payments.release(caller, parse(PREFIX, vendor_payment_id)))


@post(
    "/vendor-payments/{vendor_payment_id:str}/settlement",
    operation_id="settleVendorPayment",
    summary="Record that a payment was made",
    tag="vendor-payments",
    keyed=Keyed.OPTIONAL,
    example={"rail_reference_sha256": _HASH},
    answer_example={
        **_RELEASED,
        "state": "settled",
        "settled_at": "2026-11-23T10:12:40.000000Z",
        "settled_by": "mbr_01kc1x5w3ceyp8s1r7t3v5w9ya",
        "rail_reference_sha256": _HASH,
    },
)
async def settle_vendor_payment(
    caller: Principal, vendor_payment_id: str, data: SettleVendorPayment, vendor_payments: VendorPayments
) -> VendorPaymentView:
    """Of a released payment, once. No money is moved here. Needs `vendor_payments:write`."""
    return vendor_payment_view(await vendor_payments.settle(caller, parse(PREFIX, vendor_payment_id), data))


@post(
    "/vendor-payments/{vendor_payment_id:str}/cancellation",
    operation_id="cancelVendorPayment",
    summary="Withdraw a payment to a vendor",
    tag="vendor-payments",
    keyed=Keyed.OPTIONAL,
    answer_example={
        **_PAYMENT,
        "state": "cancelled",
        "cancelled_at": "2026-11-22T10:12:40.000000Z",
        "cancelled_by": "mbr_01kc1x5w3ceyp8s1r7t3v5w9ya",
    },
)
async def cancel_vendor_payment(
    caller: Principal, vendor_payment_id: str, vendor_payments: VendorPayments
) -> VendorPaymentView:
    """Before it is released. Needs `vendor_payments:write`."""
    return vendor_payment_view(await vendor_payments.cancel(caller, parse(PREFIX, vendor_payment_id)))


@get(
    "/vendor-payments/{vendor_payment_id:str}/release-proof",
    operation_id="getVendorPaymentReleaseProof",
    summary="Get the proof of a payment's release",
    tag="vendor-payments",
    responses={422: "It is not released, or no epoch and anchor cover its release yet."},
    answer_example=_PROOF,
)
async def get_vendor_payment_release_proof(
    caller: Principal, vendor_payment_id: str, vendor_payments: VendorPayments
) -> VendorPaymentReleaseProofView:
    """Every argument of the contract's `proveCondition`, once an epoch and an anchor cover the release."""
    return release_proof_view(await vendor_payments.release_proof(caller, parse(PREFIX, vendor_payment_id)))


HANDLERS = [
    propose_vendor_payment,
    list_vendor_payments,
    get_vendor_payment,
    release_vendor_payment,
    settle_vendor_payment,
    cancel_vendor_payment,
    get_vendor_payment_release_proof,
]
