"""Tenants and usage as both faces show them."""

import datetime as dt
from typing import Literal

import msgspec

from core.ids import public
from tenants.plans import PlanName
from tenants.tenancy import Tenant
from tenants.usage import UsageReport


class TenantLimitsView(msgspec.Struct, frozen=True, kw_only=True):
    """Rates hold in each server process, quotas over all of them."""

    tenant_rate_per_s: int
    principal_rate_per_s: int
    live_quota_per_month: int
    sandbox_quota_per_month: int


class TenantView(msgspec.Struct, frozen=True, kw_only=True):
    """Who uses the service: two environments, wholly apart."""

    id: str
    name: str
    status: Literal["active", "suspended"]
    plan: PlanName
    live_environment_id: str
    sandbox_environment_id: str
    limits: TenantLimitsView
    created_at: dt.datetime


class UsageDayView(msgspec.Struct, frozen=True, kw_only=True):
    day: dt.date
    operation: str
    calls: int
    units: int


class UsageView(msgspec.Struct, frozen=True, kw_only=True):
    """What one environment used by day and operation, as of a few seconds ago.

    units_this_month: against the quota. A call is one unit; a bulk, several questions or rows are one each.
    """

    first_day: dt.date
    last_day: dt.date
    data: list[UsageDayView]
    calls_this_month: int
    units_this_month: int
    quota_per_month: int


def tenant_view(tenant: Tenant) -> TenantView:
    return TenantView(
        id=public("ten", tenant.id),
        name=tenant.name,
        status=tenant.status.value,
        plan=tenant.plan,
        live_environment_id=public("env", tenant.live_id),
        sandbox_environment_id=public("env", tenant.sandbox_id),
        limits=TenantLimitsView(
            tenant_rate_per_s=tenant.tenant_rate_per_s,
            principal_rate_per_s=tenant.principal_rate_per_s,
            live_quota_per_month=tenant.live_quota_per_month,
            sandbox_quota_per_month=tenant.sandbox_quota_per_month,
        ),
        created_at=tenant.created_at,
    )


def usage_view(report: UsageReport) -> UsageView:
    return UsageView(
        first_day=report.first_day,
        last_day=report.last_day,
        data=[
            UsageDayView(day=one.day, operation=one.operation, calls=one.calls, units=one.units)
            for one in report.data
        ],
        calls_this_month=report.calls_this_month,
        units_this_month=report.units_this_month,
        quota_per_month=report.quota_per_month,
    )
