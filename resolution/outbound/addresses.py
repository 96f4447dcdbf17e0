"""Which addresses are outside: global unicast, and nothing that leads back in by another name.

`ipaddress.is_global` differs between releases of Python (CVE-2024-4032), so what must never be reached is listed here as well, after
IANA's registries of special-purpose addresses (RFC 6890), with what clouds answer about themselves on public addresses.
"""

import ipaddress
from collections.abc import Sequence
from typing import TypeAlias

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

_INSIDE_4 = [
    ipaddress.IPv4Network(each)
    for each in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # Azure's host, which hands out keys
    )
]  # fmt: skip
_UNICAST_6 = ipaddress.IPv6Network("2000::/3")
_INSIDE_6 = [
    ipaddress.IPv6Network(each)
    for each in (
        "2001::/23",  # Teredo, ORCHID, benchmarks and protocol assignments
        "2001:db8::/32", "2002::/16",  # documentation; 6to4, which hides any IPv4 address
        "2620:4f:8000::/48", "3fff::/20",
    )
]  # fmt: skip
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")


def is_outside(address: Address) -> bool:
    """Whether a connection to this address leaves for the public internet. What embeds an IPv4 address is judged by it."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        if address in _NAT64 or address in _MAPPED:
            return is_outside(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
        return address in _UNICAST_6 and address.is_global and not _is_in(address, _INSIDE_6)
    return address.is_global and not address.is_multicast and not _is_in(address, _INSIDE_4)


def _is_in(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


def is_in(address: Address, networks: Sequence[Network]) -> bool:
    """Whether one of these networks, of either family, holds the address; a mapped IPv4 address counts as itself."""
    plain = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return any((plain or address) in network for network in networks)
