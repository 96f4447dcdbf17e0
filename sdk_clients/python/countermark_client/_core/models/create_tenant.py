# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.plan_name import PlanName, check_plan_name
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="CreateTenant")


@_attrs_define
class CreateTenant:
    """CreateTenant.

    Attributes:
        name (str):
        plan (PlanName | Unset):
    """

    name: str
    plan: PlanName | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        _plan = d.pop("plan", UNSET)
        plan: PlanName | Unset
        if isinstance(_plan, Unset):
            plan = UNSET
        else:
            plan = check_plan_name(_plan)

        return cls(
            name=name,
            plan=plan,
        )
