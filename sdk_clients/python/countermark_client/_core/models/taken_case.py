# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.case_view import CaseView


T = TypeVar("T", bound="TakenCase")


@_attrs_define
class TakenCase:
    """TakenCase.

    Attributes:
        case (CaseView | None): null where none waits.
    """

    case: CaseView | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.case_view import CaseView  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_case(data: object) -> CaseView | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                case_type_0 = CaseView.from_dict(data)

                return case_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CaseView | None, data)

        case = _parse_case(d.pop("case"))

        return cls(
            case=case,
        )
