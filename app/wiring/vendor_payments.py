"""Vendor payments, bound to the contract that is set, put together for the faces and commands."""

from app.wiring.foundation import Foundation
from ledger.anchored_proofs import AnchoredProofs
from resolution.vendor_payments.vendor_payments import PaymentContract, VendorPayments


def payment_contract(base: Foundation) -> PaymentContract | None:
    chain = base.settings.chain
    return PaymentContract(chain.chain_id, chain.payments) if chain.payments else None


def vendor_payments(base: Foundation) -> VendorPayments:
    proofs = AnchoredProofs(base.database, base.settings.chain.place)
    return VendorPayments(base.database, base.clock, base.tenants.vaults, proofs, payment_contract(base))
