# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.feedback_result_status import FeedbackResultStatus, check_feedback_result_status
from ..types import plain

T = TypeVar("T", bound="FeedbackResult")


@_attrs_define
class FeedbackResult:
    """What became of one truth of several.

    Attributes:
        id (None | str): of what is kept; null where nothing is.
        status (FeedbackResultStatus): `recorded` is the first truth of its event; `corrected` replaces one;
            `superseded` is kept, and a later observation stands; `existing` was told before; `unknown` is about nothing
            that this environment knows; `erased` about a customer who was.
    """

    id: None | str
    status: FeedbackResultStatus

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = cast("None | str", d.pop("id"))
        status = check_feedback_result_status(d.pop("status"))

        return cls(
            id=id,
            status=status,
        )
