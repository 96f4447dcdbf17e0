# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="ResetSandbox")


@_attrs_define
class ResetSandbox:
    """ResetSandbox.

    Attributes:
        environment_id (str): of the caller's own environment, so that no other is cleared by mistake. seed: whether the
            seed is sent again.
        seed (bool | Unset):  Default: True.
    """

    environment_id: str
    seed: bool | Unset = True

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        environment_id = d.pop("environment_id")
        seed = d.pop("seed", UNSET)
        return cls(
            environment_id=environment_id,
            seed=seed,
        )
