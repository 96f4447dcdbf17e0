# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.payout_event_view_standing import PayoutEventViewStanding, check_payout_event_view_standing
from ..types import plain

if TYPE_CHECKING:
    from ..models.payout_event import PayoutEvent


T = TypeVar("T", bound="PayoutEventView")


@_attrs_define
class PayoutEventView:
    """An event of a payout.

    Attributes:
        id (str): our id.
        event (None | PayoutEvent): as it was sent; null once the payee was erased.
        recorded_at (str):
        standing (PayoutEventViewStanding): `counted` reached a stage or a hold; `repeated` told of a stage that was
            known; `contradicting` cannot be true beside the others.
    """

    id: str
    event: None | PayoutEvent
    recorded_at: str
    standing: PayoutEventViewStanding

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.payout_event import PayoutEvent  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        def _parse_event(data: object) -> None | PayoutEvent:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                event_type_0 = PayoutEvent.from_dict(data)

                return event_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PayoutEvent, data)

        event = _parse_event(d.pop("event"))

        recorded_at = d.pop("recorded_at")
        standing = check_payout_event_view_standing(d.pop("standing"))

        return cls(
            id=id,
            event=event,
            recorded_at=recorded_at,
            standing=standing,
        )
