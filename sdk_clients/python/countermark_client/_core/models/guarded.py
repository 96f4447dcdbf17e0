# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.guarded_name import GuardedName, check_guarded_name
from ..types import plain

T = TypeVar("T", bound="Guarded")


@_attrs_define
class Guarded:
    """One guardrail at one look. low, high: of challenger minus champion, at all looks at once. breached: beyond `limit`.

    Attributes:
        name (GuardedName):
        limit (float):
        difference (float | None):
        low (float):
        high (float):
        breached (bool):
    """

    name: GuardedName
    limit: float
    difference: float | None
    low: float
    high: float
    breached: bool

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = check_guarded_name(d.pop("name"))

        limit = d.pop("limit")
        difference = cast("float | None", d.pop("difference"))
        low = d.pop("low")
        high = d.pop("high")
        breached = d.pop("breached")
        return cls(
            name=name,
            limit=limit,
            difference=difference,
            low=low,
            high=high,
            breached=breached,
        )
