# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="RuleFact")


@_attrs_define
class RuleFact:
    """A name that rules can use. kind: `number`, `text`, `boolean` or `list of texts`. missing: whether it can be null.

    Attributes:
        name (str):
        kind (str):
        missing (bool):
        texts (list[str]):
    """

    name: str
    kind: str
    missing: bool
    texts: list[str]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        kind = d.pop("kind")
        missing = d.pop("missing")
        texts = cast(list[str], d.pop("texts"))

        return cls(
            name=name,
            kind=kind,
            missing=missing,
            texts=texts,
        )
