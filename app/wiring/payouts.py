"""Payouts, commissions of partners, and payments to vendors."""

from typing import TypedDict

from app.wiring.foundation import Foundation
from app.wiring.vendor_payments import vendor_payments
from payments.agreements.agreements import CommissionAgreements
from payments.agreements.statements import CommissionStatements
from payments.payouts.payouts import Payouts
from payments.payouts.statuses import PayoutStatuses
from resolution.vendor_payments.vendor_payments import VendorPayments


class PayoutServices(TypedDict):
    payouts: Payouts
    payout_statuses: PayoutStatuses
    commission_agreements: CommissionAgreements
    commission_statements: CommissionStatements
    vendor_payments: VendorPayments


def payout_services(base: Foundation) -> PayoutServices:
    kept = (base.database, base.tenants.vaults, base.clock)
    return {
        "payouts": Payouts(*kept),
        "payout_statuses": PayoutStatuses(*kept),
        "commission_agreements": CommissionAgreements(*kept),
        "commission_statements": CommissionStatements(*kept, base.cpu),
        "vendor_payments": vendor_payments(base),
    }
