# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.payout_view_documents_missing_item import (
    PayoutViewDocumentsMissingItem,
    check_payout_view_documents_missing_item,
)
from ..models.payout_view_stage import PayoutViewStage, check_payout_view_stage
from ..types import plain

if TYPE_CHECKING:
    from ..models.new_payout import NewPayout
    from ..models.payout_event_view import PayoutEventView
    from ..models.reached_stage import ReachedStage


T = TypeVar("T", bound="PayoutView")


@_attrs_define
class PayoutView:
    """A payout, where it is, and how it came there.

    Attributes:
        id (str): our id.
        payout (NewPayout | None): as it was sent, fields that equal their default left out; null once its payee was
            erased.
        recorded_at (str):
        stage (PayoutViewStage):
        since (str): when it reached its stage.
        on_hold (bool): whether it is on hold now.
        ended_at (None | str):
        error_code (None | str): why it failed or was returned.
        contradictions (int): events that cannot be true beside the others.
        documents_missing (list[PayoutViewDocumentsMissingItem]): what it waits for now.
        reached (list[ReachedStage]): its stages in order.
        events (list[PayoutEventView]): all that was told of it, by the time it happened.
    """

    id: str
    payout: NewPayout | None
    recorded_at: str
    stage: PayoutViewStage
    since: str
    on_hold: bool
    ended_at: None | str
    error_code: None | str
    contradictions: int
    documents_missing: list[PayoutViewDocumentsMissingItem]
    reached: list[ReachedStage]
    events: list[PayoutEventView]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.new_payout import NewPayout  # noqa: PLC0415
        from ..models.payout_event_view import PayoutEventView  # noqa: PLC0415
        from ..models.reached_stage import ReachedStage  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        def _parse_payout(data: object) -> NewPayout | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                payout_type_0 = NewPayout.from_dict(data)

                return payout_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NewPayout | None, data)

        payout = _parse_payout(d.pop("payout"))

        recorded_at = d.pop("recorded_at")
        stage = check_payout_view_stage(d.pop("stage"))

        since = d.pop("since")
        on_hold = d.pop("on_hold")
        ended_at = cast("None | str", d.pop("ended_at"))
        error_code = cast("None | str", d.pop("error_code"))
        contradictions = d.pop("contradictions")
        documents_missing = []
        _documents_missing = d.pop("documents_missing")
        for documents_missing_item_data in _documents_missing:
            documents_missing_item = check_payout_view_documents_missing_item(documents_missing_item_data)

            documents_missing.append(documents_missing_item)

        reached = []
        _reached = d.pop("reached")
        for reached_item_data in _reached:
            reached_item = ReachedStage.from_dict(reached_item_data)

            reached.append(reached_item)

        events = []
        _events = d.pop("events")
        for events_item_data in _events:
            events_item = PayoutEventView.from_dict(events_item_data)

            events.append(events_item)

        return cls(
            id=id,
            payout=payout,
            recorded_at=recorded_at,
            stage=stage,
            since=since,
            on_hold=on_hold,
            ended_at=ended_at,
            error_code=error_code,
            contradictions=contradictions,
            documents_missing=documents_missing,
            reached=reached,
            events=events,
        )
