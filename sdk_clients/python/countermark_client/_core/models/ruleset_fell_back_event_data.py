# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="RulesetFellBackEventData")


@_attrs_define
class RulesetFellBackEventData:
    """Of a ruleset that failed.

    Attributes:
        use_case (str): whose ruleset it is.
        version (None | str): the version that decides again, `rsv_…`; null for the one that comes with the service.
        version_number (int): its number, 0 for the one that comes with the service.
        failed_version (str): the version that could not be evaluated.
        reason (str): `evaluation_failed`.
    """

    use_case: str
    version: None | str
    version_number: int
    failed_version: str
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        use_case = d.pop("use_case")
        version = cast("None | str", d.pop("version"))
        version_number = d.pop("version_number")
        failed_version = d.pop("failed_version")
        reason = d.pop("reason")
        return cls(
            use_case=use_case,
            version=version,
            version_number=version_number,
            failed_version=failed_version,
            reason=reason,
        )
