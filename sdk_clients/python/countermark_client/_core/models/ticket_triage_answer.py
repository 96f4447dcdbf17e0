# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.ticket_cause import TicketCause


T = TypeVar("T", bound="TicketTriageAnswer")


@_attrs_define
class TicketTriageAnswer:
    """a ticket about something else are all small.

    Attributes:
        probability (float): that the cause is right, calibrated, 0 to 1.
        root_cause (None | str): the cluster that the ticket belongs to.
        route (None | str): who should have it: l1, l2 or finance; l1 where the cause is not sure enough.
        urgent (bool | None): whether money or access is at stake now.
        causes (list[TicketCause]): the likeliest, the first is `root_cause`. What is about none of them has its share,
            too, and no name: shares of
    """

    probability: float
    root_cause: None | str
    route: None | str
    urgent: bool | None
    causes: list[TicketCause]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.ticket_cause import TicketCause  # noqa: PLC0415

        d = dict(src_dict)
        probability = d.pop("probability")
        root_cause = cast("None | str", d.pop("root_cause"))
        route = cast("None | str", d.pop("route"))
        urgent = cast("bool | None", d.pop("urgent"))
        causes = []
        _causes = d.pop("causes")
        for causes_item_data in _causes:
            causes_item = TicketCause.from_dict(causes_item_data)

            causes.append(causes_item)

        return cls(
            probability=probability,
            root_cause=root_cause,
            route=route,
            urgent=urgent,
            causes=causes,
        )
