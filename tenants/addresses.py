"""Mail addresses: personal data, so they rest sealed and are found by keyed digest."""

import re
import unicodedata
from typing import Annotated

import msgspec

from core.errors import FieldError, InvalidRequest
from tenants.installation_keys import Pepper

Address = Annotated[str, msgspec.Meta(min_length=3, max_length=254)]

_FORM = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,189}")


def normal(address: str) -> str:
    """One form for each address: letter case and look-alike code points do not make two. Raises: InvalidRequest."""
    text = unicodedata.normalize("NFKC", address).strip().casefold()
    if _FORM.fullmatch(text) is None:
        refused = FieldError(
            "address", "It is not a mail address.", "Send an address such as name@example.com."
        )
        raise InvalidRequest("The address was refused.", fields=[refused])
    return text


def digest(pepper: Pepper, address: str) -> bytes:
    return pepper.digest("address/v1", address.encode())


def reference(address_digest: bytes) -> str:
    """How the directory lists an address."""
    return f"adr_{address_digest.hex()}"
