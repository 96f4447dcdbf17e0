# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.magic_value_effect import MagicValueEffect, check_magic_value_effect
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="MagicValue")


@_attrs_define
class MagicValue:
    """What does it, and what it does. customer_id: of whom a question is about. amount_minor: of its payment or event, in
    any currency; the
    customer comes first where both are magic. gateway: of an attempt. payout_id: of the seed. payee_id: of a payout.

        Attributes:
            effect (MagicValueEffect):
            does (str):
            customer_id (None | str | Unset):
            amount_minor (int | None | Unset):
            gateway (None | str | Unset):
            payout_id (None | str | Unset):
            payee_id (None | str | Unset):
    """

    effect: MagicValueEffect
    does: str
    customer_id: None | str | Unset = UNSET
    amount_minor: int | None | Unset = UNSET
    gateway: None | str | Unset = UNSET
    payout_id: None | str | Unset = UNSET
    payee_id: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        effect = check_magic_value_effect(d.pop("effect"))

        does = d.pop("does")
        customer_id = cast("None | str | Unset", d.pop("customer_id", UNSET))
        amount_minor = cast("int | None | Unset", d.pop("amount_minor", UNSET))
        gateway = cast("None | str | Unset", d.pop("gateway", UNSET))
        payout_id = cast("None | str | Unset", d.pop("payout_id", UNSET))
        payee_id = cast("None | str | Unset", d.pop("payee_id", UNSET))
        return cls(
            effect=effect,
            does=does,
            customer_id=customer_id,
            amount_minor=amount_minor,
            gateway=gateway,
            payout_id=payout_id,
            payee_id=payee_id,
        )
