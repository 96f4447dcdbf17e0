"""What an auditor brings to the verification of an exported log, and what its steps learn from one another."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ledger.verifier.artefact_files import Artefact
from ledger.verifier.checkpoints import Checkpoint, SignedCheckpoint
from ledger.verifier.dagcbor import BlockRefused
from ledger.verifier.documents import Json
from ledger.verifier.epoch_files import EpochRecord, Slot
from ledger.verifier.files import Files
from ledger.verifier.note_keys import VerifierKey
from ledger.verifier.recomputed import RecomputedLog
from ledger.verifier.trust import Trust, TrustRefused


class BundleRefused(Exception):
    """A step found what must not be; the message is for the auditor."""


class NotDue(Exception):
    """A step that can say neither yes nor no: a promise whose deadline has not passed, or an input that is missing."""


@dataclass
class Audit:
    """What is handed to the auditor, and what the steps learn.

    trust: pinned keys, or None when none were given. kept: checkpoints that the auditor kept from earlier, of the log and
    of the super-log. receipts, openings: JSON documents, or None when none were given. now_us: the auditor's own time.
    artefacts: of the files handed over, or None. chain_proofs: JSON documents. blocks: what was
    checked of the blocks of CARs, or why they are refused, or None when the input is no CAR. processes: how many may work at
    once; 0 for one a core. log_keys: those that the export names for its log, pinned or not; published: the export's own list
    of signed checkpoints.
    """

    files: Files
    trust: Trust | None
    kept: Sequence[bytes]
    receipts: Sequence[Json] | None
    now_us: int
    openings: Sequence[Json] | None = None
    artefacts: Sequence[Artefact] | None = None
    chain_proofs: Sequence[Json] = ()
    blocks: str | BlockRefused | None = None
    processes: int = 0
    head: Checkpoint | None = None
    checkpoints: list[Checkpoint] = field(default_factory=list)
    log_keys: tuple[VerifierKey, ...] = ()
    published: list[SignedCheckpoint] = field(default_factory=list)
    log: RecomputedLog = field(default_factory=RecomputedLog)
    super_head: Checkpoint | None = None
    records: list[EpochRecord] = field(default_factory=list)
    super_roots: dict[int, bytes] = field(default_factory=dict)
    slots: dict[int, Slot] = field(default_factory=dict)

    def pinned(self) -> Trust:
        """Raises: TrustRefused."""
        if self.trust is None:
            raise TrustRefused("no pinned keys were given")
        return self.trust

    def checkpoint(self) -> Checkpoint:
        """Return the newest checkpoint of the log. Raises: BundleRefused."""
        if self.head is None:
            raise BundleRefused("there is no checkpoint")
        return self.head

    def super_checkpoint(self) -> Checkpoint:
        """Return the newest checkpoint of the super-log. Raises: BundleRefused."""
        if self.super_head is None:
            raise BundleRefused("there is no checkpoint of the super-log")
        return self.super_head
