# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.payout_anomaly_detail_basis_type_0 import (
    PayoutAnomalyDetailBasisType0,
    check_payout_anomaly_detail_basis_type_0,
)
from ..types import plain

T = TypeVar("T", bound="PayoutAnomalyDetail")


@_attrs_define
class PayoutAnomalyDetail:
    """Why it was flagged; what does not belong to the kind is null.

    Attributes:
        basis (None | PayoutAnomalyDetailBasisType0): the group that it was compared with.
        count (int | None): of how many.
        usual_s (int | None): nine of ten took no longer.
        limit_s (int | None): three standard deviations.
        since (None | str):
        expected_by (None | str): when the stage should have ended by that limit.
        due_at (None | str):
        failed (int | None): of the group, within the hour.
        ended (int | None): of the group, within the hour.
        usual_share (float | None): of the group's payouts that fail.
        error_code (None | str):
        z (float | None): standard deviations above the middle of the group's amounts.
        usual_minor (int | None): that middle.
        documents (list[str] | None):
        note (None | str): that a magic value of a sandbox did it.
    """

    basis: None | PayoutAnomalyDetailBasisType0
    count: int | None
    usual_s: int | None
    limit_s: int | None
    since: None | str
    expected_by: None | str
    due_at: None | str
    failed: int | None
    ended: int | None
    usual_share: float | None
    error_code: None | str
    z: float | None
    usual_minor: int | None
    documents: list[str] | None
    note: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)

        def _parse_basis(data: object) -> None | PayoutAnomalyDetailBasisType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                basis_type_0 = check_payout_anomaly_detail_basis_type_0(data)

                return basis_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PayoutAnomalyDetailBasisType0, data)

        basis = _parse_basis(d.pop("basis"))

        count = cast("int | None", d.pop("count"))
        usual_s = cast("int | None", d.pop("usual_s"))
        limit_s = cast("int | None", d.pop("limit_s"))
        since = cast("None | str", d.pop("since"))
        expected_by = cast("None | str", d.pop("expected_by"))
        due_at = cast("None | str", d.pop("due_at"))
        failed = cast("int | None", d.pop("failed"))
        ended = cast("int | None", d.pop("ended"))
        usual_share = cast("float | None", d.pop("usual_share"))
        error_code = cast("None | str", d.pop("error_code"))
        z = cast("float | None", d.pop("z"))
        usual_minor = cast("int | None", d.pop("usual_minor"))

        def _parse_documents(data: object) -> list[str] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                documents_type_0 = cast(list[str], data)

                return documents_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None, data)

        documents = _parse_documents(d.pop("documents"))

        note = cast("None | str", d.pop("note"))
        return cls(
            basis=basis,
            count=count,
            usual_s=usual_s,
            limit_s=limit_s,
            since=since,
            expected_by=expected_by,
            due_at=due_at,
            failed=failed,
            ended=ended,
            usual_share=usual_share,
            error_code=error_code,
            z=z,
            usual_minor=usual_minor,
            documents=documents,
            note=note,
        )
