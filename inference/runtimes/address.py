"""Where a model server listens, from one setting: `grpc://host:8001`, `grpcs://…`, `http://host:8000` or `https://…`."""

import dataclasses
import urllib.parse

PROTOCOLS = {
    "grpc": ("grpc", False),
    "grpcs": ("grpc", True),
    "http": ("http", False),
    "https": ("http", True),
}


@dataclasses.dataclass(frozen=True, slots=True)
class ServerAddress:
    """authority: host and port, of an HTTP address with its path. headers: sent with each call; may hold a credential."""

    protocol: str
    authority: str
    tls: bool
    headers: dict[str, str] = dataclasses.field(repr=False)


def parse(url: str, token: str = "") -> ServerAddress:
    """token: a bearer token, where the server wants one. Raises: ValueError."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in PROTOCOLS or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ValueError("give a grpc://, grpcs://, http:// or https:// address of a model server.")
    protocol, tls = PROTOCOLS[parts.scheme]
    path = parts.path.rstrip("/")
    if path and protocol == "grpc":
        raise ValueError("an address for gRPC has no path.")
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return ServerAddress(protocol, parts.netloc + path, tls, headers)
