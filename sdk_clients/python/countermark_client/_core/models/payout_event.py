# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.payout_event_source import PayoutEventSource, check_payout_event_source
from ..models.payout_event_stage import PayoutEventStage, check_payout_event_stage
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="PayoutEvent")


@_attrs_define
class PayoutEvent:
    """Something that happened to a payout: it reached a stage, was put on hold, or went on.

    Attributes:
        payout_id (str): your own id of the payout.
        stage (PayoutEventStage): what it reached; `on_hold` and `released` stand beside the stages.
        occurred_at (datetime.datetime): when; not before 2000 and not more than a day ahead.
        id (None | str | Unset): your own id of the event, or the gateway's; without one, the same words twice are one
            event.
        source (PayoutEventSource | Unset): who says so. Default: 'tenant'.
        error_code (None | str | Unset): why it failed or was returned, as a slug.
        reference (None | str | Unset): the gateway's or the bank's own number of it, such as a UTR; kept sealed.
    """

    payout_id: str
    stage: PayoutEventStage
    occurred_at: datetime.datetime
    id: None | str | Unset = UNSET
    source: PayoutEventSource | Unset = "tenant"
    error_code: None | str | Unset = UNSET
    reference: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        payout_id = d.pop("payout_id")
        stage = check_payout_event_stage(d.pop("stage"))

        occurred_at = datetime.datetime.fromisoformat(d.pop("occurred_at"))

        id = cast("None | str | Unset", d.pop("id", UNSET))
        _source = d.pop("source", UNSET)
        source: PayoutEventSource | Unset
        if isinstance(_source, Unset):
            source = UNSET
        else:
            source = check_payout_event_source(_source)

        error_code = cast("None | str | Unset", d.pop("error_code", UNSET))
        reference = cast("None | str | Unset", d.pop("reference", UNSET))
        return cls(
            payout_id=payout_id,
            stage=stage,
            occurred_at=occurred_at,
            id=id,
            source=source,
            error_code=error_code,
            reference=reference,
        )
