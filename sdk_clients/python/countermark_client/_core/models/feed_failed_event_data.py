# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="FeedFailedEventData")


@_attrs_define
class FeedFailedEventData:
    """Of a feed's failure.

    Attributes:
        run (None | str): what failed, `fdr_…`; null where nothing could be fetched.
        code (str): why.
        failures (int): in a row.
    """

    run: None | str
    code: str
    failures: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        run = cast("None | str", d.pop("run"))
        code = d.pop("code")
        failures = d.pop("failures")
        return cls(
            run=run,
            code=code,
            failures=failures,
        )
