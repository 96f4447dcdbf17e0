# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="CauseRisingEventData")


@_attrs_define
class CauseRisingEventData:
    """Of a root cause that grows; what its cases do not share is null.

    Attributes:
        kind (str): of what: attempts, payouts, tickets.
        name (str): in words.
        gateway (None | str): that they share.
        method (None | str): that they share.
        bank (None | str): that they share.
        code (None | str): that they share.
        fault (None | str): whose fault it is, of any code.
        count (int): in the window.
        expected (float | None): as many as were to be expected.
        example (str): the id of one.
    """

    kind: str
    name: str
    gateway: None | str
    method: None | str
    bank: None | str
    code: None | str
    fault: None | str
    count: int
    expected: float | None
    example: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        kind = d.pop("kind")
        name = d.pop("name")
        gateway = cast("None | str", d.pop("gateway"))
        method = cast("None | str", d.pop("method"))
        bank = cast("None | str", d.pop("bank"))
        code = cast("None | str", d.pop("code"))
        fault = cast("None | str", d.pop("fault"))
        count = d.pop("count")
        expected = cast("float | None", d.pop("expected"))
        example = d.pop("example")
        return cls(
            kind=kind,
            name=name,
            gateway=gateway,
            method=method,
            bank=bank,
            code=code,
            fault=fault,
            count=count,
            expected=expected,
            example=example,
        )
