# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="ArmMoney")


@_attrs_define
class ArmMoney:
    """What first tries of one policy came to. net_minor: value at `loss_bps` less fees.

    Attributes:
        judged (int):
        amount_minor (int):
        value_minor (int):
        fees_minor (int):
        net_minor (int):
    """

    judged: int
    amount_minor: int
    value_minor: int
    fees_minor: int
    net_minor: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        judged = d.pop("judged")
        amount_minor = d.pop("amount_minor")
        value_minor = d.pop("value_minor")
        fees_minor = d.pop("fees_minor")
        net_minor = d.pop("net_minor")
        return cls(
            judged=judged,
            amount_minor=amount_minor,
            value_minor=value_minor,
            fees_minor=fees_minor,
            net_minor=net_minor,
        )
