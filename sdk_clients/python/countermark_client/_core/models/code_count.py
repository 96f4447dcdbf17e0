# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.code_count_cause import CodeCountCause, check_code_count_cause
from ..types import plain

T = TypeVar("T", bound="CodeCount")


@_attrs_define
class CodeCount:
    """How often a code was told. cause: whose fault it is; `unknown` of your own codes, unless you told.

    Attributes:
        code (str):
        cause (CodeCountCause):
        count (int):
        share (float):
    """

    code: str
    cause: CodeCountCause
    count: int
    share: float

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        code = d.pop("code")
        cause = check_code_count_cause(d.pop("cause"))

        count = d.pop("count")
        share = d.pop("share")
        return cls(
            code=code,
            cause=cause,
            count=count,
            share=share,
        )
