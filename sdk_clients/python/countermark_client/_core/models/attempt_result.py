# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.attempt_result_status import AttemptResultStatus, check_attempt_result_status
from ..types import plain

T = TypeVar("T", bound="AttemptResult")


@_attrs_define
class AttemptResult:
    """What became of one attempt of several.

    Attributes:
        id (str): our id of the attempt that has this own id now.
        own_id (str): the `id` that was sent.
        status (AttemptResultStatus): `recorded` is new; `settled` has its result now; `existing` changed nothing;
            `conflict` was recorded otherwise before.
    """

    id: str
    own_id: str
    status: AttemptResultStatus

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        own_id = d.pop("own_id")
        status = check_attempt_result_status(d.pop("status"))

        return cls(
            id=id,
            own_id=own_id,
            status=status,
        )
