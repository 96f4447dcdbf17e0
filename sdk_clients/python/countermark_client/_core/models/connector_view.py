# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.connector_view_auth import ConnectorViewAuth, check_connector_view_auth
from ..models.connector_view_methods_item import ConnectorViewMethodsItem, check_connector_view_methods_item
from ..models.connector_view_webhook_scheme_type_0 import (
    ConnectorViewWebhookSchemeType0,
    check_connector_view_webhook_scheme_type_0,
)
from ..types import plain

T = TypeVar("T", bound="ConnectorView")


@_attrs_define
class ConnectorView:
    """Another service that workflows may call, and how far. auth: the kind of its credentials, which are shown to nobody.

    Attributes:
        id (str):
        name (str):
        preset (None | str):
        base_url (str):
        methods (list[ConnectorViewMethodsItem]):
        paths (list[str]):
        auth (ConnectorViewAuth):
        webhook_scheme (ConnectorViewWebhookSchemeType0 | None):
        webhook_path (None | str): where the service sends its own webhooks to; null where it has no webhook secret.
        created_at (str):
        created_by (str):
    """

    id: str
    name: str
    preset: None | str
    base_url: str
    methods: list[ConnectorViewMethodsItem]
    paths: list[str]
    auth: ConnectorViewAuth
    webhook_scheme: ConnectorViewWebhookSchemeType0 | None
    webhook_path: None | str
    created_at: str
    created_by: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        name = d.pop("name")
        preset = cast("None | str", d.pop("preset"))
        base_url = d.pop("base_url")
        methods = []
        _methods = d.pop("methods")
        for methods_item_data in _methods:
            methods_item = check_connector_view_methods_item(methods_item_data)

            methods.append(methods_item)

        paths = cast(list[str], d.pop("paths"))

        auth = check_connector_view_auth(d.pop("auth"))

        def _parse_webhook_scheme(data: object) -> ConnectorViewWebhookSchemeType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                webhook_scheme_type_0 = check_connector_view_webhook_scheme_type_0(data)

                return webhook_scheme_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ConnectorViewWebhookSchemeType0 | None, data)

        webhook_scheme = _parse_webhook_scheme(d.pop("webhook_scheme"))

        webhook_path = cast("None | str", d.pop("webhook_path"))
        created_at = d.pop("created_at")
        created_by = d.pop("created_by")
        return cls(
            id=id,
            name=name,
            preset=preset,
            base_url=base_url,
            methods=methods,
            paths=paths,
            auth=auth,
            webhook_scheme=webhook_scheme,
            webhook_path=webhook_path,
            created_at=created_at,
            created_by=created_by,
        )
