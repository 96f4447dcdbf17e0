# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="GatewayOption")


@_attrs_define
class GatewayOption:
    """One gateway that could be chosen.

    Attributes:
        gateway (str): as a slug.
        share (float): the chance that it had.
        works (float): how often it is expected to work now, 0 to 1; failures of customers and banks are nobody's here.
        failing (float): how surely it fails by its own fault now, 0 to 1.
        cost_minor (int): what is to be expected to be paid and lost there.
    """

    gateway: str
    share: float
    works: float
    failing: float
    cost_minor: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        gateway = d.pop("gateway")
        share = d.pop("share")
        works = d.pop("works")
        failing = d.pop("failing")
        cost_minor = d.pop("cost_minor")
        return cls(
            gateway=gateway,
            share=share,
            works=works,
            failing=failing,
            cost_minor=cost_minor,
        )
