"""Exports with everything that an auditor can pin or bring, on disk; and chains of blocks, accounts and words made by hand."""

import dataclasses
import json
import pathlib
from collections.abc import Sequence

import msgspec
from eth_hash.auto import keccak

from ledger.verifier import epoch_files, merkle, notes
from ledger.verifier.chain import storage_key
from ledger.verifier.checkpoints import Checkpoint
from ledger.verifier.documents import Json
from ledger.verifier.rlp import Rlp
from ledger.verifier.rlp import encode as rlp
from ledger.verifier.trust import Pin
from tests.ledger.agreement.corpus import Corpus
from tests.ledger.made_log import ARTEFACTS, CHAIN_ID, CONTRACT, MadeLog


@dataclasses.dataclass
class Pinned:
    """The command line over a made log. Whatever is not given stands as it was made; `None` leaves an option out."""

    made: MadeLog
    corpus: Corpus
    whole: dict[str, pathlib.Path]

    def add(
        self, kind: str, folder: pathlib.Path | None = None, **changes: bytes | pathlib.Path | None
    ) -> None:
        """changes: trust, receipts, openings, artefacts or chain_proof; bytes are kept in a file."""
        given = {**self.whole, **changes}
        arguments: list[object] = ["bundle", folder or self.whole["export"]]
        for option in ("trust", "receipts", "openings", "artefacts", "chain_proof"):
            value = given[option]
            if value is not None:
                path = self.corpus.write(value) if isinstance(value, bytes) else value
                arguments += [f"--{option.replace('_', '-')}", path]
        for name in ("kept", "kept_super"):
            value = given[name]
            if value is not None:
                arguments += ["--kept", self.corpus.write(value) if isinstance(value, bytes) else value]
        self.corpus.add(kind, *arguments)

    def with_file(self, kind: str, name: str, data: bytes | None) -> None:
        """A case in which one file of the export is another, or is missing, and the manifest fits."""
        files = dict(self.made.files)
        if data is None:
            del files[name]
        else:
            files[name] = data
        self.add(kind, write(self.corpus, dataclasses.replace(self.made, files=files)))


def pinned(made: MadeLog, corpus: Corpus) -> Pinned:
    artefacts = corpus.place()
    artefacts.mkdir()
    for name, data in ARTEFACTS.items():
        (artefacts / name).write_bytes(data)
    whole = {
        "export": write(corpus, made),
        "trust": corpus.write(made.trust.text().encode()),
        "receipts": corpus.write(_lines(made.receipts)),
        "openings": corpus.write(_lines(made.openings)),
        "chain_proof": corpus.write(msgspec.json.encode(made.chain_proof)),
        "kept": corpus.write(made.kept[0]),
        "kept_super": corpus.write(made.kept[1]),
        "artefacts": artefacts,
    }
    return Pinned(made, corpus, whole)


def write(corpus: Corpus, made: MadeLog) -> pathlib.Path:
    """Write an export to disk, its manifest made to fit."""
    made = made.copy()
    made.relist()
    place = corpus.place()
    for name, data in made.files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return place


def _lines(documents: Sequence[Json]) -> bytes:
    return b"\n".join(msgspec.json.encode(document) for document in documents)


def signed_super(made: MadeLog, records: Sequence[bytes], size: int | None = None) -> dict[str, bytes]:
    """Write records and a checkpoint over them, truly signed and cosigned."""
    root = merkle.root([merkle.leaf_hash(record) for record in records])
    text = Checkpoint(made.super_key.public.name, len(records) if size is None else size, root).text()
    signers = (made.super_key, *made.witnesses[:2])
    return {
        epoch_files.SUPER_CHECKPOINT: notes.format_note(text, [key.sign(text) for key in signers]),
        epoch_files.RECORDS: "".join(json.dumps(notes_base64(record)) + "\n" for record in records).encode(),
    }


def notes_base64(data: bytes) -> str:
    return msgspec.json.decode(msgspec.json.encode(data), type=str)


@dataclasses.dataclass
class State:
    """A chain in which one account has one word, so that every part of the way can be written by hand."""

    epoch: int
    word: bytes
    storage_path: bytes | None = None
    storage_value: bytes | None = None
    storage_node: bytes | None = None
    account_path: bytes | None = None
    account_fields: "Rlp | None" = None
    account_node: bytes | None = None
    header_fields: dict[int, Rlp] = dataclasses.field(default_factory=dict)
    header: bytes | None = None
    header_count: int = 20

    def proof(self) -> tuple[dict[str, Json], Pin]:
        """Return the chain's proof, and the pin of its block."""
        value = self.storage_value if self.storage_value is not None else rlp(self.word.lstrip(b"\0"))
        path = self.storage_path or b"\x20" + keccak(storage_key(self.epoch))
        storage = self.storage_node or rlp([path, value])
        fields = self.account_fields or [b"\x01", b"", keccak(storage), bytes(32)]
        account = self.account_node or rlp([self.account_path or b"\x20" + keccak(CONTRACT), rlp(fields)])
        listed: list[Rlp] = [bytes([number + 1]) * 32 for number in range(self.header_count)]
        listed[3], listed[8], listed[11] = keccak(account), b"\x12\x34", (1_795_000_000).to_bytes(4, "big")
        for place, changed in self.header_fields.items():
            listed[place] = changed
        header = self.header or rlp(listed)
        document: dict[str, Json] = {
            "chain_id": CHAIN_ID,
            "contract": f"0x{CONTRACT.hex()}",
            "epoch": self.epoch,
            "header": f"0x{header.hex()}",
            "account_proof": [f"0x{account.hex()}"],
            "storage_proof": [f"0x{storage.hex()}"],
        }
        return document, Pin(CHAIN_ID, keccak(header))
