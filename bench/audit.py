"""The offline audit of a long log: `countermark-verify bundle` over a tar of a million entries, with no network.

The log is written here, not sequenced: the same files as an export, with entries by the server's encoder, RFC 6962 trees by
the ledger's own code, epochs by `ledger.slots`, checkpoints, receipts and cosignatures by true keys. 10,000 checkpoints, an
epoch for each 10,000 entries in a tree of 50 logs, 10,000 receipts; three witnesses are pinned and two must have cosigned.
"""

import argparse
import contextlib
import datetime as dt
import hashlib
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator, Sequence
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.scratch import scratch
from core import ids, intake
from core.clock import to_micros
from ledger.keys import LogSigner
from ledger.receipts import MERGE_DELAY_MAX, ReceiptSigner, Statement, encode
from ledger.slots import LogState, SlotKeys, close_epoch
from ledger.verifier import bundle, epoch_files, merkle
from ledger.verifier.documents import Json
from ledger.verifier.merkle import CompactRange
from ledger.verifier.note_keys import COSIGNATURE, VerifierKey
from ledger.verifier.notes import signature_line
from ledger.verifier.signatures import cosigned_text
from ledger.verifier.tiles import WIDTH, parents, tiles_of, write_bundle
from ledger.verifier.trust import Trust

ENTRIES = 1_000_000
CHECKPOINT_EVERY = 100
EPOCH_EVERY = 10_000
LOGS = 50
SLOT = 17
RECEIPTS = 10_000
RECEIPTS_IN_BATCH = 16
SECONDS_MAX = 60.0
MEGABYTES_MAX = 500.0
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
BETWEEN = dt.timedelta(milliseconds=60)
DOMAIN = "countermark.bench"
ROOT = pathlib.Path(__file__).parent.parent
_WATCH_S = 0.05
_BLOCK_BYTES = 512


