# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.life_event import LifeEvent


T = TypeVar("T", bound="LifeEventsAnswer")


@_attrs_define
class LifeEventsAnswer:
    """LifeEventsAnswer.

    Attributes:
        probability (float): of the likeliest happening, calibrated, 0 to 1.
        event (None | str): the likeliest happening; null where none is likely.
        events (list[LifeEvent]): all that are likelier than not, the likeliest first.
        goals (list[str]): suggestions of all of them together.
    """

    probability: float
    event: None | str
    events: list[LifeEvent]
    goals: list[str]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.life_event import LifeEvent  # noqa: PLC0415

        d = dict(src_dict)
        probability = d.pop("probability")
        event = cast("None | str", d.pop("event"))
        events = []
        _events = d.pop("events")
        for events_item_data in _events:
            events_item = LifeEvent.from_dict(events_item_data)

            events.append(events_item)

        goals = cast(list[str], d.pop("goals"))

        return cls(
            probability=probability,
            event=event,
            events=events,
            goals=goals,
        )
