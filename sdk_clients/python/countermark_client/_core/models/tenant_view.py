# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.plan_name import PlanName, check_plan_name
from ..models.tenant_view_status import TenantViewStatus, check_tenant_view_status
from ..types import plain

if TYPE_CHECKING:
    from ..models.tenant_limits_view import TenantLimitsView


T = TypeVar("T", bound="TenantView")


@_attrs_define
class TenantView:
    """Who uses the service: two environments, wholly apart.

    Attributes:
        id (str):
        name (str):
        status (TenantViewStatus):
        plan (PlanName):
        live_environment_id (str):
        sandbox_environment_id (str):
        limits (TenantLimitsView): Rates hold in each server process, quotas over all of them.
        created_at (str):
    """

    id: str
    name: str
    status: TenantViewStatus
    plan: PlanName
    live_environment_id: str
    sandbox_environment_id: str
    limits: TenantLimitsView
    created_at: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.tenant_limits_view import TenantLimitsView  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        name = d.pop("name")
        status = check_tenant_view_status(d.pop("status"))

        plan = check_plan_name(d.pop("plan"))

        live_environment_id = d.pop("live_environment_id")
        sandbox_environment_id = d.pop("sandbox_environment_id")
        limits = TenantLimitsView.from_dict(d.pop("limits"))

        created_at = d.pop("created_at")
        return cls(
            id=id,
            name=name,
            status=status,
            plan=plan,
            live_environment_id=live_environment_id,
            sandbox_environment_id=sandbox_environment_id,
            limits=limits,
            created_at=created_at,
        )
