# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.connector_preset_view_auth import ConnectorPresetViewAuth, check_connector_preset_view_auth
from ..models.connector_preset_view_messages_item import (
    ConnectorPresetViewMessagesItem,
    check_connector_preset_view_messages_item,
)
from ..models.connector_preset_view_webhook_scheme_type_0 import (
    ConnectorPresetViewWebhookSchemeType0,
    check_connector_preset_view_webhook_scheme_type_0,
)
from ..types import plain

T = TypeVar("T", bound="ConnectorPresetView")


@_attrs_define
class ConnectorPresetView:
    """What a preset fills in. messages: the channels that it can send messages by.

    Attributes:
        name (str):
        about (str):
        base_url (str):
        auth (ConnectorPresetViewAuth):
        methods (list[str]):
        paths (list[str]):
        idempotency_header (str):
        webhook_scheme (ConnectorPresetViewWebhookSchemeType0 | None):
        messages (list[ConnectorPresetViewMessagesItem]):
    """

    name: str
    about: str
    base_url: str
    auth: ConnectorPresetViewAuth
    methods: list[str]
    paths: list[str]
    idempotency_header: str
    webhook_scheme: ConnectorPresetViewWebhookSchemeType0 | None
    messages: list[ConnectorPresetViewMessagesItem]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        about = d.pop("about")
        base_url = d.pop("base_url")
        auth = check_connector_preset_view_auth(d.pop("auth"))

        methods = cast(list[str], d.pop("methods"))

        paths = cast(list[str], d.pop("paths"))

        idempotency_header = d.pop("idempotency_header")

        def _parse_webhook_scheme(data: object) -> ConnectorPresetViewWebhookSchemeType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                webhook_scheme_type_0 = check_connector_preset_view_webhook_scheme_type_0(data)

                return webhook_scheme_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ConnectorPresetViewWebhookSchemeType0 | None, data)

        webhook_scheme = _parse_webhook_scheme(d.pop("webhook_scheme"))

        messages = []
        _messages = d.pop("messages")
        for messages_item_data in _messages:
            messages_item = check_connector_preset_view_messages_item(messages_item_data)

            messages.append(messages_item)

        return cls(
            name=name,
            about=about,
            base_url=base_url,
            auth=auth,
            methods=methods,
            paths=paths,
            idempotency_header=idempotency_header,
            webhook_scheme=webhook_scheme,
            messages=messages,
        )
