# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.policy_spec import PolicySpec


T = TypeVar("T", bound="CreateRoutingPolicy")


@_attrs_define
class CreateRoutingPolicy:
    """A policy to be kept as a draft.

    Attributes:
        name (str): what to call it.
        spec (PolicySpec): What a policy is; it never changes.
    """

    name: str
    spec: PolicySpec

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.policy_spec import PolicySpec  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")
        spec = PolicySpec.from_dict(d.pop("spec"))

        return cls(
            name=name,
            spec=spec,
        )
