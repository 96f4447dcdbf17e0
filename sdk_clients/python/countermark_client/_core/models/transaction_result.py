# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.transaction_result_status import TransactionResultStatus, check_transaction_result_status
from ..types import plain

T = TypeVar("T", bound="TransactionResult")


@_attrs_define
class TransactionResult:
    """What became of one payment of several.

    Attributes:
        id (str): our id of the payment that has this own id now.
        own_id (None | str): the `id` that was sent.
        status (TransactionResultStatus): `recorded` is new; `existing` had this own id and content before; `conflict`
            had this own id and other content.
        duplicate_of (None | str): the earlier payment without own id of which this looks like a repetition.
    """

    id: str
    own_id: None | str
    status: TransactionResultStatus
    duplicate_of: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        own_id = cast("None | str", d.pop("own_id"))
        status = check_transaction_result_status(d.pop("status"))

        duplicate_of = cast("None | str", d.pop("duplicate_of"))
        return cls(
            id=id,
            own_id=own_id,
            status=status,
            duplicate_of=duplicate_of,
        )
