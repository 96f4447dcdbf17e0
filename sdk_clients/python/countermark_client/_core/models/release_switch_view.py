# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.release_switch_view_kind import ReleaseSwitchViewKind, check_release_switch_view_kind
from ..types import plain

T = TypeVar("T", bound="ReleaseSwitchView")


@_attrs_define
class ReleaseSwitchView:
    """A change of what is in force. release_id, previous_release_id: null where no release was.

    Attributes:
        id (str):
        use_case (str):
        kind (ReleaseSwitchViewKind):
        release_id (None | str):
        previous_release_id (None | str):
        actor (str):
        reason (str):
        switched_at (str):
    """

    id: str
    use_case: str
    kind: ReleaseSwitchViewKind
    release_id: None | str
    previous_release_id: None | str
    actor: str
    reason: str
    switched_at: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        use_case = d.pop("use_case")
        kind = check_release_switch_view_kind(d.pop("kind"))

        release_id = cast("None | str", d.pop("release_id"))
        previous_release_id = cast("None | str", d.pop("previous_release_id"))
        actor = d.pop("actor")
        reason = d.pop("reason")
        switched_at = d.pop("switched_at")
        return cls(
            id=id,
            use_case=use_case,
            kind=kind,
            release_id=release_id,
            previous_release_id=previous_release_id,
            actor=actor,
            reason=reason,
            switched_at=switched_at,
        )