class Tar:
    """A tar of an export, and the manifest at its end."""

    def __init__(self, path: pathlib.Path) -> None:
        self._file = path.open("wb")
        self._digests: dict[str, str] = {}

    def add(self, name: str, data: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        self._file.write(member.tobuf(tarfile.USTAR_FORMAT) + data + bytes(-len(data) % _BLOCK_BYTES))
        self._digests[name] = hashlib.sha256(data).hexdigest()

    def close(self) -> None:
        manifest = {"v": bundle.MANIFEST_VERSION, "files": self._digests}
        self.add(bundle.MANIFEST, json.dumps(manifest, indent=1).encode())
        self._file.write(bytes(2 * _BLOCK_BYTES))
        self._file.close()


class Writer:
    """Writes the log and what its auditor holds into a folder."""

    def __init__(self, folder: pathlib.Path, count: int) -> None:
        self._draw = random.Random(20261122)
        self._folder, self._count = folder, count
        self._log = UUID(bytes=self._draw.randbytes(16))
        self._tar = Tar(folder / "log.tar")
        self._key = LogSigner(f"{DOMAIN}/ledger/{ids.public('env', self._log)}", self._private())
        self._super = LogSigner(f"{DOMAIN}/ledger/super", self._private())
        self._receipts = ReceiptSigner(f"{DOMAIN}/receipts", self._draw.randbytes(32))
        self._model, self._rules = self._draw.randbytes(32), self._draw.randbytes(32)

    def write(self) -> None:
        leaves, receipts = self._entries()
        self._tiles(leaves)
        roots = self._checkpoints(leaves)
        witnesses = self._epochs(roots)
        keys = Trust((self._key.key,), (self._receipts.key,), (self._super.key,))
        self._tar.add(bundle.KEYS, keys.text().encode())
        self._tar.close()
        trust = Trust(keys.log_keys, keys.receipt_keys, keys.super_keys, witnesses, 2)
        (self._folder / "trust").write_text(trust.text(), encoding="utf-8")
        (self._folder / "receipts").write_bytes(b"\n".join(receipts))

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._draw.randbytes(32))

    def _entries(self) -> tuple[list[bytes], list[bytes]]:
        """Write the entries, 256 a file. Returns: their leaf hashes, and receipts of some."""
        leaves: list[bytes] = []
        receipts: list[bytes] = []
        promised: list[Statement] = []
        for tile in (tile for tile in tiles_of(self._count) if tile.entries):
            entries = [self._entry(len(leaves) + place) for place in range(tile.width)]
            data = [intake.encode(entry) for entry in entries]
            leaves += [merkle.leaf_hash(each) for each in data]
            self._tar.add(tile.path(), write_bundle(data))
            if len(receipts) < RECEIPTS and tile.index % 5 == 0:
                promised = [self._statement(*pair) for pair in zip(entries, data, strict=True)]
                for at in range(0, len(promised), RECEIPTS_IN_BATCH):
                    signed = self._receipts.sign_batch(promised[at : at + RECEIPTS_IN_BATCH])
                    receipts += [encode(receipt) for receipt in signed]
        return leaves, receipts

    def _entry(self, index: int) -> intake.Entry:
        """A decision as the service logs it, some 255 bytes."""
        at = START + index * BETWEEN
        millis = int(at.timestamp() * 1000).to_bytes(6, "big")
        draw = self._draw.randbytes(42)
        return intake.Entry(
            typ="decision.v1",
            log=self._log,
            eid=UUID(bytes=millis + b"\x7a" + draw[:1] + b"\x8a" + draw[1:8]),
            at=at,
            act="key_01jd5e8k3m6p8r0t2v4x6z8a0c",
            out=("approve", "review", "decline")[draw[8] % 3],
            model=self._model,
            rules=self._rules,
            score=int.from_bytes(draw[8:11], "big") % 1_000_001,
            pc=(draw[10:42],),
        )

    def _statement(self, entry: intake.Entry, data: bytes) -> Statement:
        leaf = intake.leaf_hash(data)
        return Statement(
            log=entry.log, leaf=leaf, eid=entry.eid, issued_at=entry.at, due=entry.at + MERGE_DELAY_MAX
        )

    def _tiles(self, leaves: Sequence[bytes]) -> None:
        rows = [list(leaves)]
        while rows[-1]:
            rows.append(parents(rows[-1]))
        for tile in (tile for tile in tiles_of(self._count) if not tile.entries):
            start = tile.index * WIDTH
            self._tar.add(tile.path(), b"".join(rows[tile.level][start : start + tile.width]))

    def _checkpoints(self, leaves: Sequence[bytes]) -> dict[int, bytes]:
        """Sign the log every so often. Returns: its roots at these sizes."""
        tree, notes = CompactRange(), list[str]()
        roots: dict[int, bytes] = {0: merkle.EMPTY_ROOT}
        while tree.size < len(leaves):
            tree.extend(leaves[tree.size : tree.size + CHECKPOINT_EVERY])
            roots[tree.size] = tree.root()
            notes.append(self._key.sign(tree.size, tree.root()))
        for number, at in enumerate(range(0, len(notes), bundle.CHECKPOINTS_IN_FILE)):
            part = notes[at : at + bundle.CHECKPOINTS_IN_FILE]
            lines = [json.dumps(note, ensure_ascii=False) + "\n" for note in part]
            self._tar.add(bundle.checkpoints_name(number), "".join(lines).encode())
        self._tar.add(bundle.CHECKPOINT, notes[-1].encode())
        (self._folder / "kept").write_text(notes[len(notes) // 2], encoding="utf-8")
        return roots

    def _epochs(self, roots: dict[int, bytes]) -> tuple[VerifierKey, ...]:
        """Close epochs over this log and 49 others. Returns: keys of three witnesses, of which two cosigned."""
        slot_keys = SlotKeys(self._draw.randbytes(32))
        others = [UUID(bytes=self._draw.randbytes(16)) for _ in range(LOGS)]
        tree, records, slots = CompactRange(), list[str](), list[str]()
        for epoch, size in enumerate(range(EPOCH_EVERY, self._count + 1, EPOCH_EVERY), 1):
            states = [LogState(log, epoch, hashlib.sha256(log.bytes).digest()) for log in others]
            states[SLOT] = LogState(self._log, size, roots[size])
            record, rows = close_epoch(epoch, to_micros(START + size * BETWEEN), states, slot_keys)
            tree.append(merkle.leaf_hash(record.encode()))
            records.append(msgspec.json.encode(record.encode()).decode())
            row = {"epoch": epoch, "index": SLOT, "leaf": rows[SLOT].leaf, "path": rows[SLOT].path}
            slots.append(msgspec.json.encode(row).decode())
        self._tar.add(epoch_files.RECORDS, "".join(f"{line}\n" for line in records).encode())
        self._tar.add(epoch_files.SLOTS, "".join(f"{line}\n" for line in slots).encode())
        note = self._super.sign(tree.size, tree.root())
        text, witnesses = note.partition("\n\n")[0] + "\n", list[VerifierKey]()
        for number in range(3):
            private = self._private()
            witnesses.append(
                VerifierKey(f"witness{number}.bench", private.public_key().public_bytes_raw(), COSIGNATURE)
            )
            at_s = int(START.timestamp())
            signature = at_s.to_bytes(8, "big") + private.sign(cosigned_text(text, at_s))
            note += signature_line(witnesses[-1], signature) if number < 2 else ""
        self._tar.add(epoch_files.SUPER_CHECKPOINT, note.encode())
        return tuple(witnesses)


class Run(msgspec.Struct, frozen=True):
    """megabytes: the most that the process and its children held together, shared pages counted in each."""

    seconds: float
    megabytes: float
    exit_code: int
    output: str


def run(command: Sequence[str]) -> Run:
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        most = 0.0
        while child.poll() is None:
            most = max(most, sum(map(resident_mb, family(child.pid))))
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(_WATCH_S)
        seconds = time.perf_counter() - started
        output = child.stdout.read() if child.stdout else ""
    return Run(seconds, most, child.returncode, output)


def family(pid: int) -> Iterator[int]:
    """A process and all that came of it."""
    yield pid
    with contextlib.suppress(OSError):
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))


