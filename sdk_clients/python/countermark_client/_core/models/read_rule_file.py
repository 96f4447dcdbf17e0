# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="ReadRuleFile")


@_attrs_define
class ReadRuleFile:
    """A file to read: CSV, XLSX or JSON; which of them is seen from its bytes.

    Attributes:
        content (str): its bytes, in Base64. version_id: the version that a CSV table belongs to; the newest when
            absent.
        version_id (None | str | Unset):
        node (None | str | Unset): its id or name, where the version has several tables.
    """

    content: str
    version_id: None | str | Unset = UNSET
    node: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        content = d.pop("content")
        version_id = cast("None | str | Unset", d.pop("version_id", UNSET))
        node = cast("None | str | Unset", d.pop("node", UNSET))
        return cls(
            content=content,
            version_id=version_id,
            node=node,
        )
