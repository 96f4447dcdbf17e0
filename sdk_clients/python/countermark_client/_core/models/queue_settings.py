# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.sla_minutes import SlaMinutes


T = TypeVar("T", bound="QueueSettings")


@_attrs_define
class QueueSettings:
    """QueueSettings.

    Attributes:
        team (str): who works it off, in the tenant's words. approval: whether a second member has to agree with each
            result.
        sla_minutes (SlaMinutes | Unset): From opening until a result, by priority, the time spent in `waiting` left
            out.
        approval (bool | Unset):  Default: False.
        results (list[str] | Unset): those that may be given; empty allows any.
    """

    team: str
    sla_minutes: SlaMinutes | Unset = UNSET
    approval: bool | Unset = False
    results: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.sla_minutes import SlaMinutes  # noqa: PLC0415

        d = dict(src_dict)
        team = d.pop("team")
        _sla_minutes = d.pop("sla_minutes", UNSET)
        sla_minutes: SlaMinutes | Unset
        if isinstance(_sla_minutes, Unset):
            sla_minutes = UNSET
        else:
            sla_minutes = SlaMinutes.from_dict(_sla_minutes)

        approval = d.pop("approval", UNSET)
        results = cast(list[str], d.pop("results", UNSET))

        return cls(
            team=team,
            sla_minutes=sla_minutes,
            approval=approval,
            results=results,
        )