def resident_mb(pid: int) -> float:
    with contextlib.suppress(OSError):
        pages = int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return 0.0


def offline() -> list[str]:
    """How a command is run without a network; empty where this machine does not allow it."""
    for arguments in (["unshare", "-n"], ["unshare", "-r", "-n"]):
        if (
            shutil.which("unshare")
            and subprocess.run([*arguments, "true"], check=False, capture_output=True).returncode == 0
        ):
            return arguments
    return []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=ENTRIES)
    count = parser.parse_args().entries
    with scratch("audit") as folder:
        started = time.perf_counter()
        Writer(folder, count).write()
        size_mb = (folder / "log.tar").stat().st_size / 1e6
        print(f"wrote {count:,} entries, {size_mb:,.0f} MB, in {time.perf_counter() - started:.0f} s")
        apart = offline()
        alone = run([*apart, sys.executable, "-c", "import ledger.verifier.cli"])
        command = [sys.executable, "-m", "ledger.verifier.cli", "bundle", str(folder / "log.tar"), "--json"]
        for name in ("trust", "receipts", "kept"):
            command += [f"--{name}", str(folder / name)]
        audit = run([*apart, *command])
    report: dict[str, Json] = json.loads(audit.output)
    print(f"without a network: {' '.join(apart) or 'no, this machine does not allow it'}")
    print(f"{'interpreter alone':<28} {alone.seconds:>8.2f} s {alone.megabytes:>8.0f} MB")
    print(
        f"{'audit':<28} {audit.seconds:>8.2f} s {audit.megabytes:>8.0f} MB"
        f"   (at most {SECONDS_MAX:.0f} s, {MEGABYTES_MAX:.0f} MB; {os.cpu_count()} cores)"
    )
    for step in report["steps"] if isinstance(report["steps"], list) else []:
        print(f"  {step['state']:<8} {step['step']:<12} {step['detail']}" if isinstance(step, dict) else step)
    met = audit.exit_code == 0 and audit.seconds <= SECONDS_MAX and audit.megabytes <= MEGABYTES_MAX
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())
