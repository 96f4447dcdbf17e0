# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="SandboxClock")


@_attrs_define
class SandboxClock:
    """SandboxClock.

    Attributes:
        now (str): in the environment. ahead_s: of the installation's time. moved_at: when it was moved last, by that
            time; null if it never was.
        ahead_s (int):
        moved_at (None | str):
    """

    now: str
    ahead_s: int
    moved_at: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        now = d.pop("now")
        ahead_s = d.pop("ahead_s")
        moved_at = cast("None | str", d.pop("moved_at"))
        return cls(
            now=now,
            ahead_s=ahead_s,
            moved_at=moved_at,
        )
