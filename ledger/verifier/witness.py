"""A witness: it cosigns a log's checkpoint only when that continues the newest one it cosigned before.

Whoever shows two people two histories of a log must leave one of them without this witness's signature. Source: C2SP
tlog-witness (of July 2026, in which 409 only tells the size and 422 is every contradiction) and tlog-cosignature.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ledger.verifier import merkle
from ledger.verifier.checkpoints import Checkpoint, open_checkpoint, parse_text
from ledger.verifier.merkle import DIGEST_BYTES, EMPTY_ROOT, ProofRefused
from ledger.verifier.note_keys import LOG_KINDS, NoteRefused, VerifierKey, decode_base64
from ledger.verifier.notes import NOTE_BYTES_MAX, unverified_text
from ledger.verifier.witness_store import Cosigned, WitnessState
from ledger.verifier.witness_wire import SIZE_TYPE, hash_of

PROOF_LINES_MAX = 63
BODY_BYTES_MAX = NOTE_BYTES_MAX + PROOF_LINES_MAX * 45 + 32
TEXT_TYPE = "text/plain; charset=utf-8"
JSON_TYPE = "application/json"
_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True)
class Answer:
    """An HTTP response."""

    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True)
class Submission:
    """What a log sends: the size it believes this witness knows, the proof from there, and the new signed checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    note: bytes


class Witness:
    """Answers requests; safe to be asked by many threads at once.

    log_keys: those of the logs it knows; a log is known by the name of its keys. now_s: seconds since 1970.
    """

    def __init__(
        self, state: WitnessState, log_keys: Iterable[VerifierKey], now_s: Callable[[], int]
    ) -> None:
        self._state = state
        self._now_s = now_s
        self._keys: dict[str, list[VerifierKey]] = {}
        for key in log_keys:
            if key.kind in LOG_KINDS:
                self._keys.setdefault(key.name, []).append(key)

    def add_checkpoint(self, body: bytes) -> Answer:
        """Answer `POST /add-checkpoint`."""
        try:
            submission = parse_submission(body)
            claimed = parse_text(unverified_text(submission.note))
        except (NoteRefused, ProofRefused) as error:
            return _said(400, str(error))
        keys = self._keys.get(claimed.origin)
        if keys is None:
            return _said(404, "this log is not known here")
        try:
            checkpoint = open_checkpoint(submission.note, keys)
        except NoteRefused as error:
            return _said(403, str(error))
        if submission.old > checkpoint.size:
            return _said(400, "the old size is above the checkpoint's")
        return self._cosign(submission, checkpoint)

    def newest(self, origin_hash: str) -> Answer:
        """Answer `GET /<hex SHA-256 of the origin>/checkpoint`: the newest checkpoint with this witness's cosignatures."""
        origin = next((one for one in self._keys if hash_of(one) == origin_hash), None)
        found = self._state.find(origin) if origin is not None else None
        if found is None:
            return _said(404, "no checkpoint of this log was cosigned here")
        return Answer(200, TEXT_TYPE, found.note)

    def overview(self) -> Answer:
        """Answer `GET /`: who this is, and the newest size of each log."""
        logs = []
        for origin in sorted(self._keys):
            found = self._state.find(origin)
            logs.append(
                {
                    "origin": origin,
                    "size": found.size if found else 0,
                    "checkpoint": f"{hash_of(origin)}/checkpoint" if found else None,
                    "forks": self._state.forks(origin),
                }
            )
        keys = [str(signer.key) for signer in self._state.signers]
        return Answer(200, JSON_TYPE, json.dumps({"keys": keys, "logs": logs}, indent=1).encode() + b"\n")

    def _cosign(self, submission: Submission, checkpoint: Checkpoint) -> Answer:
        """Compare and store in one transaction: of two racing requests, the second sees what the first stored."""
        with self._state.exclusive() as transaction:
            stored = transaction.find(checkpoint.origin)
            size, root = (stored.size, stored.root) if stored else (0, EMPTY_ROOT)
            if submission.old != size:
                return Answer(409, SIZE_TYPE, f"{size}\n".encode())
            try:
                check_continues(size, root, submission.proof, checkpoint)
            except ProofRefused as error:
                if checkpoint.size == size and checkpoint.root != root:
                    transaction.keep_fork(checkpoint, submission.note, self._now_s())
                return _said(422, str(error))
            lines = [signer.cosign(checkpoint.text(), self._now_s()) for signer in self._state.signers]
            note = _with_lines(submission.note, self._keys[checkpoint.origin], checkpoint, lines)
            transaction.store(checkpoint.origin, Cosigned(checkpoint.size, checkpoint.root, note))
        return Answer(200, TEXT_TYPE, "".join(lines).encode())


def check_continues(size: int, root: bytes, proof: tuple[bytes, ...], checkpoint: Checkpoint) -> None:
    """Accept a checkpoint that continues a tree, of size 0 for one never seen. Raises: ProofRefused."""
    if size == 0:
        if proof:
            raise ProofRefused("nothing is to be proven from size 0")
        if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
            raise ProofRefused("the empty tree has another root")
        return
    merkle.verify_consistency(size, checkpoint.size, proof, root, checkpoint.root)


def parse_submission(body: bytes) -> Submission:
    """Read the body of `add-checkpoint`. Raises: ProofRefused, NoteRefused."""
    head, separator, note = body.partition(b"\n\n")
    try:
        first, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise ProofRefused("the lines before the checkpoint are not ASCII") from error
    old = _OLD.fullmatch(first)
    if not separator or old is None or len(lines) > PROOF_LINES_MAX:
        raise ProofRefused("expected `old SIZE`, up to 63 lines of hashes, an empty line and a checkpoint")
    proof = tuple(decode_base64(line) for line in lines)
    if any(len(digest) != DIGEST_BYTES for digest in proof):
        raise ProofRefused(f"a hash is not {DIGEST_BYTES} bytes long")
    return Submission(int(old[1]), proof, note)


def _with_lines(note: bytes, keys: Iterable[VerifierKey], checkpoint: Checkpoint, lines: list[str]) -> bytes:
    """Return the checkpoint with the log's own signatures and these; those of strangers are left out."""
    own = [f"\u2014 {key.name} " for key in keys]
    signed = [line for line in note.decode().split("\n") if any(line.startswith(one) for one in own)]
    return (checkpoint.text() + "\n" + "".join(f"{line}\n" for line in signed) + "".join(lines)).encode()


def _said(status: int, message: str) -> Answer:
    return Answer(status, TEXT_TYPE, f"{message}\n".encode())
