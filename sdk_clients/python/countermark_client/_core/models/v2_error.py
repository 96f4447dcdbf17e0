# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.field_error import FieldError


T = TypeVar("T", bound="V2Error")


@_attrs_define
class V2Error:
    """What went wrong. The protocol asks for `error` alone.

    Attributes:
        error (str): in words.
        code (str): stable; switch on this.
        fix (str): what to change before trying again.
        request_id (str): name it when you report the problem.
        errors (list[FieldError]): the refused fields, when the content of the request is the reason.
    """

    error: str
    code: str
    fix: str
    request_id: str
    errors: list[FieldError]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.field_error import FieldError  # noqa: PLC0415

        d = dict(src_dict)
        error = d.pop("error")
        code = d.pop("code")
        fix = d.pop("fix")
        request_id = d.pop("request_id")
        errors = []
        _errors = d.pop("errors")
        for errors_item_data in _errors:
            errors_item = FieldError.from_dict(errors_item_data)

            errors.append(errors_item)

        return cls(
            error=error,
            code=code,
            fix=fix,
            request_id=request_id,
            errors=errors,
        )
