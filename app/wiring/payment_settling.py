"""Asking the contract VendorPayments by the nodes that are set. It brings web3 along, so commands alone import it."""

from uuid import UUID

from app.chain_settings import PAYMENTS
from app.settings import PREFIX, SettingInvalid
from app.wiring.anchoring import endpoints
from app.wiring.foundation import Foundation
from app.wiring.vendor_payments import payment_contract, vendor_payments
from ledger.adapters.payments_on_chain import PaymentsOnChain
from resolution.vendor_payments import settling
from tenants.principals import Principal


async def payment_settling(base: Foundation, caller: Principal, payment_id: UUID) -> settling.Settling:
    """Ask the contract that is set whether a payment may be made now. Raises: as `settling.ask`, SettingInvalid."""
    chain, contract = base.settings.chain, payment_contract(base)
    if contract is None:
        raise SettingInvalid(f"{PREFIX}{PAYMENTS}: name the contract that payments are bound to.")
    async with endpoints(chain) as opened:
        nodes = PaymentsOnChain(opened, contract.chain_id, contract.address, chain.anchoring.confirmations)
        return await settling.ask(vendor_payments(base), caller, payment_id, contract, nodes)
