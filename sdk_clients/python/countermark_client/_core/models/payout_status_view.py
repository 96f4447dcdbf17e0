# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.payout_status_view_credit_basis_type_0 import (
    PayoutStatusViewCreditBasisType0,
    check_payout_status_view_credit_basis_type_0,
)
from ..models.payout_status_view_documents_missing_item import (
    PayoutStatusViewDocumentsMissingItem,
    check_payout_status_view_documents_missing_item,
)
from ..models.payout_status_view_stage import PayoutStatusViewStage, check_payout_status_view_stage
from ..types import plain

if TYPE_CHECKING:
    from ..models.done_stage_view import DoneStageView
    from ..models.waiting_view import WaitingView


T = TypeVar("T", bound="PayoutStatusView")


@_attrs_define
class PayoutStatusView:
    """What a payee may be shown.

    Attributes:
        id (str): our id.
        own_id (None | str): yours; null once the payee was erased.
        stage (PayoutStatusViewStage):
        done (list[DoneStageView]): the stages that it reached, in order.
        waiting (None | WaitingView): the stage that it is in; null when it has ended.
        credit_from (None | str): eight of ten such payouts are credited between this
        credit_to (None | str): and this; null where too few are known, it is on hold, or it has ended.
        credit_basis (None | PayoutStatusViewCreditBasisType0): whose history that is.
        credit_count (int | None): how many credited payouts.
        due_at (None | str):
        error_code (None | str):
        documents_missing (list[PayoutStatusViewDocumentsMissingItem]):
    """

    id: str
    own_id: None | str
    stage: PayoutStatusViewStage
    done: list[DoneStageView]
    waiting: None | WaitingView
    credit_from: None | str
    credit_to: None | str
    credit_basis: None | PayoutStatusViewCreditBasisType0
    credit_count: int | None
    due_at: None | str
    error_code: None | str
    documents_missing: list[PayoutStatusViewDocumentsMissingItem]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.done_stage_view import DoneStageView  # noqa: PLC0415
        from ..models.waiting_view import WaitingView  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        own_id = cast("None | str", d.pop("own_id"))
        stage = check_payout_status_view_stage(d.pop("stage"))

        done = []
        _done = d.pop("done")
        for done_item_data in _done:
            done_item = DoneStageView.from_dict(done_item_data)

            done.append(done_item)

        def _parse_waiting(data: object) -> None | WaitingView:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                waiting_type_0 = WaitingView.from_dict(data)

                return waiting_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | WaitingView, data)

        waiting = _parse_waiting(d.pop("waiting"))

        credit_from = cast("None | str", d.pop("credit_from"))
        credit_to = cast("None | str", d.pop("credit_to"))

        def _parse_credit_basis(data: object) -> None | PayoutStatusViewCreditBasisType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                credit_basis_type_0 = check_payout_status_view_credit_basis_type_0(data)

                return credit_basis_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PayoutStatusViewCreditBasisType0, data)

        credit_basis = _parse_credit_basis(d.pop("credit_basis"))

        credit_count = cast("int | None", d.pop("credit_count"))
        due_at = cast("None | str", d.pop("due_at"))
        error_code = cast("None | str", d.pop("error_code"))
        documents_missing = []
        _documents_missing = d.pop("documents_missing")
        for documents_missing_item_data in _documents_missing:
            documents_missing_item = check_payout_status_view_documents_missing_item(
                documents_missing_item_data
            )

            documents_missing.append(documents_missing_item)

        return cls(
            id=id,
            own_id=own_id,
            stage=stage,
            done=done,
            waiting=waiting,
            credit_from=credit_from,
            credit_to=credit_to,
            credit_basis=credit_basis,
            credit_count=credit_count,
            due_at=due_at,
            error_code=error_code,
            documents_missing=documents_missing,
        )
