"""Inclusion proofs as the service answers them: an entry, its place, a signed checkpoint and the path between."""

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.verifier import documents, identifiers, merkle
from ledger.verifier.checkpoints import Checkpoint, open_checkpoint
from ledger.verifier.documents import DocumentRefused, Json
from ledger.verifier.entries import Entry, EntryRefused, read_entry
from ledger.verifier.identifiers import IdRefused
from ledger.verifier.merkle import ProofRefused
from ledger.verifier.note_keys import VerifierKey

INCLUDED = "included"
_PATH_MAX = 63
_FIELDS = frozenset(
    {"log_id", "entry_id", "state", "entry", "leaf_hash", "leaf_index", "checkpoint", "path"},
)


class ProofPending(Exception):
    """The entry has no checkpoint yet; ask again after its deadline."""


@dataclass(frozen=True)
class Proof:
    log: bytes
    eid: bytes
    entry: bytes
    leaf: bytes
    index: int
    checkpoint: bytes
    path: tuple[bytes, ...]


def parse_proof(document: Json) -> Proof:
    """Raises: ProofRefused, ProofPending."""
    try:
        fields = documents.record(document, _FIELDS)
        if documents.text(fields, "state") != INCLUDED:
            raise ProofPending("the entry was not in a checkpoint yet")
        return Proof(
            log=identifiers.parse("env", documents.text(fields, "log_id")),
            eid=identifiers.parse("ent", documents.text(fields, "entry_id")),
            entry=documents.octets(fields, "entry"),
            leaf=documents.octets(fields, "leaf_hash"),
            index=documents.integer(fields, "leaf_index"),
            checkpoint=documents.text(fields, "checkpoint").encode(),
            path=documents.octets_list(fields, "path", _PATH_MAX),
        )
    except (DocumentRefused, IdRefused) as error:
        raise ProofRefused(f"this is not a proof: {error}") from error


def check_entry(proof: Proof) -> Entry:
    """Read the entry that the proof carries, and hold it against the proof's own claims. Raises: EntryRefused."""
    entry = read_entry(proof.entry)
    if entry.log != proof.log or entry.eid != proof.eid:
        raise EntryRefused("the entry is not the one that the proof names")
    if merkle.leaf_hash(proof.entry) != proof.leaf:
        raise EntryRefused("the leaf hash is not the entry's")
    return entry


def check_checkpoint(proof: Proof, keys: Iterable[VerifierKey]) -> Checkpoint:
    """Raises: NoteRefused; IdRefused when the checkpoint is another log's."""
    checkpoint = open_checkpoint(proof.checkpoint, keys)
    if log_of(checkpoint.origin) != proof.log:
        raise IdRefused("the checkpoint is another log's")
    return checkpoint


def check_inclusion(proof: Proof, checkpoint: Checkpoint) -> None:
    """Raises: ProofRefused."""
    merkle.verify_inclusion(proof.index, checkpoint.size, proof.leaf, proof.path, checkpoint.root)


def log_of(origin: str) -> bytes:
    """Return the id of the log in an origin, `<domain>/ledger/env_…`. Raises: IdRefused."""
    domain, separator, log_id = origin.rpartition("/ledger/")
    if not domain or not separator:
        raise IdRefused(f"{origin!r} is not the origin of a log")
    return identifiers.parse("env", log_id)
