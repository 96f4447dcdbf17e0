"""Plans: the limits that a tenant starts with. They are copied to the tenant, so that they can be set apart for it."""

from enum import StrEnum

import msgspec


class PlanName(StrEnum):
    TRIAL = "trial"
    STANDARD = "standard"
    UNMETERED = "unmetered"


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Rates hold in each server process; quotas hold over all of them."""

    name: PlanName
    tenant_rate_per_s: int
    principal_rate_per_s: int
    live_quota_per_month: int
    sandbox_quota_per_month: int


PLANS: dict[PlanName, Plan] = {
    plan.name: plan
    for plan in (
        Plan(
            name=PlanName.TRIAL,
            tenant_rate_per_s=50,
            principal_rate_per_s=25,
            live_quota_per_month=100_000,
            sandbox_quota_per_month=100_000,
        ),
        Plan(
            name=PlanName.STANDARD,
            tenant_rate_per_s=2_000,
            principal_rate_per_s=1_000,
            live_quota_per_month=50_000_000,
            sandbox_quota_per_month=5_000_000,
        ),
        Plan(
            name=PlanName.UNMETERED,
            tenant_rate_per_s=1_000_000,
            principal_rate_per_s=1_000_000,
            live_quota_per_month=10**15,
            sandbox_quota_per_month=10**15,
        ),
    )
}
