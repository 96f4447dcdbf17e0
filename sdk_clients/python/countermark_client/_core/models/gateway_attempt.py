# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.gateway_attempt_method import GatewayAttemptMethod, check_gateway_attempt_method
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="GatewayAttempt")


@_attrs_define
class GatewayAttempt:
    """One try of one payment at one gateway.

    Attributes:
        gateway (str): as a slug.
        method (GatewayAttemptMethod): how it was paid.
        at (datetime.datetime): when it was tried.
        succeeded (bool): whether the gateway took it.
        failure_code (None | str | Unset): why not, as a slug of your own.
        latency_ms (int | None | Unset): how long the gateway took to say so.
    """

    gateway: str
    method: GatewayAttemptMethod
    at: datetime.datetime
    succeeded: bool
    failure_code: None | str | Unset = UNSET
    latency_ms: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        gateway = d.pop("gateway")
        method = check_gateway_attempt_method(d.pop("method"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        succeeded = d.pop("succeeded")
        failure_code = cast("None | str | Unset", d.pop("failure_code", UNSET))
        latency_ms = cast("int | None | Unset", d.pop("latency_ms", UNSET))
        return cls(
            gateway=gateway,
            method=method,
            at=at,
            succeeded=succeeded,
            failure_code=failure_code,
            latency_ms=latency_ms,
        )
