"""How credentials look: `cmk_live_<12 reference>_<32 secret><6 checksum>`, all base62.

The prefix tells secret scanners what they found, the checksum (CRC-32 of all that precedes it) lets them and us refuse a
fake without a lookup. It is no defence: the 190 bits of the secret are. Source: GitHub's token formats (2021).
"""

import re
import secrets
import zlib
from enum import StrEnum

import msgspec

from tenants.principals import Mode

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_REFERENCE_LENGTH = 12
_SECRET_LENGTH = 32
_CHECKSUM_LENGTH = 6
_FORM = re.compile(r"(cmk|cms|cmo|cmi)_(live|sandbox)_([0-9A-Za-z]{12})_([0-9A-Za-z]{32})([0-9A-Za-z]{6})")

CREDENTIAL_LENGTH_MAX = 70

# A name that people read: no control characters, no blank at either end.
PRINTABLE = r"^[^\x00-\x20\x7f]([^\x00-\x1f\x7f]*[^\x00-\x20\x7f])?$(?!\n)"


class CredentialKind(StrEnum):
    """The first word of a credential."""

    API_KEY = "cmk"
    SESSION = "cms"
    CLIENT_SECRET = "cmo"  # noqa: S105 - a prefix, not a secret
    INVITATION = "cmi"


class Credential(msgspec.Struct, frozen=True):
    """A credential taken apart. `reference` is public and finds the row; `secret` is what its keyed hash is made of."""

    kind: CredentialKind
    mode: Mode
    reference: str
    secret: str

    def __repr__(self) -> str:
        return f"Credential({self.kind.value}_{self.mode}_{self.reference}_***)"

    def text(self) -> str:
        """The whole, as its holder sends it."""
        body = f"{self.kind.value}_{self.mode}_{self.reference}_{self.secret}"
        return body + _checksum(body)

    def hint(self) -> str:
        """What may be shown again later."""
        return f"{self.kind.value}_{self.mode}_{self.reference}"


def mint(kind: CredentialKind, mode: Mode) -> Credential:
    return Credential(kind, mode, _random(_REFERENCE_LENGTH), _random(_SECRET_LENGTH))


def read(text: str) -> Credential | None:
    """Return the credential that `text` is, or None when its form or checksum is wrong. No lookup, no secret compared."""
    match = _FORM.fullmatch(text)
    if match is None or _checksum(text[:-_CHECKSUM_LENGTH]) != match[5]:
        return None
    mode: Mode = "live" if match[2] == "live" else "sandbox"
    return Credential(CredentialKind(match[1]), mode, match[3], match[4])


def _checksum(body: str) -> str:
    number = zlib.crc32(body.encode())
    digits = ""
    for _ in range(_CHECKSUM_LENGTH):
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return digits


def _random(length: int) -> str:
    return "".join(secrets.choice(_BASE62) for _ in range(length))
