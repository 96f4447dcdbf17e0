# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.transaction_view_predicted_source_type_0 import (
    TransactionViewPredictedSourceType0,
    check_transaction_view_predicted_source_type_0,
)
from ..types import plain

if TYPE_CHECKING:
    from ..models.transaction import Transaction


T = TypeVar("T", bound="TransactionView")


@_attrs_define
class TransactionView:
    """A payment, and what became of it.

    Attributes:
        id (str): our id.
        transaction (None | Transaction): the payment as it was sent, fields that equal their default left out; null
            once its customer was erased.
        occurred_at (str):
        recorded_at (str):
        duplicate_of (None | str): the earlier payment without own id of which this looks like a repetition.
        predicted_category (None | str): of an imported payment that came without a category; what you said is in
            `transaction`.
        predicted_source (None | TransactionViewPredictedSourceType0): lookup (a known merchant) or model.
    """

    id: str
    transaction: None | Transaction
    occurred_at: str
    recorded_at: str
    duplicate_of: None | str
    predicted_category: None | str
    predicted_source: None | TransactionViewPredictedSourceType0

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.transaction import Transaction  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        def _parse_transaction(data: object) -> None | Transaction:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                transaction_type_0 = Transaction.from_dict(data)

                return transaction_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Transaction, data)

        transaction = _parse_transaction(d.pop("transaction"))

        occurred_at = d.pop("occurred_at")
        recorded_at = d.pop("recorded_at")
        duplicate_of = cast("None | str", d.pop("duplicate_of"))
        predicted_category = cast("None | str", d.pop("predicted_category"))

        def _parse_predicted_source(data: object) -> None | TransactionViewPredictedSourceType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                predicted_source_type_0 = check_transaction_view_predicted_source_type_0(data)

                return predicted_source_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TransactionViewPredictedSourceType0, data)

        predicted_source = _parse_predicted_source(d.pop("predicted_source"))

        return cls(
            id=id,
            transaction=transaction,
            occurred_at=occurred_at,
            recorded_at=recorded_at,
            duplicate_of=duplicate_of,
            predicted_category=predicted_category,
            predicted_source=predicted_source,
        )
