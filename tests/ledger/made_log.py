"""An export made in memory, with all that an auditor may hold of it: for tests that verify one many thousand times.

What it holds is made by code of the server (entries, receipts) or written out here; the state of the chain by the `trie` and `rlp`
packages of Ethereum, which the verifier does not have. Every key and every random byte follows from the seed.
"""

import base64
import dataclasses
import datetime as dt
import hashlib
import json
import random
from collections.abc import Callable, Sequence
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from eth_hash.auto import keccak

from core import ids, intake
from core.clock import to_micros
from ledger.receipts import MERGE_DELAY_MAX, ReceiptSigner, Statement, encode
from ledger.verifier import bundle, epoch_files, identifiers, merkle, notes, signed_roots
from ledger.verifier.artefact_files import MODEL_LABEL, Artefact, artefact_of
from ledger.verifier.audit import Audit
from ledger.verifier.canonical import encode as cbor
from ledger.verifier.chain import STATE_KEY, storage_key
from ledger.verifier.checkpoints import Checkpoint
from ledger.verifier.commitments import commitment
from ledger.verifier.documents import Json
from ledger.verifier.files import FilesRefused
from ledger.verifier.note_keys import COSIGNATURE, ED25519, VerifierKey
from ledger.verifier.signatures import cosigned_text
from ledger.verifier.tiles import WIDTH, parents, tiles_of, write_bundle
from ledger.verifier.trust import Pin, Trust
from tests.ledger import ethereum_state, signed_lines
from tests.ledger.ethereum_state import HexaryTrie, proof_of

DOMAIN = "countermark.test"
START = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
EPOCH = dt.timedelta(minutes=10)
RULES = b'{"fallback":"review","graph":{}}'
GRAPH = b"the bytes of score.onnx"
MANIFEST = json.dumps({"files": {"score.onnx": hashlib.sha256(GRAPH).hexdigest()}}).encode()
ARTEFACTS = {"rules.json": RULES, "manifest.json": MANIFEST, "score.onnx": GRAPH}
CHAIN_ID, CONTRACT = signed_lines.CHAIN_ID, signed_lines.CONTRACT
Leaf = Callable[[int, int, bytes], bytes]


