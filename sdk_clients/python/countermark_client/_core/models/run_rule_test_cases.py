# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="RunRuleTestCases")


@_attrs_define
class RunRuleTestCases:
    """RunRuleTestCases.

    Attributes:
        version_id (None | str | Unset): which version to try; without it, the newest, or the default where there is
            none.
    """

    version_id: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        version_id = cast("None | str | Unset", d.pop("version_id", UNSET))
        return cls(
            version_id=version_id,
        )
