# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.principal_view_kind import PrincipalViewKind, check_principal_view_kind
from ..models.principal_view_mode import PrincipalViewMode, check_principal_view_mode
from ..types import plain

T = TypeVar("T", bound="PrincipalView")


@_attrs_define
class PrincipalView:
    """Who a credential stands for, and what it may do.

    Attributes:
        id (str):
        kind (PrincipalViewKind):
        tenant_id (str):
        environment_id (str):
        mode (PrincipalViewMode):
        permissions (list[str]):
    """

    id: str
    kind: PrincipalViewKind
    tenant_id: str
    environment_id: str
    mode: PrincipalViewMode
    permissions: list[str]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        kind = check_principal_view_kind(d.pop("kind"))

        tenant_id = d.pop("tenant_id")
        environment_id = d.pop("environment_id")
        mode = check_principal_view_mode(d.pop("mode"))

        permissions = cast(list[str], d.pop("permissions"))

        return cls(
            id=id,
            kind=kind,
            tenant_id=tenant_id,
            environment_id=environment_id,
            mode=mode,
            permissions=permissions,
        )
