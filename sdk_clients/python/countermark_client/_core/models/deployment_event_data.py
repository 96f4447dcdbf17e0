# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="DeploymentEventData")


@_attrs_define
class DeploymentEventData:
    """Of a deployment that ended by itself.

    Attributes:
        use_case (str): whose deployment it was.
        version (str): the version that it served, `ver_…`.
        role (str): `champion` or `challenger`.
        reason (str): `guardrail`.
        guardrail (str): what it broke: `degraded`, `declined` or `slow`.
    """

    use_case: str
    version: str
    role: str
    reason: str
    guardrail: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        use_case = d.pop("use_case")
        version = d.pop("version")
        role = d.pop("role")
        reason = d.pop("reason")
        guardrail = d.pop("guardrail")
        return cls(
            use_case=use_case,
            version=version,
            role=role,
            reason=reason,
            guardrail=guardrail,
        )
