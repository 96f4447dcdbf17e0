# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.api_key_view import ApiKeyView


T = TypeVar("T", bound="NewApiKeyView")


@_attrs_define
class NewApiKeyView:
    """A new API key. `secret` is the whole key to send: it is shown this once.

    Attributes:
        api_key (ApiKeyView): An API key without its secret. `hint` is the readable part of its text.
        secret (str):
    """

    api_key: ApiKeyView
    secret: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.api_key_view import ApiKeyView  # noqa: PLC0415

        d = dict(src_dict)
        api_key = ApiKeyView.from_dict(d.pop("api_key"))

        secret = d.pop("secret")
        return cls(
            api_key=api_key,
            secret=secret,
        )
