"""Openings of payload commitments: the bytes an entry committed to, with the key of that one entry.

pc = HMAC-SHA256(key, "ledger/pc/v1" NUL || payload). The key is derived for one entry, so opening one opens no other;
once a subject's key is erased nobody can derive it again, and the commitment can be neither opened nor guessed.
"""

import hmac
from dataclasses import dataclass

from ledger.verifier import documents, identifiers
from ledger.verifier.documents import DocumentRefused, Json
from ledger.verifier.identifiers import IdRefused

LABEL = b"ledger/pc/v1\0"
KEY_BYTES = 32


class OpeningRefused(Exception):
    """The payload is not what the entry committed to."""


@dataclass(frozen=True)
class Opening:
    eid: bytes
    key: bytes
    payload: bytes


def commitment(key: bytes, payload: bytes) -> bytes:
    return hmac_sha256(key, LABEL + payload)


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    """Source: RFC 2104."""
    return hmac.digest(key, message, "sha256")


def parse_opening(document: Json) -> Opening:
    """Read a disclosure as the service answered it: {entry_id, payload, commitment_key}, bytes in base64.

    Raises: OpeningRefused.
    """
    try:
        fields = documents.record(document, frozenset({"entry_id", "payload", "commitment_key"}))
        return Opening(
            eid=identifiers.parse("ent", documents.text(fields, "entry_id")),
            key=documents.octets(fields, "commitment_key"),
            payload=documents.octets(fields, "payload"),
        )
    except (DocumentRefused, IdRefused) as error:
        raise OpeningRefused(f"this is not an opening: {error}") from error


def verify_opening(opening: Opening, eid: bytes, commitments: tuple[bytes, ...]) -> None:
    """Accept only a payload that this entry committed to, for one of its data subjects. Raises: OpeningRefused."""
    if opening.eid != eid:
        raise OpeningRefused("the opening is of another entry")
    if len(opening.key) != KEY_BYTES:
        raise OpeningRefused(f"the key is not {KEY_BYTES} bytes")
    opened = commitment(opening.key, opening.payload)
    if not any(hmac.compare_digest(opened, listed) for listed in commitments):
        raise OpeningRefused("the payload is not what the entry committed to")
