# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.failure_kind_cause import FailureKindCause, check_failure_kind_cause
from ..types import plain

T = TypeVar("T", bound="FailureKind")


@_attrs_define
class FailureKind:
    """One code that is known. about: in one sentence.

    Attributes:
        code (str):
        cause (FailureKindCause):
        about (str):
    """

    code: str
    cause: FailureKindCause
    about: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        code = d.pop("code")
        cause = check_failure_kind_cause(d.pop("cause"))

        about = d.pop("about")
        return cls(
            code=code,
            cause=cause,
            about=about,
        )
