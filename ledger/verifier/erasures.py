"""Step ERASURES: payloads open what entries committed to, and where one cannot be opened the log itself says why.

What is handed over is a line for each entry asked about: an opening as the service discloses it, or
`{"entry_id": …, "erased": true}`, which counts only where an entry `erasure.v1` names that entry.
"""

import hashlib

from ledger.verifier import documents, identifiers
from ledger.verifier.audit import Audit, BundleRefused
from ledger.verifier.commitments import OpeningRefused, parse_opening, verify_opening
from ledger.verifier.documents import Json

LISTS = "erasures.jsonl"
LIST_LABEL = b"ledger/erasure/v1\0"
_ERASED_FIELDS = frozenset({"entry_id", "erased"})
_LIST_FIELDS = frozenset({"eid", "entries"})


def check_erasures(audit: Audit) -> str:
    """Each entry asked about is opened, or was erased."""
    asked = audit.openings or ()
    if not asked:
        raise BundleRefused("the file of openings is empty")
    erased, named = 0, audit.log.erased | _listed(audit)
    for document in asked:
        if isinstance(document, dict) and "erased" in document:
            _check_erased(audit, document, named)
            erased += 1
        else:
            _check_opening(audit, document)
    return f"{len(asked) - erased} payloads are what entries committed to; {erased} were erased, and the log says so"


def _check_opening(audit: Audit, document: Json) -> None:
    try:
        opening = parse_opening(document)
        commitments = audit.log.commitments.get(opening.eid)
        if commitments is None:
            raise BundleRefused(f"{identifiers.write('ent', opening.eid)} is opened and is not in the log")
        verify_opening(opening, opening.eid, commitments)
    except OpeningRefused as error:
        raise BundleRefused(str(error)) from error


def _check_erased(audit: Audit, document: Json, named: set[bytes]) -> None:
    fields = documents.record(document, _ERASED_FIELDS)
    name = documents.text(fields, "entry_id")
    eid = identifiers.parse("ent", name)
    if fields["erased"] is not True:
        raise BundleRefused(f"{name} is neither opened nor said to be erased")
    if eid not in audit.log.commitments:
        raise BundleRefused(f"{name} is said to be erased and is not in the log")
    if eid not in named:
        raise BundleRefused(f"{name} is said to be erased, and no entry of the log says so")


def _listed(audit: Audit) -> set[bytes]:
    """Read the longer lists that an export carries: each is one whose digest an entry of erasure commits to (0060)."""
    named: set[bytes] = set()
    if LISTS not in audit.files.names():
        return named
    for number, line in enumerate(documents.lines(audit.files.read(LISTS)), 1):
        fields = documents.record(documents.parse(line), _LIST_FIELDS)
        listed = fields["entries"]
        texts = [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
        if not isinstance(listed, list) or len(texts) != len(listed):
            raise BundleRefused(f"list {number} of erased entries is none")
        eids = [identifiers.parse("ent", each) for each in texts]
        digest = hashlib.sha256(LIST_LABEL + b"".join(eids)).digest()
        erasure = identifiers.parse("ent", documents.text(fields, "eid"))
        if (erasure, digest) not in audit.log.erased_lists:
            raise BundleRefused(f"list {number} of erased entries is not the one that an erasure commits to")
        named.update(eids)
    return named
