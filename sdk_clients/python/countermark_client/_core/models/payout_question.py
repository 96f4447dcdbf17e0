# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.payout_question_include_item import (
    PayoutQuestionIncludeItem,
    check_payout_question_include_item,
)
from ..models.payout_question_language_type_0 import (
    PayoutQuestionLanguageType0,
    check_payout_question_language_type_0,
)
from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.payout import Payout


T = TypeVar("T", bound="PayoutQuestion")


@_attrs_define
class PayoutQuestion:
    """A question about one payout that is not credited yet.

    Attributes:
        payout (None | Payout | Unset): the facts that it is decided of; they are kept with the decision and nowhere
            else.
        inputs (Any | Unset): the columns of your own version, when such a version is deployed.
        include (list[PayoutQuestionIncludeItem] | Unset): `explanation` adds the feature vector and every contribution
            to the answer.
        language (None | PayoutQuestionLanguageType0 | Unset): of the reasons; else the first of `Accept-Language` that
            is spoken here.
        segment (None | str | Unset): which it belongs to, in your own words; deployments may serve one alone.
        region (None | str | Unset): where it is, in your own words; decisions are listed by it.
    """

    payout: None | Payout | Unset = UNSET
    inputs: Any | Unset = UNSET
    include: list[PayoutQuestionIncludeItem] | Unset = UNSET
    language: None | PayoutQuestionLanguageType0 | Unset = UNSET
    segment: None | str | Unset = UNSET
    region: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.payout import Payout  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_payout(data: object) -> None | Payout | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                payout_type_0 = Payout.from_dict(data)

                return payout_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Payout | Unset, data)

        payout = _parse_payout(d.pop("payout", UNSET))

        inputs = d.pop("inputs", UNSET)
        _include = d.pop("include", UNSET)
        include: list[PayoutQuestionIncludeItem] | Unset = UNSET
        if _include is not UNSET:
            include = []
            for include_item_data in _include:
                include_item = check_payout_question_include_item(include_item_data)

                include.append(include_item)

        def _parse_language(data: object) -> None | PayoutQuestionLanguageType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                language_type_0 = check_payout_question_language_type_0(data)

                return language_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PayoutQuestionLanguageType0 | Unset, data)

        language = _parse_language(d.pop("language", UNSET))

        segment = cast("None | str | Unset", d.pop("segment", UNSET))
        region = cast("None | str | Unset", d.pop("region", UNSET))
        return cls(
            payout=payout,
            inputs=inputs,
            include=include,
            language=language,
            segment=segment,
            region=region,
        )
