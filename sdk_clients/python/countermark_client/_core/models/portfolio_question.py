# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.portfolio_question_include_item import (
    PortfolioQuestionIncludeItem,
    check_portfolio_question_include_item,
)
from ..models.portfolio_question_language_type_0 import (
    PortfolioQuestionLanguageType0,
    check_portfolio_question_language_type_0,
)
from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.payment_portfolio import PaymentPortfolio


T = TypeVar("T", bound="PortfolioQuestion")


@_attrs_define
class PortfolioQuestion:
    """A question about all invoices that are to be paid, and the cash to pay them from.

    Attributes:
        portfolio (None | PaymentPortfolio | Unset): the facts that it is decided of; they are kept with the decision
            and nowhere else.
        inputs (Any | Unset): the columns of your own version, when such a version is deployed.
        include (list[PortfolioQuestionIncludeItem] | Unset): `explanation` adds the feature vector and every
            contribution to the answer.
        language (None | PortfolioQuestionLanguageType0 | Unset): of the reasons; else the first of `Accept-Language`
            that is spoken here.
        segment (None | str | Unset): which it belongs to, in your own words; deployments may serve one alone.
        region (None | str | Unset): where it is, in your own words; decisions are listed by it.
    """

    portfolio: None | PaymentPortfolio | Unset = UNSET
    inputs: Any | Unset = UNSET
    include: list[PortfolioQuestionIncludeItem] | Unset = UNSET
    language: None | PortfolioQuestionLanguageType0 | Unset = UNSET
    segment: None | str | Unset = UNSET
    region: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.payment_portfolio import PaymentPortfolio  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_portfolio(data: object) -> None | PaymentPortfolio | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                portfolio_type_0 = PaymentPortfolio.from_dict(data)

                return portfolio_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PaymentPortfolio | Unset, data)

        portfolio = _parse_portfolio(d.pop("portfolio", UNSET))

        inputs = d.pop("inputs", UNSET)
        _include = d.pop("include", UNSET)
        include: list[PortfolioQuestionIncludeItem] | Unset = UNSET
        if _include is not UNSET:
            include = []
            for include_item_data in _include:
                include_item = check_portfolio_question_include_item(include_item_data)

                include.append(include_item)

        def _parse_language(data: object) -> None | PortfolioQuestionLanguageType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                language_type_0 = check_portfolio_question_language_type_0(data)

                return language_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PortfolioQuestionLanguageType0 | Unset, data)

        language = _parse_language(d.pop("language", UNSET))

        segment = cast("None | str | Unset", d.pop("segment", UNSET))
        region = cast("None | str | Unset", d.pop("region", UNSET))
        return cls(
            portfolio=portfolio,
            inputs=inputs,
            include=include,
            language=language,
            segment=segment,
            region=region,
        )
