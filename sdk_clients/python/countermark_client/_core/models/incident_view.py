# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="IncidentView")


@_attrs_define
class IncidentView:
    """A time in which a gateway failed by its own fault, as the worker found it.

    Attributes:
        id (str): of the incident, which the events `gateway.degraded` and `gateway.recovered` are about.
        gateway (str): as a slug.
        method (None | str): by which it failed.
        began_at (str): the minute since which it likely failed.
        found_at (str): when that was sure enough.
        fault_rate (float): the share of attempts that failed by its fault, as it looked then.
        usual_rate (float): the same when it is well.
        ended_at (None | str): null while it lasts.
    """

    id: str
    gateway: str
    method: None | str
    began_at: str
    found_at: str
    fault_rate: float
    usual_rate: float
    ended_at: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        gateway = d.pop("gateway")
        method = cast("None | str", d.pop("method"))
        began_at = d.pop("began_at")
        found_at = d.pop("found_at")
        fault_rate = d.pop("fault_rate")
        usual_rate = d.pop("usual_rate")
        ended_at = cast("None | str", d.pop("ended_at"))
        return cls(
            id=id,
            gateway=gateway,
            method=method,
            began_at=began_at,
            found_at=found_at,
            fault_rate=fault_rate,
            usual_rate=usual_rate,
            ended_at=ended_at,
        )
