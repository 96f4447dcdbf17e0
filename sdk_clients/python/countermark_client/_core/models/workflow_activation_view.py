# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="WorkflowActivationView")


@_attrs_define
class WorkflowActivationView:
    """A change of what starts instances.

    Attributes:
        id (str): our id.
        version_id (None | str): the version that did from then on; null for none.
        previous_version_id (None | str): the one before.
        actor (str): who changed it.
        reason (str): why.
        activated_at (str): when.
    """

    id: str
    version_id: None | str
    previous_version_id: None | str
    actor: str
    reason: str
    activated_at: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        version_id = cast("None | str", d.pop("version_id"))
        previous_version_id = cast("None | str", d.pop("previous_version_id"))
        actor = d.pop("actor")
        reason = d.pop("reason")
        activated_at = d.pop("activated_at")
        return cls(
            id=id,
            version_id=version_id,
            previous_version_id=previous_version_id,
            actor=actor,
            reason=reason,
            activated_at=activated_at,
        )
