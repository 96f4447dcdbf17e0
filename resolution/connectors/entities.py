"""Connectors as they are asked for, kept and read back; credentials go in and never come out."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, PlatformError
from resolution.connectors.presets import Auth, WebhookScheme
from resolution.outbound.targets import URL_CHARS_MAX

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
ConnectorName = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
PathPattern = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^/[A-Za-z0-9_.*/{}-]*$")]
Methods = Annotated[list[Method], Meta(min_length=1, max_length=5)]
Paths = Annotated[list[PathPattern], Meta(min_length=1, max_length=50)]
Credential = Annotated[str, Meta(min_length=1, max_length=4_096, pattern=r"^[\x21-\x7e]+$")]
HeaderName = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z][A-Za-z0-9-]*$")]


class ConnectorNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "connector_not_found"
    fix = "List the connectors of this environment to find the id."


class ConnectorExists(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "connector_exists"
    fix = "Choose another name, or remove the connector that has it."


class ConnectorsFull(PlatformError):
    kind = ErrorKind.EXHAUSTED
    code = "connectors_full"
    fix = "Remove a connector that is not used."


class CreateConnector(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may be called, and with what.

    preset: fills in what is left out. base_url: https, a public host. methods, paths: what may be called below it; `*` is one segment of
    a path, `**` at its end all the rest. auth: bearer takes `secret`; basic takes `username` and `secret`; header sends `secret` in
    `header_name`; hmac signs time, method, path and body with it. webhook_secret: what the service signs its own webhooks with.
    """

    name: ConnectorName
    preset: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    base_url: Annotated[str, Meta(min_length=1, max_length=URL_CHARS_MAX)] | None = None
    methods: Methods | None = None
    paths: Paths | None = None
    auth: Auth | None = None
    username: Credential | None = None
    secret: Credential | None = None
    header_name: HeaderName | None = None
    webhook_scheme: WebhookScheme | None = None
    webhook_secret: Credential | None = None


class RotateConnector(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """New credentials, in force at once; what is left out stays."""

    username: Credential | None = None
    secret: Credential | None = None
    webhook_secret: Credential | None = None


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """What rests sealed."""

    username: str = ""
    secret: str = ""
    header_name: str = ""

    def __repr__(self) -> str:
        return "Credentials(***)"


class Connector(msgspec.Struct, frozen=True, kw_only=True):
    """A connector without its credentials."""

    environment_id: UUID
    id: UUID
    name: str
    preset: str | None
    base_url: str
    methods: list[Method]
    paths: list[str]
    auth: Auth
    webhook_scheme: WebhookScheme | None
    created_at: dt.datetime
    created_by: str


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """A connector with what opens in its environment's vault alone."""

    connector: Connector
    credentials: bytes | None
    webhook_secret: bytes | None
