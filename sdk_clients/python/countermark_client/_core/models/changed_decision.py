# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="ChangedDecision")


@_attrs_define
class ChangedDecision:
    """One decision that the draft changes. href: where it is. happened: whether the event came true, where that is known.

    decided_at, amount_minor, currency: null once its customer was erased, and where there is no amount.

        Attributes:
            decision_id (str):
            href (str):
            before (str):
            after (str):
            happened (bool | None):
            decided_at (None | str):
            amount_minor (int | None):
            currency (None | str):
    """

    decision_id: str
    href: str
    before: str
    after: str
    happened: bool | None
    decided_at: None | str
    amount_minor: int | None
    currency: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        decision_id = d.pop("decision_id")
        href = d.pop("href")
        before = d.pop("before")
        after = d.pop("after")
        happened = cast("bool | None", d.pop("happened"))
        decided_at = cast("None | str", d.pop("decided_at"))
        amount_minor = cast("int | None", d.pop("amount_minor"))
        currency = cast("None | str", d.pop("currency"))
        return cls(
            decision_id=decision_id,
            href=href,
            before=before,
            after=after,
            happened=happened,
            decided_at=decided_at,
            amount_minor=amount_minor,
            currency=currency,
        )
