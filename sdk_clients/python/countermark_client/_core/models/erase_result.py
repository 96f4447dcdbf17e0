# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.erase_result_standing import EraseResultStanding, check_erase_result_standing
from ..types import plain

if TYPE_CHECKING:
    from ..models.erasure_view import ErasureView


T = TypeVar("T", bound="EraseResult")


@_attrs_define
class EraseResult:
    """`unknown`: nothing is known of them, as after an erasure; nothing was done, and `erasure` is null.

    Attributes:
        standing (EraseResultStanding):
        erasure (ErasureView | None):
    """

    standing: EraseResultStanding
    erasure: ErasureView | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.erasure_view import ErasureView  # noqa: PLC0415

        d = dict(src_dict)
        standing = check_erase_result_standing(d.pop("standing"))

        def _parse_erasure(data: object) -> ErasureView | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                erasure_type_0 = ErasureView.from_dict(data)

                return erasure_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ErasureView | None, data)

        erasure = _parse_erasure(d.pop("erasure"))

        return cls(
            standing=standing,
            erasure=erasure,
        )
