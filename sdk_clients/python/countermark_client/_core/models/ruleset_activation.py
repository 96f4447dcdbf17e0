# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.ruleset_activation_kind import RulesetActivationKind, check_ruleset_activation_kind
from ..types import plain

T = TypeVar("T", bound="RulesetActivation")


@_attrs_define
class RulesetActivation:
    """A change of what decides.

    default that ships with the service, whose number is 0.

        Attributes:
            id (str):
            use_case (str):
            kind (RulesetActivationKind): `fall_back` where the service itself returned to the last good version.
                version_id, previous_version_id: null for the
            version_id (None | str):
            version_number (int):
            previous_version_id (None | str):
            previous_version_number (int):
            actor (str):
            reason (str):
            activated_at (str):
    """

    id: str
    use_case: str
    kind: RulesetActivationKind
    version_id: None | str
    version_number: int
    previous_version_id: None | str
    previous_version_number: int
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
        use_case = d.pop("use_case")
        kind = check_ruleset_activation_kind(d.pop("kind"))

        version_id = cast("None | str", d.pop("version_id"))
        version_number = d.pop("version_number")
        previous_version_id = cast("None | str", d.pop("previous_version_id"))
        previous_version_number = d.pop("previous_version_number")
        actor = d.pop("actor")
        reason = d.pop("reason")
        activated_at = d.pop("activated_at")
        return cls(
            id=id,
            use_case=use_case,
            kind=kind,
            version_id=version_id,
            version_number=version_number,
            previous_version_id=previous_version_id,
            previous_version_number=previous_version_number,
            actor=actor,
            reason=reason,
            activated_at=activated_at,
        )
