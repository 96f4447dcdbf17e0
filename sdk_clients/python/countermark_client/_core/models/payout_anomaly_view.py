# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.payout_anomaly_view_kind import PayoutAnomalyViewKind, check_payout_anomaly_view_kind
from ..models.payout_anomaly_view_stage import PayoutAnomalyViewStage, check_payout_anomaly_view_stage
from ..types import plain

if TYPE_CHECKING:
    from ..models.payout_anomaly_detail import PayoutAnomalyDetail


T = TypeVar("T", bound="PayoutAnomalyView")


@_attrs_define
class PayoutAnomalyView:
    """Something unusual about a payout; each kind once.

    Attributes:
        id (str):
        payout_id (str):
        kind (PayoutAnomalyViewKind):
        stage (PayoutAnomalyViewStage): that it was in.
        found_at (str):
        detail (PayoutAnomalyDetail): Why it was flagged; what does not belong to the kind is null.
    """

    id: str
    payout_id: str
    kind: PayoutAnomalyViewKind
    stage: PayoutAnomalyViewStage
    found_at: str
    detail: PayoutAnomalyDetail

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.payout_anomaly_detail import PayoutAnomalyDetail  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        payout_id = d.pop("payout_id")
        kind = check_payout_anomaly_view_kind(d.pop("kind"))

        stage = check_payout_anomaly_view_stage(d.pop("stage"))

        found_at = d.pop("found_at")
        detail = PayoutAnomalyDetail.from_dict(d.pop("detail"))

        return cls(
            id=id,
            payout_id=payout_id,
            kind=kind,
            stage=stage,
            found_at=found_at,
            detail=detail,
        )
