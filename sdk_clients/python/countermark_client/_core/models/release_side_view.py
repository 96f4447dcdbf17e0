# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="ReleaseSideView")


@_attrs_define
class ReleaseSideView:
    """One of two that are compared. release_id: null for what decides now. name, model_digest: of the version.

    Attributes:
        release_id (None | str):
        version_id (str):
        name (str):
        model_digest (str):
    """

    release_id: None | str
    version_id: str
    name: str
    model_digest: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        release_id = cast("None | str", d.pop("release_id"))
        version_id = d.pop("version_id")
        name = d.pop("name")
        model_digest = d.pop("model_digest")
        return cls(
            release_id=release_id,
            version_id=version_id,
            name=name,
            model_digest=model_digest,
        )
