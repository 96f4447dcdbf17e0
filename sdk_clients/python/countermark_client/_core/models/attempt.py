# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="Attempt")


@_attrs_define
class Attempt:
    """One try. status: of the answer, null without one. error: a word of ours for why there was none, or why it was not
    sent.

        Attributes:
            at (str):
            status (int | None):
            ms (int):
            error (None | str):
    """

    at: str
    status: int | None
    ms: int
    error: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        at = d.pop("at")
        status = cast("int | None", d.pop("status"))
        ms = d.pop("ms")
        error = cast("None | str", d.pop("error"))
        return cls(
            at=at,
            status=status,
            ms=ms,
            error=error,
        )
