# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.webhook_delivery_view_state import WebhookDeliveryViewState, check_webhook_delivery_view_state
from ..types import plain

if TYPE_CHECKING:
    from ..models.attempt import Attempt


T = TypeVar("T", bound="WebhookDeliveryView")


@_attrs_define
class WebhookDeliveryView:
    """One message to one endpoint. message_id: its `webhook-id`. tries: of the present round of the schedule.

    Attributes:
        message_id (str):
        endpoint_id (str):
        event (str):
        subject (str):
        state (WebhookDeliveryViewState):
        tries (int):
        attempts (list[Attempt]): the last thirty, oldest first. due_at: when it is tried next; null when it is not.
        due_at (None | str):
        created_at (str):
    """

    message_id: str
    endpoint_id: str
    event: str
    subject: str
    state: WebhookDeliveryViewState
    tries: int
    attempts: list[Attempt]
    due_at: None | str
    created_at: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.attempt import Attempt  # noqa: PLC0415

        d = dict(src_dict)
        message_id = d.pop("message_id")
        endpoint_id = d.pop("endpoint_id")
        event = d.pop("event")
        subject = d.pop("subject")
        state = check_webhook_delivery_view_state(d.pop("state"))

        tries = d.pop("tries")
        attempts = []
        _attempts = d.pop("attempts")
        for attempts_item_data in _attempts:
            attempts_item = Attempt.from_dict(attempts_item_data)

            attempts.append(attempts_item)

        due_at = cast("None | str", d.pop("due_at"))
        created_at = d.pop("created_at")
        return cls(
            message_id=message_id,
            endpoint_id=endpoint_id,
            event=event,
            subject=subject,
            state=state,
            tries=tries,
            attempts=attempts,
            due_at=due_at,
            created_at=created_at,
        )
