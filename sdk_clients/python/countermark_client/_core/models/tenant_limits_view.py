# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="TenantLimitsView")


@_attrs_define
class TenantLimitsView:
    """Rates hold in each server process, quotas over all of them.

    Attributes:
        tenant_rate_per_s (int):
        principal_rate_per_s (int):
        live_quota_per_month (int):
        sandbox_quota_per_month (int):
    """

    tenant_rate_per_s: int
    principal_rate_per_s: int
    live_quota_per_month: int
    sandbox_quota_per_month: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        tenant_rate_per_s = d.pop("tenant_rate_per_s")
        principal_rate_per_s = d.pop("principal_rate_per_s")
        live_quota_per_month = d.pop("live_quota_per_month")
        sandbox_quota_per_month = d.pop("sandbox_quota_per_month")
        return cls(
            tenant_rate_per_s=tenant_rate_per_s,
            principal_rate_per_s=principal_rate_per_s,
            live_quota_per_month=live_quota_per_month,
            sandbox_quota_per_month=sandbox_quota_per_month,
        )
