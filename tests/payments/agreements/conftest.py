"""Agreements, statements and payouts on the real database."""

import pytest

from core.clock import ManualClock
from core.cpu import CpuPool
from core.database import Database
from payments.agreements.agreements import CommissionAgreements
from payments.agreements.statements import CommissionStatements
from payments.payouts.payouts import Payouts
from tenants.services import TenantServices


@pytest.fixture
def agreements(database: Database, tenancy: TenantServices, clock: ManualClock) -> CommissionAgreements:
    return CommissionAgreements(database, tenancy.vaults, clock)


@pytest.fixture
def statements(
    database: Database, tenancy: TenantServices, clock: ManualClock, cpu: CpuPool
) -> CommissionStatements:
    return CommissionStatements(database, tenancy.vaults, clock, cpu)


@pytest.fixture
def payouts(database: Database, tenancy: TenantServices, clock: ManualClock) -> Payouts:
    return Payouts(database, tenancy.vaults, clock)
