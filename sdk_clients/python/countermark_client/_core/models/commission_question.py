# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.commission_question_include_item import (
    CommissionQuestionIncludeItem,
    check_commission_question_include_item,
)
from ..models.commission_question_language_type_0 import (
    CommissionQuestionLanguageType0,
    check_commission_question_language_type_0,
)
from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.commission_statement import CommissionStatement


T = TypeVar("T", bound="CommissionQuestion")


@_attrs_define
class CommissionQuestion:
    """A question about one commission statement of a partner.

    Attributes:
        commission (CommissionStatement | None | Unset): the facts that it is decided of; they are kept with the
            decision and nowhere else.
        inputs (Any | Unset): the columns of your own version, when such a version is deployed.
        include (list[CommissionQuestionIncludeItem] | Unset): `explanation` adds the feature vector and every
            contribution to the answer.
        language (CommissionQuestionLanguageType0 | None | Unset): of the reasons; else the first of `Accept-Language`
            that is spoken here.
        segment (None | str | Unset): which it belongs to, in your own words; deployments may serve one alone.
        region (None | str | Unset): where it is, in your own words; decisions are listed by it.
    """

    commission: CommissionStatement | None | Unset = UNSET
    inputs: Any | Unset = UNSET
    include: list[CommissionQuestionIncludeItem] | Unset = UNSET
    language: CommissionQuestionLanguageType0 | None | Unset = UNSET
    segment: None | str | Unset = UNSET
    region: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.commission_statement import CommissionStatement  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_commission(data: object) -> CommissionStatement | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                commission_type_0 = CommissionStatement.from_dict(data)

                return commission_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CommissionStatement | None | Unset, data)

        commission = _parse_commission(d.pop("commission", UNSET))

        inputs = d.pop("inputs", UNSET)
        _include = d.pop("include", UNSET)
        include: list[CommissionQuestionIncludeItem] | Unset = UNSET
        if _include is not UNSET:
            include = []
            for include_item_data in _include:
                include_item = check_commission_question_include_item(include_item_data)

                include.append(include_item)

        def _parse_language(data: object) -> CommissionQuestionLanguageType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                language_type_0 = check_commission_question_language_type_0(data)

                return language_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CommissionQuestionLanguageType0 | None | Unset, data)

        language = _parse_language(d.pop("language", UNSET))

        segment = cast("None | str | Unset", d.pop("segment", UNSET))
        region = cast("None | str | Unset", d.pop("region", UNSET))
        return cls(
            commission=commission,
            inputs=inputs,
            include=include,
            language=language,
            segment=segment,
            region=region,
        )
