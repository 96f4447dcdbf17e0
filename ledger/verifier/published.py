"""Keys where an auditor meets them by a second way: a fingerprint on paper, and a TXT record of the DNS.

The record stands at `_countermark.<domain>` of whoever vouches for the key, one record a key, of this one form:
`v=countermark1 use=<log|receipts|super|witness> sha256=<64 hex digits> name=<name of the key>`. The hash is that of the key's
published text, `name+id+key`.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ledger.verifier.note_keys import VerifierKey

DNS_LABEL = "_countermark"
_GROUP = 4
_RECORD = re.compile(
    r"v=countermark1 use=(log|receipts|super|witness) sha256=([0-9a-f]{64}) name=([^\s+\"]{1,150})"
)


class RecordRefused(Exception):
    """Not the text of a record of ours."""


@dataclass(frozen=True)
class Record:
    use: str
    digest: str
    name: str

    def text(self) -> str:
        return f"v=countermark1 use={self.use} sha256={self.digest} name={self.name}"


def fingerprint(key: VerifierKey) -> str:
    """Return the SHA-256 of the key's text: 64 hex digits in groups of four."""
    digest = digest_of(key)
    return " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))


def digest_of(key: VerifierKey) -> str:
    return hashlib.sha256(str(key).encode()).hexdigest()


def record_of(use: str, key: VerifierKey) -> Record:
    return Record(use, digest_of(key), key.name)


def parse_records(text: str) -> list[Record]:
    """Read records, one a line, as `dig +short TXT` prints them or without its quotes; empty lines are skipped.

    A line that begins otherwise than `v=countermark1` is another's record and is skipped, too. Raises: RecordRefused.
    """
    records = []
    for line in text.splitlines():
        value = line.strip().replace('" "', "").strip('"')
        if not value.startswith("v=countermark1"):
            continue
        match = _RECORD.fullmatch(value)
        if match is None:
            raise RecordRefused(f"this record is not of our form: {value[:80]}")
        records.append(Record(match[1], match[2], match[3]))
    return records


def is_published(use: str, key: VerifierKey, records: Iterable[Record]) -> bool:
    """Say whether a record vouches for exactly this key, for this use."""
    return record_of(use, key) in set(records)
