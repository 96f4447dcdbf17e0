# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="DriftEventData")


@_attrs_define
class DriftEventData:
    """Of a version that begins to drift.

    Attributes:
        use_case (str): the question that it answers.
        version (str): the version, `ver_…`.
        role (str): `champion` or `challenger`.
        columns (list[str]): what has moved: features, `score`, or the answer.
    """

    use_case: str
    version: str
    role: str
    columns: list[str]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        use_case = d.pop("use_case")
        version = d.pop("version")
        role = d.pop("role")
        columns = cast(list[str], d.pop("columns"))

        return cls(
            use_case=use_case,
            version=version,
            role=role,
            columns=columns,
        )
