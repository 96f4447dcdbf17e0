# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.commission_agreement import CommissionAgreement


T = TypeVar("T", bound="CommissionAgreementView")


@_attrs_define
class CommissionAgreementView:
    """An agreement.

    Attributes:
        id (str): our id.
        agreement (CommissionAgreement | None): as it was sent; null once its partner was erased.
        recorded_at (str):
    """

    id: str
    agreement: CommissionAgreement | None
    recorded_at: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.commission_agreement import CommissionAgreement  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        def _parse_agreement(data: object) -> CommissionAgreement | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                agreement_type_0 = CommissionAgreement.from_dict(data)

                return agreement_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CommissionAgreement | None, data)

        agreement = _parse_agreement(d.pop("agreement"))

        recorded_at = d.pop("recorded_at")
        return cls(
            id=id,
            agreement=agreement,
            recorded_at=recorded_at,
        )
