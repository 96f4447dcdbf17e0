"""The caller's own tenant; making others is open only where the installation says so."""

import msgspec

from api.rest.operations import Keyed, get, patch, post
from api.views.tenants import TenantView, tenant_view
from core.ids import parse
from tenants.principals import Principal
from tenants.tenancy import CreateTenant, TenantName, Tenants

_TENANT = {
    "id": "ten_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "name": "Asha Bank",
    "status": "active",
    "plan": "standard",
    "live_environment_id": "env_01kc1x5w3cfqj2k4m6n8p0r2tb",
    "sandbox_environment_id": "env_01kc1x5w3cfqj2k4m6n8p0r2tc",
    "limits": {
        "tenant_rate_per_s": 2000,
        "principal_rate_per_s": 1000,
        "live_quota_per_month": 50000000,
        "sandbox_quota_per_month": 5000000,
    },
    "created_at": "2026-11-21T04:45:59.105892Z",
}


class UpdateTenant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an owner may change of the tenant."""

    name: TenantName


@post(
    "/tenants",
    operation_id="createTenant",
    summary="Create a tenant",
    tag="tenants",
    status=201,
    keyed=Keyed.REQUIRED,
    example={"name": "Asha Bank"},
    answer_example=_TENANT,
)
async def create_tenant(caller: Principal, data: CreateTenant, tenants: Tenants) -> TenantView:
    """A live and a sandbox environment come with it. Refused unless this installation lets owners make tenants."""
    return tenant_view(await tenants.create(caller, data))


@get(
    "/tenants/{tenant_id:str}",
    operation_id="getTenant",
    summary="Get the tenant",
    tag="tenants",
    answer_example=_TENANT,
)
async def get_tenant(caller: Principal, tenant_id: str, tenants: Tenants) -> TenantView:
    """The caller's own tenant, its environments and its limits."""
    return tenant_view(await tenants.get(caller, parse("ten", tenant_id)))


@patch(
    "/tenants/{tenant_id:str}",
    operation_id="updateTenant",
    summary="Rename the tenant",
    tag="tenants",
    keyed=Keyed.OPTIONAL,
    example={"name": "Asha Small Finance Bank"},
    answer_example=_TENANT,
)
async def update_tenant(
    caller: Principal, tenant_id: str, data: UpdateTenant, tenants: Tenants
) -> TenantView:
    return tenant_view(await tenants.rename(caller, parse("ten", tenant_id), data.name))


HANDLERS = [create_tenant, get_tenant, update_tenant]
