"""Settings of anchoring on a chain: off unless endpoints are set, and then complete or refused."""

import importlib.util
import urllib.parse
from collections.abc import Callable
from typing import Protocol, TypeVar

import msgspec

from app.setting_texts import integer
from ledger.anchoring.settings import AnchorSettings
from ledger.anchoring.states import Place

Value = TypeVar("Value")

URLS, CONTRACT = "CHAIN_RPC_URLS", "CHAIN_ANCHOR_CONTRACT"
PAYMENTS = "VENDOR_PAYMENTS_CONTRACT"
_ENDPOINTS_MAX = 8


class Reader(Protocol):
    """Reads one variable, by its name without the prefix."""

    def read(self, name: str, default: str, parse: Callable[[str], Value]) -> Value: ...


class Endpoints:
    """Addresses of nodes. They hold keys of providers, so they never show."""

    __slots__ = ("_urls",)

    def __init__(self, urls: tuple[str, ...]) -> None:
        self._urls = urls

    def reveal(self) -> tuple[str, ...]:
        return self._urls

    def __repr__(self) -> str:
        return "***"

    def __bool__(self) -> bool:
        return bool(self._urls)


class ChainSettings(msgspec.Struct, frozen=True, kw_only=True):
    """endpoints: none leaves anchoring off. contract: 20 bytes; empty before it is deployed.

    payments: address of VendorPayments on that chain, 20 bytes; empty leaves vendor payments off.
    """

    endpoints: Endpoints = Endpoints(())
    chain_id: int = 0
    contract: bytes = b""
    payments: bytes = b""
    anchoring: AnchorSettings = AnchorSettings()

    @property
    def on(self) -> bool:
        """Whether the worker anchors."""
        return self.place is not None

    @property
    def place(self) -> Place | None:
        """The contract that is anchored on; None leaves anchoring off."""
        return Place(self.chain_id, self.contract) if self.endpoints and self.contract else None


def read(reader: Reader) -> ChainSettings:
    """Raises: what the reader raises, naming the variable."""
    endpoints = reader.read(URLS, "", _endpoints)
    contract = reader.read(CONTRACT, "", _contract_beside(endpoints))
    chain_id = reader.read("CHAIN_ID", "", _chain_id_beside(endpoints))
    return ChainSettings(
        endpoints=endpoints,
        chain_id=chain_id,
        contract=contract,
        payments=reader.read(PAYMENTS, "", _payments_on(chain_id)),
        anchoring=AnchorSettings(
            fee_ceiling_gwei=reader.read("CHAIN_FEE_CEILING_GWEI", "20", integer(1, 1_000_000)),
            confirmations=reader.read("CHAIN_CONFIRMATIONS", "12", integer(1, 10_000)),
            every_s=reader.read("CHAIN_ANCHOR_EVERY_S", "86400", integer(1, 31_536_000)),
        ),
    )


def _endpoints(text: str) -> Endpoints:
    urls = tuple(each.strip() for each in text.split(",") if each.strip())
    for url in urls:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("give http:// or https:// addresses of nodes, joined by commas.")
    if urls and importlib.util.find_spec("web3") is None:
        raise ValueError("web3 is not installed; run `make setup-chain`.")
    if len(urls) > _ENDPOINTS_MAX:
        raise ValueError(f"give at most {_ENDPOINTS_MAX} addresses.")
    return Endpoints(urls)


def _chain_id_beside(endpoints: Endpoints) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text:
            if endpoints:
                raise ValueError("give the number of the chain that the nodes serve, such as 1 or 11155111.")
            return 0
        if not text.isdecimal() or not 0 < int(text) < 2**63:
            raise ValueError("give the number of a chain, such as 1 for Ethereum or 11155111 for Sepolia.")
        return int(text)

    return parse


def _contract_beside(endpoints: Endpoints) -> Callable[[str], bytes]:
    def parse(text: str) -> bytes:
        address = _address(text)
        if address and not endpoints:
            raise ValueError("name the nodes, too: COUNTERMARK_CHAIN_RPC_URLS.")
        return address

    return parse


def _payments_on(chain_id: int) -> Callable[[str], bytes]:
    def parse(text: str) -> bytes:
        address = _address(text)
        if address and not chain_id:
            raise ValueError("give the number of its chain, too: COUNTERMARK_CHAIN_ID.")
        return address

    return parse


def _address(text: str) -> bytes:
    """Returns: 20 bytes; none where nothing is set. Raises: ValueError."""
    if not text:
        return b""
    try:
        address = bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        address = b""
    if len(address) != 20:
        raise ValueError("give the address of the contract, 0x and 40 hexadecimal digits.")
    return address