class MemoryFiles:
    """The files of an export, by name."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    def names(self) -> set[str]:
        return set(self._files)

    def read(self, name: str) -> bytes:
        if name not in self._files:
            raise FilesRefused(f"{name} is not there")
        return self._files[name]


class Key:
    """A key that signs notes. kind: as in `signatures`."""

    def __init__(self, draw: random.Random, name: str, kind: int = ED25519) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(draw.randbytes(32))
        self.public = VerifierKey(name, self._private.public_key().public_bytes_raw(), kind)

    def sign(self, text: str) -> tuple[VerifierKey, bytes]:
        if self.public.kind == ED25519:
            return self.public, self._private.sign(text.encode())
        at_s = int(START.timestamp()) + 60
        return self.public, at_s.to_bytes(8, "big") + self._private.sign(cosigned_text(text, at_s))


@dataclasses.dataclass
class MadeLog:
    """`audit()` verifies; whatever a test changes first must be found."""

    log: UUID
    files: dict[str, bytes]
    trust: Trust
    kept: list[bytes]
    receipts: list[Json]
    openings: list[Json]
    artefacts: list[Artefact]
    chain_proof: dict[str, Json]
    now_us: int
    log_key: Key
    super_key: Key
    witnesses: list[Key]

    def audit(self, **changes: object) -> Audit:
        given: dict[str, object] = {
            "files": MemoryFiles(self.files),
            "trust": self.trust,
            "kept": self.kept,
            "receipts": self.receipts,
            "now_us": self.now_us,
            "openings": self.openings,
            "artefacts": self.artefacts,
            "chain_proofs": [self.chain_proof],
            "processes": 1,
        }
        return Audit(**{**given, **changes})  # type: ignore[arg-type]  # a test names fields freely

    def relist(self) -> None:
        """Make the manifest fit the files again: an attacker would."""
        digests = {
            name: hashlib.sha256(data).hexdigest()
            for name, data in self.files.items()
            if name != bundle.MANIFEST
        }
        self.files[bundle.MANIFEST] = json.dumps(
            {"v": bundle.MANIFEST_VERSION, "files": digests}, indent=1
        ).encode()

    def copy(self) -> "MadeLog":
        return dataclasses.replace(
            self, files=dict(self.files), kept=list(self.kept), chain_proof=dict(self.chain_proof)
        )


def made_log(
    sizes: Sequence[int] = (0, 190, 256, 256, 530),
    *,
    seed: int = 1,
    slot: int = 5,
    leaf: Leaf | None = None,
    shift_last_min: int = 0,
    listed: bool = False,
    frozen: bool = False,
) -> MadeLog:
    """Make an export. sizes: of the log at the end of each epoch; the last is that of its newest checkpoint.

    slot: the log's, beside those of others; it has none in epoch 1. leaf: writes a slot's leaf of (epoch, size, root) instead.
    shift_last_min: minutes by which the entries of the last epoch state another time. listed: the erasure names its entries by
    the digest of a list. frozen: the contract is.
    """
    draw = random.Random(seed)
    log = UUID(bytes=draw.randbytes(16))
    origin = f"{DOMAIN}/ledger/{ids.public('env', log)}"
    log_key, super_key = Key(draw, origin), Key(draw, f"{DOMAIN}/ledger/super")
    witnesses = [Key(draw, f"witness{number}.test", COSIGNATURE) for number in range(3)]
    payload, opening_key = b'{"amount":100}', draw.randbytes(32)
    entries = _entries(draw, log, sizes, commitment(opening_key, payload), shift_last_min)
    lists = _listed(entries) if listed else {}
    data = [intake.encode(entry) for entry in entries]
    leaves = [merkle.leaf_hash(entry) for entry in data]
    files = _log_files(data, leaves, log_key, sorted({size for size in sizes if size}))
    files.update(lists)
    records, roots = _epochs(draw, files, log, leaves, sizes, slot, leaf)
    note = _note(super_key, len(records), roots[-1], witnesses[:2])
    files[epoch_files.SUPER_CHECKPOINT] = note
    header, proof = _chain(draw, roots, frozen=frozen)
    files.update(_anchored(roots, header))
    signer = ReceiptSigner(f"{DOMAIN}/receipts", draw.randbytes(32))
    trust = Trust(
        (log_key.public,),
        (signer.key,),
        (super_key.public,),
        tuple(witness.public for witness in witnesses),
        2,
        (Pin(CHAIN_ID, CONTRACT),),
        (Pin(CHAIN_ID, keccak(header)),),
    )
    files[bundle.KEYS] = Trust(trust.log_keys, trust.receipt_keys, trust.super_keys).text().encode()
    made = MadeLog(
        log=log,
        files=files,
        trust=trust,
        kept=[_note(log_key, sizes[1], merkle.root(leaves[: sizes[1]])), _note(super_key, 3, roots[2])],
        receipts=_receipts(signer, entries[:6]),
        openings=_openings(entries, payload, opening_key),
        artefacts=[artefact_of(name, data) for name, data in ARTEFACTS.items()],
        chain_proof=proof,
        now_us=to_micros(START + (len(sizes) + 1) * EPOCH),
        log_key=log_key,
        super_key=super_key,
        witnesses=witnesses,
    )
    made.relist()
    return made


def _listed(entries: list[intake.Entry]) -> dict[str, bytes]:
    """Have the last entry name the third by the digest of a list. Returns: the file of lists."""
    last, erased = entries[-1], entries[2].eid
    digest = hashlib.sha256(b"ledger/erasure/v1\0" + erased.bytes).digest()
    entries[-1] = intake.Entry(
        typ=last.typ, log=last.log, eid=last.eid, at=last.at, act=last.act, out="listed", pc=(digest,)
    )
    names = [identifiers.write("ent", each.bytes) for each in (last.eid, erased)]
    return {"erasures.jsonl": json.dumps({"eid": names[0], "entries": names[1:]}).encode()}


def _openings(entries: Sequence[intake.Entry], payload: bytes, key: bytes) -> list[Json]:
    """The second entry is opened, the third was erased."""
    return [
        {
            "entry_id": identifiers.write("ent", entries[1].eid.bytes),
            "payload": base64.b64encode(payload).decode(),
            "commitment_key": base64.b64encode(key).decode(),
        },
        {"entry_id": identifiers.write("ent", entries[2].eid.bytes), "erased": True},
    ]


def _entries(
    draw: random.Random, log: UUID, sizes: Sequence[int], opened: bytes, shift_last_min: int
) -> list[intake.Entry]:
    """Decisions, evenly in time within each epoch; the first opens, the third was erased by the last."""
    entries: list[intake.Entry] = []
    for epoch, size in enumerate(sizes):
        for _ in range(size - len(entries)):
            at = START + epoch * EPOCH + dt.timedelta(milliseconds=len(entries))
            if epoch == len(sizes) - 1:
                at += dt.timedelta(minutes=shift_last_min)
            entries.append(
                intake.Entry(
                    typ="decision.v1",
                    log=log,
                    eid=UUID(bytes=draw.randbytes(16)),
                    at=at,
                    act="key_test",
                    out=draw.choice(("approve", "review", "decline")),
                    model=hashlib.sha256(MODEL_LABEL + MANIFEST).digest(),
                    rules=hashlib.sha256(RULES).digest(),
                    score=draw.randrange(-1, 1_000_001),
                    pc=(draw.randbytes(32),) if len(entries) != 1 else (draw.randbytes(32), opened),
                )
            )
    last = entries[-1]
    entries[-1] = intake.Entry(
        typ="erasure.v1", log=log, eid=last.eid, at=last.at, act="mem_x", refs=(entries[2].eid,)
    )
    return entries


def _log_files(
    entries: Sequence[bytes], leaves: Sequence[bytes], key: Key, signed: Sequence[int]
) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    rows = [list(leaves)]
    while rows[-1]:
        rows.append(parents(rows[-1]))
    for tile in tiles_of(len(entries)):
        start = tile.index * WIDTH
        files[tile.path()] = (
            write_bundle(entries[start : start + tile.width])
            if tile.entries
            else b"".join(rows[tile.level][start : start + tile.width])
        )
    signatures = [_note(key, size, merkle.root(leaves[:size])) for size in signed]
    files[bundle.CHECKPOINT] = signatures[-1]
    lines = [json.dumps(note.decode(), ensure_ascii=False) + "\n" for note in signatures]
    files[bundle.checkpoints_name(0)] = "".join(lines).encode()
    return files


def _epochs(
    draw: random.Random,
    files: dict[str, bytes],
    log: UUID,
    leaves: Sequence[bytes],
    sizes: Sequence[int],
    slot: int,
    leaf: Leaf | None,
) -> tuple[list[bytes], list[bytes]]:
    """Write records and slots. Returns: the records, and the super-log's root at each epoch."""
    records: list[bytes] = []
    slots: list[str] = []
    for epoch, size in enumerate((0, *sizes), 1):
        others = slot if epoch == 1 else slot + 1 + epoch
        row = [merkle.leaf_hash(draw.randbytes(40)) for _ in range(others)]
        if epoch > 1:
            root = merkle.root(leaves[:size])
            ours = leaf(epoch, size, root) if leaf else slot_leaf(log, size, root, draw.randbytes(32))
            row[slot] = merkle.leaf_hash(ours)
            slots.append(
                json.dumps(
                    {
                        "epoch": epoch,
                        "index": slot,
                        "leaf": base64.b64encode(ours).decode(),
                        "path": [
                            base64.b64encode(step).decode() for step in merkle.inclusion_proof(row, slot)
                        ],
                    }
                )
            )
        ts = to_micros(START + (epoch - 1) * EPOCH)
        records.append(
            cbor(
                {
                    "v": 1,
                    "ts": ts,
                    "typ": "epoch.v1",
                    "root": merkle.root(row),
                    "epoch": epoch,
                    "slots": len(row),
                }
            )
        )
    files[epoch_files.RECORDS] = "".join(
        f'"{base64.b64encode(record).decode()}"\n' for record in records
    ).encode()
    files[epoch_files.SLOTS] = "".join(f"{line}\n" for line in slots).encode()
    hashes = [merkle.leaf_hash(record) for record in records]
    return records, [merkle.root(hashes[:size]) for size in range(1, len(hashes) + 1)]


