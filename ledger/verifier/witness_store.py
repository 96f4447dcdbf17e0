"""What a witness must never forget, in one SQLite file: its private keys and the newest checkpoint of each log.

They share the file on purpose: whoever loses it loses the keys too, so a witness that forgot cannot cosign a second
history under the same key. Never restore it from a backup. Every write is on disk (`synchronous = EXTRA`) before it is
answered, and every comparison is made in the transaction that writes.
"""

import contextlib
import os
import pathlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from ledger.verifier.checkpoints import Checkpoint
from ledger.verifier.note_keys import COSIGNATURE, ML_DSA_44, VerifierKey, is_name
from ledger.verifier.notes import signature_line
from ledger.verifier.signatures import TIME_BYTES, cosigned_message, cosigned_text

FILE = "witness.db"
FORKS_MAX = 16
_BUSY_TIMEOUT_S = 10.0
_TABLES = """
CREATE TABLE IF NOT EXISTS signer (kind INTEGER PRIMARY KEY, name TEXT NOT NULL, private BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS cosigned (
    origin TEXT PRIMARY KEY, size INTEGER NOT NULL CHECK (size >= 0), root BLOB NOT NULL, note BLOB NOT NULL
);
CREATE TRIGGER IF NOT EXISTS grows_only BEFORE UPDATE ON cosigned WHEN NEW.size < OLD.size
BEGIN SELECT RAISE(ABORT, 'a log never shrinks'); END;
CREATE TABLE IF NOT EXISTS fork (
    origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL, seen_at_s INTEGER NOT NULL,
    PRIMARY KEY (origin, size, root)
);
"""
_STORE = """
INSERT INTO cosigned (origin, size, root, note) VALUES (?, ?, ?, ?)
ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note
"""


class StateRefused(Exception):
    """The folder's state is not this witness's, or cannot be made."""


@dataclass(frozen=True)
class Cosigned:
    """The newest checkpoint of a log that was cosigned. note: with the log's signatures and this witness's."""

    size: int
    root: bytes
    note: bytes


class WitnessSigner:
    """One private key of the witness."""

    def __init__(self, name: str, kind: int, private: bytes) -> None:
        self._sign: Callable[[str, int], bytes]
        if kind == COSIGNATURE:
            classic = Ed25519PrivateKey.from_private_bytes(private)
            public = classic.public_key().public_bytes_raw()
            self._sign = lambda text, at_s: classic.sign(cosigned_text(text, at_s))
        else:
            quantum = MLDSA44PrivateKey.from_seed_bytes(private)
            public = quantum.public_key().public_bytes_raw()
            self._sign = lambda text, at_s: quantum.sign(cosigned_message(name, text, at_s))
        self.key = VerifierKey(name, public, kind)

    def cosign(self, text: str, at_s: int) -> str:
        """Return a signature line. text: of the checkpoint. at_s: now, in seconds since 1970."""
        return signature_line(self.key, at_s.to_bytes(TIME_BYTES, "big") + self._sign(text, at_s))


class Transaction:
    """A look at the state that nobody else changes meanwhile."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, origin: str) -> Cosigned | None:
        row = self._connection.execute(
            "SELECT size, root, note FROM cosigned WHERE origin = ?", (origin,)
        ).fetchone()
        return None if row is None else Cosigned(*row)

    def store(self, origin: str, cosigned: Cosigned) -> None:
        self._connection.execute(_STORE, (origin, cosigned.size, cosigned.root, cosigned.note))

    def keep_fork(self, checkpoint: Checkpoint, note: bytes, at_s: int) -> None:
        """Keep a checkpoint of a size that was cosigned with another root: signed by the log, it proves two histories."""
        if self.forks(checkpoint.origin) < FORKS_MAX:
            self._connection.execute(
                "INSERT OR IGNORE INTO fork (origin, size, root, note, seen_at_s) VALUES (?, ?, ?, ?, ?)",
                (checkpoint.origin, checkpoint.size, checkpoint.root, note, at_s),
            )

    def forks(self, origin: str) -> int:
        return int(
            self._connection.execute("SELECT count(*) FROM fork WHERE origin = ?", (origin,)).fetchone()[0]
        )


class WitnessState:
    """The file, opened. Raises: StateRefused when it belongs to a witness of another name."""

    def __init__(self, folder: pathlib.Path, name: str | None = None, *, ml_dsa: bool = True) -> None:
        """name: of the witness, needed when its keys are made. ml_dsa: whether it has an ML-DSA-44 key besides."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / FILE
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(
            path, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
        self._connection.execute("PRAGMA synchronous = EXTRA")
        self._connection.executescript(_TABLES)
        self.signers = self._ensure_signers(name, ml_dsa=ml_dsa)

    @contextlib.contextmanager
    def exclusive(self) -> Iterator[Transaction]:
        """Hold the state alone, against other threads and other processes; commits at the end, on disk."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield Transaction(self._connection)
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def find(self, origin: str) -> Cosigned | None:
        with self._lock:
            return Transaction(self._connection).find(origin)

    def forks(self, origin: str) -> int:
        """Count the checkpoints kept as evidence of a second history."""
        with self._lock:
            return Transaction(self._connection).forks(origin)

    def close(self) -> None:
        self._connection.close()

    def _ensure_signers(self, name: str | None, *, ml_dsa: bool) -> tuple[WitnessSigner, ...]:
        """Read the keys; the first start makes them."""
        with self.exclusive():
            rows = self._connection.execute("SELECT name, kind, private FROM signer ORDER BY kind").fetchall()
            if not rows:
                if name is None or not is_name(name):
                    raise StateRefused(
                        "give the witness a name without spaces and +, such as bank.example/w1"
                    )
                made = [(name, COSIGNATURE, Ed25519PrivateKey.generate().private_bytes_raw())]
                if ml_dsa:
                    made.append((name, ML_DSA_44, MLDSA44PrivateKey.generate().private_bytes_raw()))
                self._connection.executemany(
                    "INSERT INTO signer (name, kind, private) VALUES (?, ?, ?)", made
                )
                rows = made
        if name is not None and any(row[0] != name for row in rows):
            raise StateRefused(f"this folder is of the witness {rows[0][0]}")
        return tuple(WitnessSigner(*row) for row in rows)
