# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.customer_question_include_item import (
    CustomerQuestionIncludeItem,
    check_customer_question_include_item,
)
from ..models.customer_question_language_type_0 import (
    CustomerQuestionLanguageType0,
    check_customer_question_language_type_0,
)
from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.transaction import Transaction


T = TypeVar("T", bound="CustomerQuestion")


@_attrs_define
class CustomerQuestion:
    """A question about one customer.

    Attributes:
        customer_id (None | str | Unset): your own id of the customer.
        transactions (list[Transaction] | None | Unset): the customer's payments, when they should stand in for what was
            ingested; they are not ingested.
        inputs (Any | Unset): the columns of your own version, when such a version is deployed.
        include (list[CustomerQuestionIncludeItem] | Unset): `explanation` adds the feature vector and every
            contribution to the answer.
        language (CustomerQuestionLanguageType0 | None | Unset): of the reasons; else the first of `Accept-Language`
            that is spoken here.
        segment (None | str | Unset): which it belongs to, in your own words; deployments may serve one alone.
        region (None | str | Unset): where it is, in your own words; decisions are listed by it.
    """

    customer_id: None | str | Unset = UNSET
    transactions: list[Transaction] | None | Unset = UNSET
    inputs: Any | Unset = UNSET
    include: list[CustomerQuestionIncludeItem] | Unset = UNSET
    language: CustomerQuestionLanguageType0 | None | Unset = UNSET
    segment: None | str | Unset = UNSET
    region: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.transaction import Transaction  # noqa: PLC0415

        d = dict(src_dict)
        customer_id = cast("None | str | Unset", d.pop("customer_id", UNSET))

        def _parse_transactions(data: object) -> list[Transaction] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                transactions_type_0 = []
                _transactions_type_0 = data
                for transactions_type_0_item_data in _transactions_type_0:
                    transactions_type_0_item = Transaction.from_dict(transactions_type_0_item_data)

                    transactions_type_0.append(transactions_type_0_item)

                return transactions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Transaction] | None | Unset, data)

        transactions = _parse_transactions(d.pop("transactions", UNSET))

        inputs = d.pop("inputs", UNSET)
        _include = d.pop("include", UNSET)
        include: list[CustomerQuestionIncludeItem] | Unset = UNSET
        if _include is not UNSET:
            include = []
            for include_item_data in _include:
                include_item = check_customer_question_include_item(include_item_data)

                include.append(include_item)

        def _parse_language(data: object) -> CustomerQuestionLanguageType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                language_type_0 = check_customer_question_language_type_0(data)

                return language_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CustomerQuestionLanguageType0 | None | Unset, data)

        language = _parse_language(d.pop("language", UNSET))

        segment = cast("None | str | Unset", d.pop("segment", UNSET))
        region = cast("None | str | Unset", d.pop("region", UNSET))
        return cls(
            customer_id=customer_id,
            transactions=transactions,
            inputs=inputs,
            include=include,
            language=language,
            segment=segment,
            region=region,
        )
