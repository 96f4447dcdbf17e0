# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="Seeded")


@_attrs_define
class Seeded:
    """What a sandbox holds before anybody used it. customers: their ids.

    Attributes:
        customers (list[str]):
        transactions (int):
        logins (int):
        gateway_attempts (int):
        payouts (int):
        payout_events (int):
        commission_agreement_id (str):
        stuck_payout_id (str):
    """

    customers: list[str]
    transactions: int
    logins: int
    gateway_attempts: int
    payouts: int
    payout_events: int
    commission_agreement_id: str
    stuck_payout_id: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        customers = cast(list[str], d.pop("customers"))

        transactions = d.pop("transactions")
        logins = d.pop("logins")
        gateway_attempts = d.pop("gateway_attempts")
        payouts = d.pop("payouts")
        payout_events = d.pop("payout_events")
        commission_agreement_id = d.pop("commission_agreement_id")
        stuck_payout_id = d.pop("stuck_payout_id")
        return cls(
            customers=customers,
            transactions=transactions,
            logins=logins,
            gateway_attempts=gateway_attempts,
            payouts=payouts,
            payout_events=payout_events,
            commission_agreement_id=commission_agreement_id,
            stuck_payout_id=stuck_payout_id,
        )
