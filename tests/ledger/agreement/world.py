"""What the cases are made of: real exports, proofs and receipts by the server's code, and logs forged whole with keys of our own."""

import base64
import dataclasses
import hashlib
import json
import pathlib
import secrets
import uuid
from collections.abc import Callable, Sequence

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core import ids, intake
from inference.batch import trees
from inference.batch.results import RowProof
from ledger import rehearsal
from ledger.receipts import MERGE_DELAY_MAX, ReceiptSigner, Statement, encode
from ledger.verifier import merkle
from ledger.verifier.note_keys import VerifierKey
from ledger.verifier.notes import format_note
from ledger.verifier.tiles import tiles_of, write_bundle
from tenants.vault import EnvironmentVault
from tests.ledger.conftest import Log

PAYLOAD = b'{"amount_minor":25075}'
LOG_ID = uuid.UUID(int=0x0192_0000_0000_7000_8000_0000_0000_0001)
ORIGIN = f"forged.test/ledger/{ids.public('env', LOG_ID)}"


@dataclasses.dataclass
class Real:
    """An export of a real log as a folder and a tar, with what its holder has."""

    folder: pathlib.Path
    tar: pathlib.Path
    trust: pathlib.Path
    receipts: pathlib.Path
    kept: pathlib.Path
    documents: dict[str, pathlib.Path]

    def bundle(self, path: pathlib.Path | None = None) -> list[object]:
        return [
            "bundle",
            path or self.folder,
            "--trust",
            self.trust,
            "--receipts",
            self.receipts,
            "--kept",
            self.kept,
        ]


