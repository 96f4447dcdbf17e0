# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="Progress")


@_attrs_define
class Progress:
    """Progress.

    Attributes:
        done (int): decisions of the range looked at, of every use case. of: all of them; None until they are counted.
        of (int | None):
        rate (float | None): a second. eta_s: until the end.
        eta_s (float | None):
    """

    done: int
    of: int | None
    rate: float | None
    eta_s: float | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        done = d.pop("done")
        of = cast("int | None", d.pop("of"))
        rate = cast("float | None", d.pop("rate"))
        eta_s = cast("float | None", d.pop("eta_s"))
        return cls(
            done=done,
            of=of,
            rate=rate,
            eta_s=eta_s,
        )
