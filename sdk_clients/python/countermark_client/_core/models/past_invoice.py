# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="PastInvoice")


@_attrs_define
class PastInvoice:
    """An earlier invoice of the same debtor.

    Attributes:
        amount_minor (int): minor units of the invoice's currency.
        issued_at (datetime.datetime): when it was sent.
        due_at (datetime.datetime): by when it was to be paid.
        paid_at (datetime.datetime | None | Unset): when it was paid; absent while it is not.
        disputed (bool | Unset): whether it was disputed. Default: False.
    """

    amount_minor: int
    issued_at: datetime.datetime
    due_at: datetime.datetime
    paid_at: datetime.datetime | None | Unset = UNSET
    disputed: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        amount_minor = d.pop("amount_minor")
        issued_at = datetime.datetime.fromisoformat(d.pop("issued_at"))

        due_at = datetime.datetime.fromisoformat(d.pop("due_at"))

        def _parse_paid_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                paid_at_type_0 = datetime.datetime.fromisoformat(data)

                return paid_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        paid_at = _parse_paid_at(d.pop("paid_at", UNSET))

        disputed = d.pop("disputed", UNSET)
        return cls(
            amount_minor=amount_minor,
            issued_at=issued_at,
            due_at=due_at,
            paid_at=paid_at,
            disputed=disputed,
        )