def slot_leaf(log: UUID, size: int, root: bytes, salt: bytes) -> bytes:
    return cbor({"v": 1, "log": log.bytes, "typ": "slot.v1", "root": root, "salt": salt, "size": size})


def _note(key: Key, size: int, root: bytes, witnesses: Sequence[Key] = ()) -> bytes:
    text = Checkpoint(key.public.name, size, root).text()
    return notes.format_note(text, [signer.sign(text) for signer in (key, *witnesses)])


def _chain(draw: random.Random, roots: Sequence[bytes], *, frozen: bool) -> tuple[bytes, dict[str, Json]]:
    """A state of many accounts, one the contract with its storage; the block's header, and the proof of the newest anchor."""
    anchored = {epoch: root for epoch, root in enumerate(roots, 1) if epoch % 2 == 0}
    storage, state = HexaryTrie({}), HexaryTrie({})
    for _ in range(300):
        storage[keccak(draw.randbytes(32))] = ethereum_state.encode(
            draw.randbytes(draw.randrange(1, 33)).lstrip(b"\0")
        )
        state[keccak(draw.randbytes(20))] = ethereum_state.encode(
            [b"\x01", draw.randbytes(4), draw.randbytes(32), keccak(b"")]
        )
    for epoch, root in anchored.items():
        storage[keccak(storage_key(epoch))] = ethereum_state.encode(root.lstrip(b"\0"))
    word = signed_lines.SIGNER + bytes([frozen]) + max(anchored).to_bytes(8, "big") + b"\0"
    storage[keccak(STATE_KEY)] = ethereum_state.encode(word)
    state[keccak(CONTRACT)] = ethereum_state.encode(
        [b"\x01", b"", storage.root_hash, keccak(b"the contract's code")]
    )
    fields = [draw.randbytes(32) for _ in range(20)]
    fields[3] = state.root_hash
    fields[8] = b"\x12\x34\x56"
    fields[11] = int((START + 7 * EPOCH).timestamp()).to_bytes(4, "big")
    header = ethereum_state.encode(fields)
    epoch = max(anchored)
    return header, {
        "chain_id": CHAIN_ID,
        "contract": f"0x{CONTRACT.hex()}",
        "epoch": epoch,
        "header": f"0x{header.hex()}",
        "account_proof": [f"0x{node.hex()}" for node in proof_of(state, keccak(CONTRACT))],
        "storage_proof": [f"0x{node.hex()}" for node in proof_of(storage, keccak(storage_key(epoch)))],
        "state_proof": [f"0x{node.hex()}" for node in proof_of(storage, keccak(STATE_KEY))],
    }


def _anchored(roots: Sequence[bytes], header: bytes) -> dict[str, bytes]:
    signed = [signed_lines.signed_root(*each) + b"\n" for each in enumerate(roots, 1)]
    return {signed_roots.ROOTS: b"".join(signed), epoch_files.ANCHORS: _anchor(4, roots[3], header)}


def _anchor(epoch: int, root: bytes, header: bytes) -> bytes:
    return json.dumps(
        {
            "epoch": epoch,
            "chain_id": CHAIN_ID,
            "contract": f"0x{CONTRACT.hex()}",
            "root": f"0x{root.hex()}",
            "tx_hash": f"0x{'22' * 32}",
            "block_number": 0x123456,
            "block_hash": f"0x{keccak(header).hex()}",
            "bundle_digest": f"0x{'33' * 32}",
        }
    ).encode()


def _receipts(signer: ReceiptSigner, entries: Sequence[intake.Entry]) -> list[Json]:
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
    return [msgspec.json.decode(encode(receipt)) for receipt in signer.sign_batch(statements)]
