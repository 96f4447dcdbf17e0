# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="CreateWebhookEndpoint")


@_attrs_define
class CreateWebhookEndpoint:
    """Where events shall be sent.

    Attributes:
        url (str): https, a public host, port 443 or 8443. events: kinds of the catalogue, `payout.*` for a family, `*`
            for all.
        events (list[str]):
        description (str | Unset):  Default: ''.
    """

    url: str
    events: list[str]
    description: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        url = d.pop("url")
        events = cast(list[str], d.pop("events"))

        description = d.pop("description", UNSET)
        return cls(
            url=url,
            events=events,
            description=description,
        )
