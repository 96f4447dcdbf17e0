"""Whether a payment may be made now: what its contract says, held against what was proposed and recorded here."""

from uuid import UUID

import msgspec

from core.errors import ErrorKind, PlatformError
from ledger.anchoring.payment_chain import PaymentChain, PaymentOnChain
from resolution.vendor_payments.entities import VendorPayment
from resolution.vendor_payments.vendor_payments import PaymentContract, VendorPayments
from tenants.principals import Principal


class VendorPaymentElsewhere(PlatformError):
    """It was proposed while another chain or contract was set; what the one that is set says of its id means nothing."""

    kind = ErrorKind.PRECONDITION
    code = "vendor_payment_elsewhere"
    fix = "Set the COUNTERMARK_CHAIN_ID and COUNTERMARK_VENDOR_PAYMENTS_CONTRACT that the payment names, and ask again."


class Settling(msgspec.Struct, frozen=True, kw_only=True):
    """same_terms: the contract holds what was proposed here. may_settle: every condition holds, and it is not settled here."""

    payment: VendorPayment
    on_chain: PaymentOnChain
    same_terms: bool
    may_settle: bool


async def ask(
    payments: VendorPayments,
    caller: Principal,
    payment_id: UUID,
    contract: PaymentContract,
    chain: PaymentChain,
) -> Settling:
    """Ask the chain, as whoever pays must do at the moment of paying.

    contract: the one that `chain` reads. Raises: PermissionDenied, VendorPaymentNotFound, VendorPaymentElsewhere, ChainUnavailable,
    WrongChain.
    """
    payment = (await payments.get(caller, payment_id)).payment
    if (payment.chain_id, payment.contract) != (contract.chain_id, contract.address):
        raise VendorPaymentElsewhere("The payment is bound to another contract than the one that is set.")
    told = await chain.payment(payment.id.bytes)
    same_terms = told.terms == payment.terms
    may_settle = told.may_settle and same_terms and payment.state == "released"
    return Settling(payment=payment, on_chain=told, same_terms=same_terms, may_settle=may_settle)
