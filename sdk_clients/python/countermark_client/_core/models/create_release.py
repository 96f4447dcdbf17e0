# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="CreateRelease")


@_attrs_define
class CreateRelease:
    """What shall move together.

    in it; they make a version of the ruleset, which is kept with the release. reason: why, for those who read the
    history.

        Attributes:
            use_case (str):
            reason (str):
            version_id (None | str | Unset): of a model; null for the one that answers now. ruleset_version_id: null for the
                default that ships with the service.
            ruleset_version_id (None | str | Unset):
            thresholds (Any | Unset): numbers that the ruleset names (expressions whose whole value is one number) and that
                shall have another value than
    """

    use_case: str
    reason: str
    version_id: None | str | Unset = UNSET
    ruleset_version_id: None | str | Unset = UNSET
    thresholds: Any | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        use_case = d.pop("use_case")
        reason = d.pop("reason")
        version_id = cast("None | str | Unset", d.pop("version_id", UNSET))
        ruleset_version_id = cast("None | str | Unset", d.pop("ruleset_version_id", UNSET))
        thresholds = d.pop("thresholds", UNSET)
        return cls(
            use_case=use_case,
            reason=reason,
            version_id=version_id,
            ruleset_version_id=ruleset_version_id,
            thresholds=thresholds,
        )
