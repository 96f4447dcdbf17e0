# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.payout_event_result_stage_type_0 import (
    PayoutEventResultStageType0,
    check_payout_event_result_stage_type_0,
)
from ..models.payout_event_result_status import PayoutEventResultStatus, check_payout_event_result_status
from ..types import plain

T = TypeVar("T", bound="PayoutEventResult")


@_attrs_define
class PayoutEventResult:
    """What became of one event.

    Attributes:
        id (None | str): our id of the event that is kept.
        payout_id (None | str): our id of its payout.
        own_payout_id (str): the `payout_id` that was sent.
        status (PayoutEventResultStatus): `counted`, `repeated` and `contradicting` are new; `existing` was here before;
            `conflict` had this id and other content; `unknown` has no payout here; `too_many` is one beyond the 200 that
            are kept of a payout.
        stage (None | PayoutEventResultStageType0): where the payout is now.
    """

    id: None | str
    payout_id: None | str
    own_payout_id: str
    status: PayoutEventResultStatus
    stage: None | PayoutEventResultStageType0

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = cast("None | str", d.pop("id"))
        payout_id = cast("None | str", d.pop("payout_id"))
        own_payout_id = d.pop("own_payout_id")
        status = check_payout_event_result_status(d.pop("status"))

        def _parse_stage(data: object) -> None | PayoutEventResultStageType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                stage_type_0 = check_payout_event_result_stage_type_0(data)

                return stage_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PayoutEventResultStageType0, data)

        stage = _parse_stage(d.pop("stage"))

        return cls(
            id=id,
            payout_id=payout_id,
            own_payout_id=own_payout_id,
            status=status,
            stage=stage,
        )
