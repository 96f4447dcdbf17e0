"""Payouts, and commissions of partners."""

from typing import TypedDict

from app.wiring.foundation import Foundation
from payments.agreements.agreements import CommissionAgreements
from payments.agreements.statements import CommissionStatements
from payments.payouts.payouts import Payouts
from payments.payouts.statuses import PayoutStatuses


class PayoutServices(TypedDict):
    payouts: Payouts
    payout_statuses: PayoutStatuses
    commission_agreements: CommissionAgreements
    commission_statements: CommissionStatements


def payout_services(base: Foundation) -> PayoutServices:
    kept = (base.database, base.tenants.vaults, base.clock)
    return {
        "payouts": Payouts(*kept),
        "payout_statuses": PayoutStatuses(*kept),
        "commission_agreements": CommissionAgreements(*kept),
        "commission_statements": CommissionStatements(*kept, base.cpu),
    }
