# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="ArmView")


@_attrs_define
class ArmView:
    """What one side did. deployment_id: null where the starter answers that nobody deployed.

    and slow_rate of all runs of the model. judged: how many of them have a truth by now. brier_score: mean squared
    error of
    their probabilities, lower is better. approved_event_rate: how many that were approved came true all the same.

        Attributes:
            deployment_id (None | str):
            version_id (str):
            decisions (int):
            customers (int): each counts once, by the first decision about it; the rates are of these, but degraded_rate is
                of all decisions
            degraded_rate (float | None):
            approve_rate (float | None):
            review_rate (float | None):
            decline_rate (float | None):
            mean_probability (float | None):
            mean_run_ms (float | None):
            slow_rate (float | None):
            judged (int):
            brier_score (float | None):
            approved_event_rate (float | None):
    """

    deployment_id: None | str
    version_id: str
    decisions: int
    customers: int
    degraded_rate: float | None
    approve_rate: float | None
    review_rate: float | None
    decline_rate: float | None
    mean_probability: float | None
    mean_run_ms: float | None
    slow_rate: float | None
    judged: int
    brier_score: float | None
    approved_event_rate: float | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        deployment_id = cast("None | str", d.pop("deployment_id"))
        version_id = d.pop("version_id")
        decisions = d.pop("decisions")
        customers = d.pop("customers")
        degraded_rate = cast("float | None", d.pop("degraded_rate"))
        approve_rate = cast("float | None", d.pop("approve_rate"))
        review_rate = cast("float | None", d.pop("review_rate"))
        decline_rate = cast("float | None", d.pop("decline_rate"))
        mean_probability = cast("float | None", d.pop("mean_probability"))
        mean_run_ms = cast("float | None", d.pop("mean_run_ms"))
        slow_rate = cast("float | None", d.pop("slow_rate"))
        judged = d.pop("judged")
        brier_score = cast("float | None", d.pop("brier_score"))
        approved_event_rate = cast("float | None", d.pop("approved_event_rate"))
        return cls(
            deployment_id=deployment_id,
            version_id=version_id,
            decisions=decisions,
            customers=customers,
            degraded_rate=degraded_rate,
            approve_rate=approve_rate,
            review_rate=review_rate,
            decline_rate=decline_rate,
            mean_probability=mean_probability,
            mean_run_ms=mean_run_ms,
            slow_rate=slow_rate,
            judged=judged,
            brier_score=brier_score,
            approved_event_rate=approved_event_rate,
        )
