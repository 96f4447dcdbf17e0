# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.transaction_question_include_item import (
    TransactionQuestionIncludeItem,
    check_transaction_question_include_item,
)
from ..models.transaction_question_language_type_0 import (
    TransactionQuestionLanguageType0,
    check_transaction_question_language_type_0,
)
from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.transaction import Transaction


T = TypeVar("T", bound="TransactionQuestion")


@_attrs_define
class TransactionQuestion:
    """A question about one payment.

    Attributes:
        transaction (None | Transaction | Unset): the payment. It is ingested with the decision, once, if it was not
            before.
        inputs (Any | Unset): the columns of your own version, when such a version is deployed.
        include (list[TransactionQuestionIncludeItem] | Unset): `explanation` adds the feature vector and every
            contribution to the answer.
        language (None | TransactionQuestionLanguageType0 | Unset): of the reasons; else the first of `Accept-Language`
            that is spoken here.
        segment (None | str | Unset): which it belongs to, in your own words; deployments may serve one alone. Else the
            region of the payment.
    """

    transaction: None | Transaction | Unset = UNSET
    inputs: Any | Unset = UNSET
    include: list[TransactionQuestionIncludeItem] | Unset = UNSET
    language: None | TransactionQuestionLanguageType0 | Unset = UNSET
    segment: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.transaction import Transaction  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_transaction(data: object) -> None | Transaction | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                transaction_type_0 = Transaction.from_dict(data)

                return transaction_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Transaction | Unset, data)

        transaction = _parse_transaction(d.pop("transaction", UNSET))

        inputs = d.pop("inputs", UNSET)
        _include = d.pop("include", UNSET)
        include: list[TransactionQuestionIncludeItem] | Unset = UNSET
        if _include is not UNSET:
            include = []
            for include_item_data in _include:
                include_item = check_transaction_question_include_item(include_item_data)

                include.append(include_item)

        def _parse_language(data: object) -> None | TransactionQuestionLanguageType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                language_type_0 = check_transaction_question_language_type_0(data)

                return language_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TransactionQuestionLanguageType0 | Unset, data)

        language = _parse_language(d.pop("language", UNSET))

        segment = cast("None | str | Unset", d.pop("segment", UNSET))
        return cls(
            transaction=transaction,
            inputs=inputs,
            include=include,
            language=language,
            segment=segment,
        )