async def export(log: Log, place: pathlib.Path, size: int) -> Real:
    """Grow a log in three steps, each signed, and take everything from it that the service hands out."""
    first = await log.signed(size // 3)
    kept = (await log.ledger.latest_checkpoint(log.caller)).note
    subject = EnvironmentVault(log.id, {1: bytes(32)}, 1, bytes(range(32))).new_subject(log.id)[0]
    eid = ids.uuid7(log.clock)
    commitments = (bytes(32), subject.commit(eid, PAYLOAD))
    opened = log.entry(eid=eid, pc=commitments, score=None, refs=(LOG_ID, eid))
    batch, row = _batch(log)
    await log.append([opened, batch])
    await log.signed(size - size // 3 - 2 - size // 5)
    await log.signed(size // 5)
    made = Real(place / "log", place / "log.tar", place / "trust", place / "receipts", place / "kept", {})
    made.tar.write_bytes(b"".join([piece async for piece in await log.ledger.export(log.caller)]))
    rehearsal.unpack(made.tar, made.folder)
    receipts = receipts_of(log.signer, [*first[:9], opened])
    opening = {
        "entry_id": ids.public("ent", eid),
        "payload": base64.b64encode(PAYLOAD).decode(),
        "commitment_key": base64.b64encode(subject.commitment_key(eid)).decode(),
    }
    documents = {
        "proof": msgspec.json.encode(await log.ledger.proof(log.caller, eid)),
        "other_proof": msgspec.json.encode(await log.ledger.proof(log.caller, first[3].eid)),
        "batch_proof": msgspec.json.encode(await log.ledger.proof(log.caller, batch.eid)),
        "receipt": receipts[-1],
        "row": row,
        "opening": json.dumps(opening).encode(),
    }
    made.documents.update({name: place / f"{name}.json" for name in documents})
    named = (made.folder / "keys.txt").read_text().splitlines(keepends=True)
    made.trust.write_text("".join(line for line in named if line.startswith(("log ", "receipts "))))
    made.receipts.write_bytes(b"\n".join(receipts))
    made.kept.write_bytes(kept.encode())
    for name, data in documents.items():
        made.documents[name].write_bytes(data)
    return made


def _batch(log: Log) -> tuple[intake.Entry, bytes]:
    """Make the entry of a batch of three chunks, and the proof of one of its rows."""
    batch_id, salt = uuid.UUID(int=LOG_ID.int + 5), secrets.token_bytes(16)
    rows = [[b"%d,0.5,approve" % line for line in range(count)] for count in (130, 1, 64)]
    header = trees.Header(
        batch=ids.public("bat", batch_id),
        columns=("line", "probability", "outcome"),
        rows=195,
        refused=0,
        chunks=len(rows),
        input_sha256="00" * 32,
    ).text()
    chunks = [(trees.rows_root(salt, chunk), len(chunk)) for chunk in rows]
    leaves = trees.batch_leaves(salt, header, chunks)
    root = merkle.root(leaves)
    entry = log.entry(typ="batch.v1", out="completed", model=bytes(32), score=None, pc=(root,), refs=(batch_id,))  # fmt: skip
    group, path = trees.row_path(salt, rows[0], 70)
    row = RowProof(
        batch_id=ids.public("bat", batch_id),
        entry_id=ids.public("ent", entry.eid),
        salt=salt,
        header=header.decode(),
        header_path=trees.path(leaves, 0),
        row=rows[0][70].decode(),
        row_index=70,
        row_count=130,
        group=group,
        row_path=path,
        chunk_index=0,
        chunk_count=3,
        chunk_path=trees.path(leaves, 1),
    )
    return entry, msgspec.json.encode(row)


def receipts_of(signer: ReceiptSigner, entries: Sequence[intake.Entry]) -> list[bytes]:
    """Sign receipts of entries, in one batch, due when the service would have them due."""
    statements = [
        Statement(
            log=entry.log,
            leaf=intake.leaf_hash(intake.encode(entry)),
            eid=entry.eid,
            issued_at=entry.at,
            due=entry.at + MERGE_DELAY_MAX,
        )
        for entry in entries
    ]
    return [encode(receipt) for receipt in signer.sign_batch(statements)]


@dataclasses.dataclass
class Forge:
    """Writes logs that no server would write, truly signed."""

    private: Ed25519PrivateKey = dataclasses.field(
        default_factory=lambda: Ed25519PrivateKey.from_private_bytes(b"f" * 32)
    )
    receipts: Ed25519PrivateKey = dataclasses.field(
        default_factory=lambda: Ed25519PrivateKey.from_private_bytes(b"r" * 32)
    )

    @property
    def key(self) -> VerifierKey:
        return VerifierKey(ORIGIN, self.private.public_key().public_bytes_raw())

    @property
    def receipts_key(self) -> VerifierKey:
        return VerifierKey("forged.test/receipts", self.receipts.public_key().public_bytes_raw())

    @property
    def trust(self) -> str:
        return f"log {self.key}\nreceipts {self.receipts_key}\n"

    def sign(self, text: str) -> bytes:
        return format_note(text, [(self.key, self.private.sign(text.encode()))])

    def checkpoint(self, size: int, root: bytes) -> bytes:
        return self.sign(f"{ORIGIN}\n{size}\n{base64.b64encode(root).decode()}\n")

    def write(
        self,
        place: pathlib.Path,
        entries: Sequence[bytes],
        change: Callable[[dict[str, bytes]], None] | None = None,
    ) -> pathlib.Path:
        """Write the folder of an export. change: what is done to its files before they are listed in the manifest."""
        leaves = [merkle.leaf_hash(entry) for entry in entries]
        note = self.checkpoint(len(entries), merkle.root(leaves))
        files = {
            "keys.txt": self.trust.encode(),
            "checkpoint": note,
            "checkpoints/000000.jsonl": json.dumps(note.decode()).encode() + b"\n",
        }
        row, level = leaves, 0
        for tile in tiles_of(len(entries)):
            while tile.level > level:
                row = [
                    merkle.perfect_root(row[at : at + 256]) for at in range(0, len(row) - len(row) % 256, 256)
                ]
                level += 1
            start = tile.index * 256
            part = (
                write_bundle(entries[start : start + 256])
                if tile.entries
                else b"".join(row[start : start + 256])
            )
            files[tile.path()] = part
        if change is not None:
            change(files)
        write_files(place, files)
        return place


def write_files(place: pathlib.Path, files: dict[str, bytes], manifest: bytes | None = None) -> None:
    """Write files and the manifest that lists them."""
    listed = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    whole = {**files, "manifest.json": manifest or json.dumps({"v": 1, "files": listed}).encode()}
    for name, data in whole.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def read_files(folder: pathlib.Path) -> dict[str, bytes]:
    """Read an unpacked export, without its manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }


def replace_checkpoint(note: bytes, files: dict[str, bytes]) -> None:
    """Put another checkpoint in the place of the newest one, and of the list."""
    files["checkpoint"] = note
    files["checkpoints/000000.jsonl"] = json.dumps(note.decode()).encode() + b"\n"


def replace_list(name: str, listed: bytes, files: dict[str, bytes], *, instead: bool) -> None:
    """Add a list of checkpoints under a name, beside the one that is there or instead of it."""
    if instead:
        del files["checkpoints/000000.jsonl"]
    files[name] = listed


def replace_signed(keys: str, notes: Sequence[bytes], files: dict[str, bytes]) -> None:
    """Put a list of checkpoints, oldest first, in the place of the one there is, and name other keys."""
    files["keys.txt"] = keys.encode()
    files["checkpoint"] = notes[-1]
    files["checkpoints/000000.jsonl"] = b"".join(json.dumps(note.decode()).encode() + b"\n" for note in notes)
