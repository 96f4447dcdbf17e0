# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.o_auth_client_view import OAuthClientView


T = TypeVar("T", bound="NewOAuthClientView")


@_attrs_define
class NewOAuthClientView:
    """A new client. `secret` is shown this once; null for a client that signs with its own key.

    Attributes:
        oauth_client (OAuthClientView): An OAuth2 client. Its id is the `client_id` of the token endpoint.
        secret (None | str):
    """

    oauth_client: OAuthClientView
    secret: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.o_auth_client_view import OAuthClientView  # noqa: PLC0415

        d = dict(src_dict)
        oauth_client = OAuthClientView.from_dict(d.pop("oauth_client"))

        secret = cast("None | str", d.pop("secret"))
        return cls(
            oauth_client=oauth_client,
            secret=secret,
        )
