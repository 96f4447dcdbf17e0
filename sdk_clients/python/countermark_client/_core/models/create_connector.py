# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.create_connector_auth_type_0 import CreateConnectorAuthType0, check_create_connector_auth_type_0
from ..models.create_connector_methods_type_0_item import (
    CreateConnectorMethodsType0Item,
    check_create_connector_methods_type_0_item,
)
from ..models.create_connector_webhook_scheme_type_0 import (
    CreateConnectorWebhookSchemeType0,
    check_create_connector_webhook_scheme_type_0,
)
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="CreateConnector")


@_attrs_define
class CreateConnector:
    """What may be called, and with what.

    a path, `**` at its end all the rest. auth: bearer takes `secret`; basic takes `username` and `secret`; header sends
    `secret` in
    `header_name`; hmac signs time, method, path and body with it. webhook_secret: what the service signs its own
    webhooks with.

        Attributes:
            name (str):
            preset (None | str | Unset): fills in what is left out. base_url: https, a public host. methods, paths: what may
                be called below it; `*` is one segment of
            base_url (None | str | Unset):
            methods (list[CreateConnectorMethodsType0Item] | None | Unset):
            paths (list[str] | None | Unset):
            auth (CreateConnectorAuthType0 | None | Unset):
            username (None | str | Unset):
            secret (None | str | Unset):
            header_name (None | str | Unset):
            webhook_scheme (CreateConnectorWebhookSchemeType0 | None | Unset):
            webhook_secret (None | str | Unset):
    """

    name: str
    preset: None | str | Unset = UNSET
    base_url: None | str | Unset = UNSET
    methods: list[CreateConnectorMethodsType0Item] | None | Unset = UNSET
    paths: list[str] | None | Unset = UNSET
    auth: CreateConnectorAuthType0 | None | Unset = UNSET
    username: None | str | Unset = UNSET
    secret: None | str | Unset = UNSET
    header_name: None | str | Unset = UNSET
    webhook_scheme: CreateConnectorWebhookSchemeType0 | None | Unset = UNSET
    webhook_secret: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        preset = cast("None | str | Unset", d.pop("preset", UNSET))
        base_url = cast("None | str | Unset", d.pop("base_url", UNSET))

        def _parse_methods(data: object) -> list[CreateConnectorMethodsType0Item] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                methods_type_0 = []
                _methods_type_0 = data
                for methods_type_0_item_data in _methods_type_0:
                    methods_type_0_item = check_create_connector_methods_type_0_item(methods_type_0_item_data)

                    methods_type_0.append(methods_type_0_item)

                return methods_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[CreateConnectorMethodsType0Item] | None | Unset, data)

        methods = _parse_methods(d.pop("methods", UNSET))

        def _parse_paths(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                paths_type_0 = cast(list[str], data)

                return paths_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        paths = _parse_paths(d.pop("paths", UNSET))

        def _parse_auth(data: object) -> CreateConnectorAuthType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                auth_type_0 = check_create_connector_auth_type_0(data)

                return auth_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CreateConnectorAuthType0 | None | Unset, data)

        auth = _parse_auth(d.pop("auth", UNSET))

        username = cast("None | str | Unset", d.pop("username", UNSET))
        secret = cast("None | str | Unset", d.pop("secret", UNSET))
        header_name = cast("None | str | Unset", d.pop("header_name", UNSET))

        def _parse_webhook_scheme(data: object) -> CreateConnectorWebhookSchemeType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                webhook_scheme_type_0 = check_create_connector_webhook_scheme_type_0(data)

                return webhook_scheme_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CreateConnectorWebhookSchemeType0 | None | Unset, data)

        webhook_scheme = _parse_webhook_scheme(d.pop("webhook_scheme", UNSET))

        webhook_secret = cast("None | str | Unset", d.pop("webhook_secret", UNSET))
        return cls(
            name=name,
            preset=preset,
            base_url=base_url,
            methods=methods,
            paths=paths,
            auth=auth,
            username=username,
            secret=secret,
            header_name=header_name,
            webhook_scheme=webhook_scheme,
            webhook_secret=webhook_secret,
        )
