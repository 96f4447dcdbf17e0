"""Reads the address that a tenant gave for a call, and refuses every form that two readers could understand differently."""

import ipaddress
import re
import urllib.parse
from collections.abc import Mapping

import msgspec

from core.errors import FieldError, InvalidRequest
from resolution.outbound.addresses import Address

URL_CHARS_MAX = 2_048
PORTS: Mapping[str, frozenset[int]] = {"https": frozenset({443, 8443}), "http": frozenset({80, 8080})}
_DEFAULT_PORT = {"https": 443, "http": 80}

_ALLOWED = re.compile(r"[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]+")
_URL = re.compile(r"(?P<scheme>[a-z]+)://(?P<authority>[^/?#]*)(?P<rest>[/?][^#]*)?", re.IGNORECASE)
_AUTHORITY = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^:\[\]@%]+)(?::(?P<port>[0-9]{1,5}))?")
_IPV4 = re.compile(r"(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBERED = re.compile(r"[0-9]+|0x[0-9a-f]*")
_NAME_CHARS_MAX = 253
_LOCAL_NAMES = frozenset(
    {"localhost", "local", "localdomain", "internal", "intranet", "lan", "corp", "home", "private", "arpa", "onion", "invalid"}
)  # fmt: skip


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Where a call goes. host: lower case, without brackets. address: where the host is one. path: with the query."""

    scheme: str
    host: str
    port: int
    path: str
    address: Address | None

    @property
    def authority(self) -> str:
        """The `Host` header (RFC 9110 section 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORT[self.scheme] else f"{host}:{self.port}"


def parse(
    url: str,
    *,
    field: str = "url",
    development: bool = False,
    ports: Mapping[str, frozenset[int]] = PORTS,
) -> Target:
    """Read a URL strictly: ASCII, no user, no fragment, a full name or a plain address, a port that is meant for HTTP.

    development: the operator opened networks of its own, so http, other ports and short names are read too; whether an address may
    be reached is judged when it is called. Raises: InvalidRequest, naming the field.
    """
    if len(url) > URL_CHARS_MAX or not _ALLOWED.fullmatch(url):
        raise refused(
            field, "It holds characters that an address cannot, or is longer than 2048.",
            "Write names in ASCII (xn--…) and percent-encode the rest.",
        )  # fmt: skip
    found = _URL.fullmatch(url)
    if found is None:
        raise refused(
            field, "It is no absolute URL without a fragment.", "Send https://host/path, without `#`."
        )
    scheme = found["scheme"].lower()
    if scheme != "https" and not (development and scheme == "http"):
        raise refused(field, f"Its scheme is {scheme[:16]}.", "Send an https:// URL.")
    authority = _AUTHORITY.fullmatch(found["authority"])
    if authority is None:
        raise refused(field, "Its host cannot be read.", "Send https://host/path without user and password.")
    host, address = _host(field, authority["host"].lower(), development=development)
    port = int(authority["port"] or _DEFAULT_PORT[scheme])
    if not 0 < port <= 65_535 or not (development or port in ports[scheme]):
        raise refused(field, f"Its port is {port}.", "Use port 443 or 8443.")
    rest = found["rest"] or "/"
    return Target(
        scheme=scheme,
        host=host,
        port=port,
        path=rest if rest.startswith("/") else f"/{rest}",
        address=address,
    )


def _host(field: str, host: str, *, development: bool) -> tuple[str, Address | None]:
    if host.startswith("["):
        try:
            return host[1:-1], ipaddress.IPv6Address(host[1:-1])
        except ValueError:
            raise refused(field, "Its address is no IPv6 address.", "Send a name.") from None
    if _IPV4.fullmatch(host):
        try:
            return host, ipaddress.IPv4Address(host)
        except ValueError:
            raise refused(field, "Its address is no IPv4 address.", "Send a name.") from None
    labels = host.split(".")
    if len(host) > _NAME_CHARS_MAX or not all(_LABEL.fullmatch(label) for label in labels):
        raise refused(field, "Its host is no name of the DNS, or ends with a dot.", "Send the name in full.")
    if _NUMBERED.fullmatch(labels[-1]):
        raise refused(field, "Its host is an address in disguise.", "Send a name, or four decimal numbers.")
    if not development and (len(labels) == 1 or labels[-1] in _LOCAL_NAMES):
        raise refused(field, "Its host is not a public name.", "Send the full name of a public host.")
    return host, None


def joined(base: str, path: str) -> str:
    """Put a path, which starts with a slash, behind a base URL."""
    return f"{base.rstrip('/')}{path}"


def path_of(url: str) -> str:
    """Path and query of a URL, as they are sent."""
    parts = urllib.parse.urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def shown(url: str) -> str:
    """A URL as a log may name it: without path and query, which may be somebody's."""
    parts = urllib.parse.urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}"


def refused(field: str, reason: str, fix: str) -> InvalidRequest:
    return InvalidRequest("An address was refused.", fields=[FieldError(field, reason, fix)])
