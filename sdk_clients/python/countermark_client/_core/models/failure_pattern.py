# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="FailurePattern")


@_attrs_define
class FailurePattern:
    """One group beside all others. gateway, method, bank, hour, error_code: what it shares; null where that is anything.

    low, high: of the lift, with the report's level for all groups at once.

        Attributes:
            gateway (None | str):
            method (None | str):
            bank (None | str):
            hour (int | None):
            error_code (None | str):
            tries (int):
            failures (int): of its attempts; with an error code, those with this code. lift: its rate over that of all
                others.
            rate (float):
            rate_elsewhere (float):
            lift (float):
            low (float):
            high (float):
    """

    gateway: None | str
    method: None | str
    bank: None | str
    hour: int | None
    error_code: None | str
    tries: int
    failures: int
    rate: float
    rate_elsewhere: float
    lift: float
    low: float
    high: float

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        gateway = cast("None | str", d.pop("gateway"))
        method = cast("None | str", d.pop("method"))
        bank = cast("None | str", d.pop("bank"))
        hour = cast("int | None", d.pop("hour"))
        error_code = cast("None | str", d.pop("error_code"))
        tries = d.pop("tries")
        failures = d.pop("failures")
        rate = d.pop("rate")
        rate_elsewhere = d.pop("rate_elsewhere")
        lift = d.pop("lift")
        low = d.pop("low")
        high = d.pop("high")
        return cls(
            gateway=gateway,
            method=method,
            bank=bank,
            hour=hour,
            error_code=error_code,
            tries=tries,
            failures=failures,
            rate=rate,
            rate_elsewhere=rate_elsewhere,
            lift=lift,
            low=low,
            high=high,
        )
