# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="SuppressionView")


@_attrs_define
class SuppressionView:
    """A suppression. fingerprint: of the value, which is not kept.

    Attributes:
        id (str):
        kind (str):
        fingerprint (str):
        use_case (None | str):
        cause (None | str):
        rule (None | str):
        until (str):
        reason (str):
        created_at (str):
        created_by (str):
        ended_at (None | str):
        ended_by (None | str):
    """

    id: str
    kind: str
    fingerprint: str
    use_case: None | str
    cause: None | str
    rule: None | str
    until: str
    reason: str
    created_at: str
    created_by: str
    ended_at: None | str
    ended_by: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        kind = d.pop("kind")
        fingerprint = d.pop("fingerprint")
        use_case = cast("None | str", d.pop("use_case"))
        cause = cast("None | str", d.pop("cause"))
        rule = cast("None | str", d.pop("rule"))
        until = d.pop("until")
        reason = d.pop("reason")
        created_at = d.pop("created_at")
        created_by = d.pop("created_by")
        ended_at = cast("None | str", d.pop("ended_at"))
        ended_by = cast("None | str", d.pop("ended_by"))
        return cls(
            id=id,
            kind=kind,
            fingerprint=fingerprint,
            use_case=use_case,
            cause=cause,
            rule=rule,
            until=until,
            reason=reason,
            created_at=created_at,
            created_by=created_by,
            ended_at=ended_at,
            ended_by=ended_by,
        )
