# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.webhook_endpoint_view_disabled_reason_type_0 import (
    WebhookEndpointViewDisabledReasonType0,
    check_webhook_endpoint_view_disabled_reason_type_0,
)
from ..models.webhook_endpoint_view_status import (
    WebhookEndpointViewStatus,
    check_webhook_endpoint_view_status,
)
from ..types import plain

T = TypeVar("T", bound="WebhookEndpointView")


@_attrs_define
class WebhookEndpointView:
    """Where events are sent, and whether. events: kinds, families and `*` that it asked for.

    nothing for three days.

        Attributes:
            id (str):
            url (str):
            description (str):
            events (list[str]):
            status (WebhookEndpointViewStatus):
            created_at (str):
            created_by (str):
            failing_since (None | str): the first failure since the last success. disabled_reason: `gone` where it answered
                410, `failing` where it took
            disabled_at (None | str):
            disabled_reason (None | WebhookEndpointViewDisabledReasonType0):
    """

    id: str
    url: str
    description: str
    events: list[str]
    status: WebhookEndpointViewStatus
    created_at: str
    created_by: str
    failing_since: None | str
    disabled_at: None | str
    disabled_reason: None | WebhookEndpointViewDisabledReasonType0

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        url = d.pop("url")
        description = d.pop("description")
        events = cast(list[str], d.pop("events"))

        status = check_webhook_endpoint_view_status(d.pop("status"))

        created_at = d.pop("created_at")
        created_by = d.pop("created_by")
        failing_since = cast("None | str", d.pop("failing_since"))
        disabled_at = cast("None | str", d.pop("disabled_at"))

        def _parse_disabled_reason(data: object) -> None | WebhookEndpointViewDisabledReasonType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                disabled_reason_type_0 = check_webhook_endpoint_view_disabled_reason_type_0(data)

                return disabled_reason_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | WebhookEndpointViewDisabledReasonType0, data)

        disabled_reason = _parse_disabled_reason(d.pop("disabled_reason"))

        return cls(
            id=id,
            url=url,
            description=description,
            events=events,
            status=status,
            created_at=created_at,
            created_by=created_by,
            failing_since=failing_since,
            disabled_at=disabled_at,
            disabled_reason=disabled_reason,
        )
