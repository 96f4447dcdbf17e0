# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.webhook_endpoint_view import WebhookEndpointView


T = TypeVar("T", bound="NewWebhookEndpointView")


@_attrs_define
class NewWebhookEndpointView:
    """An endpoint and a new secret of it, `whsec_…`, which is shown this once.

    Attributes:
        webhook_endpoint (WebhookEndpointView): Where events are sent, and whether. events: kinds, families and `*` that
            it asked for.

            nothing for three days.
        secret (str):
    """

    webhook_endpoint: WebhookEndpointView
    secret: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.webhook_endpoint_view import WebhookEndpointView  # noqa: PLC0415

        d = dict(src_dict)
        webhook_endpoint = WebhookEndpointView.from_dict(d.pop("webhook_endpoint"))

        secret = d.pop("secret")
        return cls(
            webhook_endpoint=webhook_endpoint,
            secret=secret,
        )
