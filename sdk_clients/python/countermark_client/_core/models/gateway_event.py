# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="GatewayEvent")


@_attrs_define
class GatewayEvent:
    """An event as the gateway makes it: Razorpay names its kind `event` and its time `created_at`, Stripe `type` and
    `created`.

    What else a gateway adds is taken as it comes: the signature is over the bytes.

        Attributes:
            id (None | str | Unset):
            event (None | str | Unset):
            type_ (None | str | Unset):
            created (int | None | Unset):
            created_at (int | None | Unset):
            entity (None | str | Unset):
            account_id (None | str | Unset):
            contains (list[str] | None | Unset):
            payload (Any | Unset):
            object_ (None | str | Unset):
            api_version (None | str | Unset):
            data (Any | Unset):
            livemode (bool | None | Unset):
            pending_webhooks (int | None | Unset):
            request (Any | None | Unset):
    """

    id: None | str | Unset = UNSET
    event: None | str | Unset = UNSET
    type_: None | str | Unset = UNSET
    created: int | None | Unset = UNSET
    created_at: int | None | Unset = UNSET
    entity: None | str | Unset = UNSET
    account_id: None | str | Unset = UNSET
    contains: list[str] | None | Unset = UNSET
    payload: Any | Unset = UNSET
    object_: None | str | Unset = UNSET
    api_version: None | str | Unset = UNSET
    data: Any | Unset = UNSET
    livemode: bool | None | Unset = UNSET
    pending_webhooks: int | None | Unset = UNSET
    request: Any | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = cast("None | str | Unset", d.pop("id", UNSET))
        event = cast("None | str | Unset", d.pop("event", UNSET))
        type_ = cast("None | str | Unset", d.pop("type", UNSET))
        created = cast("int | None | Unset", d.pop("created", UNSET))
        created_at = cast("int | None | Unset", d.pop("created_at", UNSET))
        entity = cast("None | str | Unset", d.pop("entity", UNSET))
        account_id = cast("None | str | Unset", d.pop("account_id", UNSET))

        def _parse_contains(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                contains_type_0 = cast(list[str], data)

                return contains_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        contains = _parse_contains(d.pop("contains", UNSET))

        payload = d.pop("payload", UNSET)
        object_ = cast("None | str | Unset", d.pop("object", UNSET))
        api_version = cast("None | str | Unset", d.pop("api_version", UNSET))
        data = d.pop("data", UNSET)
        livemode = cast("bool | None | Unset", d.pop("livemode", UNSET))
        pending_webhooks = cast("int | None | Unset", d.pop("pending_webhooks", UNSET))
        request = cast("Any | None | Unset", d.pop("request", UNSET))
        return cls(
            id=id,
            event=event,
            type_=type_,
            created=created,
            created_at=created_at,
            entity=entity,
            account_id=account_id,
            contains=contains,
            payload=payload,
            object_=object_,
            api_version=api_version,
            data=data,
            livemode=livemode,
            pending_webhooks=pending_webhooks,
            request=request,
        )


_RENAMED = {
    "type_": "type",
    "object_": "object",
}
GatewayEvent._renamed = _RENAMED  # type: ignore[attr-defined]
