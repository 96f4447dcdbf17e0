"""Stored payouts on the real database, with a clock that moves only when told."""

import pytest

from core.clock import ManualClock
from core.cpu import CpuPool
from core.database import Database
from payments.payouts.payouts import Payouts
from payments.payouts.statuses import PayoutStatuses
from payments.payouts.watch import PayoutWatch
from tenants.services import TenantServices


@pytest.fixture
def payouts(database: Database, tenancy: TenantServices, clock: ManualClock) -> Payouts:
    return Payouts(database, tenancy.vaults, clock)


@pytest.fixture
def statuses(database: Database, tenancy: TenantServices, clock: ManualClock) -> PayoutStatuses:
    return PayoutStatuses(database, tenancy.vaults, clock)


@pytest.fixture
def watch(database: Database, clock: ManualClock, cpu: CpuPool, tenancy: TenantServices) -> PayoutWatch:
    return PayoutWatch(database, clock, cpu, tenancy.vaults)
