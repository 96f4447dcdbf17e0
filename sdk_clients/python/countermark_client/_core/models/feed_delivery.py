# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.feed_delivery_standing import FeedDeliveryStanding, check_feed_delivery_standing
from ..types import plain

T = TypeVar("T", bound="FeedDelivery")


@_attrs_define
class FeedDelivery:
    """What became of a delivery. repeated: it was here before, and nothing was done again. standing: of its payment, which
    may have
    come another way (`existing`, or with other content `conflict`), or did not go through (`skipped`).

        Attributes:
            repeated (bool):
            run_id (str):
            standing (FeedDeliveryStanding):
            transaction_id (None | str):
            decision_id (None | str):
            outcome (None | str):
    """

    repeated: bool
    run_id: str
    standing: FeedDeliveryStanding
    transaction_id: None | str
    decision_id: None | str
    outcome: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        repeated = d.pop("repeated")
        run_id = d.pop("run_id")
        standing = check_feed_delivery_standing(d.pop("standing"))

        transaction_id = cast("None | str", d.pop("transaction_id"))
        decision_id = cast("None | str", d.pop("decision_id"))
        outcome = cast("None | str", d.pop("outcome"))
        return cls(
            repeated=repeated,
            run_id=run_id,
            standing=standing,
            transaction_id=transaction_id,
            decision_id=decision_id,
            outcome=outcome,
        )
