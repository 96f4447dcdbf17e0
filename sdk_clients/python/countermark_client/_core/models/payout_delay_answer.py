# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.stage_hours import StageHours


T = TypeVar("T", bound="PayoutDelayAnswer")


@_attrs_define
class PayoutDelayAnswer:
    """PayoutDelayAnswer.

    Attributes:
        probability (float): that it is not credited within 24 hours from now, calibrated, 0 to 1.
        stage (None | str): the last stage that it reached: created, approved or sent.
        hours_in_stage (float | None): since then.
        z_score (float | None): how unusual that is, in standard deviations of the payee's own payouts, else of its
            bank's, else of its rail's.
        hours_p50 (float | None): hours from now until it is credited, as likely sooner as later.
        hours_p90 (float | None): the same, in nine of ten cases at most.
        hours_p95 (float | None): the same, in nineteen of twenty cases at most.
        expected_at (None | str): when it is credited by `hours_p50`.
        cause (None | str): what it most likely waits for.
        stages (list[StageHours]): the same hours for every stage ahead.
        hours_p10 (float | None | Unset): the same, in one of ten cases at most; of a version of your own that learned
            days.
        partner_z_score (float | None | Unset): the same against the payee's own payouts alone; null where fewer than
            five are known.
        stage_z_score (float | None | Unset): the same against all payouts in this stage on the rail; null where fewer
            than five are known.
    """

    probability: float
    stage: None | str
    hours_in_stage: float | None
    z_score: float | None
    hours_p50: float | None
    hours_p90: float | None
    hours_p95: float | None
    expected_at: None | str
    cause: None | str
    stages: list[StageHours]
    hours_p10: float | None | Unset = UNSET
    partner_z_score: float | None | Unset = UNSET
    stage_z_score: float | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.stage_hours import StageHours  # noqa: PLC0415

        d = dict(src_dict)
        probability = d.pop("probability")
        stage = cast("None | str", d.pop("stage"))
        hours_in_stage = cast("float | None", d.pop("hours_in_stage"))
        z_score = cast("float | None", d.pop("z_score"))
        hours_p50 = cast("float | None", d.pop("hours_p50"))
        hours_p90 = cast("float | None", d.pop("hours_p90"))
        hours_p95 = cast("float | None", d.pop("hours_p95"))
        expected_at = cast("None | str", d.pop("expected_at"))
        cause = cast("None | str", d.pop("cause"))
        stages = []
        _stages = d.pop("stages")
        for stages_item_data in _stages:
            stages_item = StageHours.from_dict(stages_item_data)

            stages.append(stages_item)

        hours_p10 = cast("float | None | Unset", d.pop("hours_p10", UNSET))
        partner_z_score = cast("float | None | Unset", d.pop("partner_z_score", UNSET))
        stage_z_score = cast("float | None | Unset", d.pop("stage_z_score", UNSET))
        return cls(
            probability=probability,
            stage=stage,
            hours_in_stage=hours_in_stage,
            z_score=z_score,
            hours_p50=hours_p50,
            hours_p90=hours_p90,
            hours_p95=hours_p95,
            expected_at=expected_at,
            cause=cause,
            stages=stages,
            hours_p10=hours_p10,
            partner_z_score=partner_z_score,
            stage_z_score=stage_z_score,
        )
