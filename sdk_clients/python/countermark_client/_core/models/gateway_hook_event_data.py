# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="GatewayHookEventData")


@_attrs_define
class GatewayHookEventData:
    """Of a gateway's webhook; what the gateway did not say is left out.

    Attributes:
        connector (str): that it came in by, `con_…`.
        gateway (str): whose it is.
        type_ (str): in the gateway's own words.
        occurred_at (datetime.datetime): when it happened there.
        reference (str | Unset): the gateway's id of what it is about.
        amount_minor (int | Unset): in minor units of the currency.
        currency (str | Unset): ISO 4217.
        code (str | Unset): why something failed, in our words.
    """

    connector: str
    gateway: str
    type_: str
    occurred_at: datetime.datetime
    reference: str | Unset = UNSET
    amount_minor: int | Unset = UNSET
    currency: str | Unset = UNSET
    code: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        connector = d.pop("connector")
        gateway = d.pop("gateway")
        type_ = d.pop("type")
        occurred_at = datetime.datetime.fromisoformat(d.pop("occurred_at"))

        reference = d.pop("reference", UNSET)
        amount_minor = d.pop("amount_minor", UNSET)
        currency = d.pop("currency", UNSET)
        code = d.pop("code", UNSET)
        return cls(
            connector=connector,
            gateway=gateway,
            type_=type_,
            occurred_at=occurred_at,
            reference=reference,
            amount_minor=amount_minor,
            currency=currency,
            code=code,
        )


_RENAMED = {
    "type_": "type",
}
GatewayHookEventData._renamed = _RENAMED  # type: ignore[attr-defined]
