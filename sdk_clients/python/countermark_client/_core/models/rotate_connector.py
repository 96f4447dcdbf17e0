# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="RotateConnector")


@_attrs_define
class RotateConnector:
    """New credentials, in force at once; what is left out stays.

    Attributes:
        username (None | str | Unset):
        secret (None | str | Unset):
        webhook_secret (None | str | Unset):
    """

    username: None | str | Unset = UNSET
    secret: None | str | Unset = UNSET
    webhook_secret: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        username = cast("None | str | Unset", d.pop("username", UNSET))
        secret = cast("None | str | Unset", d.pop("secret", UNSET))
        webhook_secret = cast("None | str | Unset", d.pop("webhook_secret", UNSET))
        return cls(
            username=username,
            secret=secret,
            webhook_secret=webhook_secret,
        )
