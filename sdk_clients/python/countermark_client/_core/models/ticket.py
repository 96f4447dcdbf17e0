# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.ticket_channel import TicketChannel, check_ticket_channel
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="Ticket")


@_attrs_define
class Ticket:
    """What a customer, a merchant or a partner wrote.

    Attributes:
        text (str): what it says.
        id (None | str | Unset): your own id of the ticket.
        customer_id (None | str | Unset): your own id of who wrote.
        subject (None | str | Unset): its subject.
        opened_at (datetime.datetime | None | Unset): when it came.
        channel (TicketChannel | Unset): where it came from. Default: 'other'.
    """

    text: str
    id: None | str | Unset = UNSET
    customer_id: None | str | Unset = UNSET
    subject: None | str | Unset = UNSET
    opened_at: datetime.datetime | None | Unset = UNSET
    channel: TicketChannel | Unset = "other"

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        text = d.pop("text")
        id = cast("None | str | Unset", d.pop("id", UNSET))
        customer_id = cast("None | str | Unset", d.pop("customer_id", UNSET))
        subject = cast("None | str | Unset", d.pop("subject", UNSET))

        def _parse_opened_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                opened_at_type_0 = datetime.datetime.fromisoformat(data)

                return opened_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        opened_at = _parse_opened_at(d.pop("opened_at", UNSET))

        _channel = d.pop("channel", UNSET)
        channel: TicketChannel | Unset
        if isinstance(_channel, Unset):
            channel = UNSET
        else:
            channel = check_ticket_channel(_channel)

        return cls(
            text=text,
            id=id,
            customer_id=customer_id,
            subject=subject,
            opened_at=opened_at,
            channel=channel,
        )
