# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="ReleasePromotedEventData")


@_attrs_define
class ReleasePromotedEventData:
    """Of a release that came from the sandbox.

    Attributes:
        use_case (str): whose release it is.
        number (int): of the release, within its use case.
        promoted_from (str): the sandbox's, `rel_…`.
    """

    use_case: str
    number: int
    promoted_from: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        use_case = d.pop("use_case")
        number = d.pop("number")
        promoted_from = d.pop("promoted_from")
        return cls(
            use_case=use_case,
            number=number,
            promoted_from=promoted_from,
        )
