"""What the texts of settings mean: each function reads one, and raises ValueError saying what to give."""

import importlib.util
import ipaddress
import pathlib
import urllib.parse
from collections.abc import Callable

from inference.runtimes import address
from resolution.outbound.addresses import Network
from tenants.smtp import MailServer, sender_of


class Secret:
    """A text that never shows: not in a log, not in a traceback, not in `repr`."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "***"

    def __bool__(self) -> bool:
        return bool(self._text)


def folder(text: str) -> pathlib.Path:
    if not text:
        raise ValueError("name a folder.")
    return pathlib.Path(text).expanduser().absolute()


def host(text: str) -> str:
    if not text or any(letter.isspace() for letter in text):
        raise ValueError("give an address to listen on, such as 127.0.0.1.")
    return text


def port_beside(rest_port: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        found = port(text)
        if found == rest_port:
            raise ValueError(f"{found} is REST's port; gRPC needs one of its own.")
        return found

    return parse


def integer(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise ValueError(f"give a whole number from {low} to {high}.")
        return int(text)

    return parse


port = integer(1, 65_535)


def share(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise ValueError("give a number from 0 to 1.")
    return found


def networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(each.strip()) for each in text.split(",") if each.strip())
    except ValueError:
        raise ValueError("give networks, such as 127.0.0.0/8,::1/128.") from None


def boolean(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError("give true or false.")
    return text.lower() == "true"


def one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in words:
            raise ValueError(f"give one of {', '.join(words)}.")
        return text

    return parse


def domain(text: str) -> str:
    if not text or not all(letter.isalnum() or letter in ".-" for letter in text):
        raise ValueError("give a domain name, such as ledger.example.com.")
    return text


def http_url(text: str) -> str:
    if text and urllib.parse.urlsplit(text).scheme not in ("http", "https"):
        raise ValueError("give an http:// or https:// address.")
    return text.rstrip("/")


def public_url(text: str) -> str:
    if not urllib.parse.urlsplit(text).hostname:
        raise ValueError("give the address by which callers reach REST, such as https://api.example.com.")
    return http_url(text)


def model_server_url(text: str) -> str:
    if text:
        address.parse(text)
        if importlib.util.find_spec("tritonclient") is None:
            raise ValueError("tritonclient is not installed; run `make setup-kserve`.")
    return text


def database_url(text: str) -> Secret:
    if text and urllib.parse.urlsplit(text).scheme not in ("postgresql", "postgres"):
        raise ValueError("give a postgresql:// address.")
    return Secret(text)


def app_url_beside(owner_url: Secret) -> Callable[[str], Secret]:
    def parse(text: str) -> Secret:
        if text and not owner_url:
            raise ValueError("give COUNTERMARK_DATABASE_URL, too: alone it names no database to migrate.")
        return database_url(text)

    return parse


def smtp_url(text: str) -> Secret:
    if text:
        MailServer(text)
    return Secret(text)


def sender_beside(smtp_url: Secret) -> Callable[[str], str]:
    def parse(text: str) -> str:
        return sender_of(text) if text or smtp_url else ""

    return parse


def master_key(text: str) -> Secret:
    if text and (len(text) != 64 or any(letter not in "0123456789abcdefABCDEF" for letter in text)):
        raise ValueError("give 32 bytes as 64 hexadecimal digits.")
    return Secret(text)
