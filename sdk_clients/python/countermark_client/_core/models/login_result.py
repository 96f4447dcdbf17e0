# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.login_result_status import LoginResultStatus, check_login_result_status
from ..types import plain

T = TypeVar("T", bound="LoginResult")


@_attrs_define
class LoginResult:
    """What became of a sign-in.

    Attributes:
        id (str): our id of the sign-in that has this own id now.
        own_id (None | str): the `id` that was sent.
        status (LoginResultStatus): `recorded` is new; `existing` had this own id and content before; `conflict` had
            this own id and other content.
    """

    id: str
    own_id: None | str
    status: LoginResultStatus

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        own_id = cast("None | str", d.pop("own_id"))
        status = check_login_result_status(d.pop("status"))

        return cls(
            id=id,
            own_id=own_id,
            status=status,
        )
