"""Exports with witnesses, epochs, a chain, openings and artefacts: both verifiers agree on every damage to any of it."""

import dataclasses
import json
import random

import msgspec
import pytest
from eth_hash.auto import keccak

from ledger.verifier import epoch_files, merkle
from ledger.verifier.canonical import encode as cbor
from ledger.verifier.chain import storage_key
from ledger.verifier.checkpoints import Checkpoint
from ledger.verifier.documents import Json
from ledger.verifier.notes import format_note
from ledger.verifier.rlp import encode as rlp
from ledger.verifier.signed_roots import ROOTS
from tests.ledger.agreement import mutations, pinned
from tests.ledger.agreement.agreement import SEED, assert_agreed
from tests.ledger.agreement.corpus import Corpus
from tests.ledger.agreement.oddities import ODD_CBOR, ODD_RLP
from tests.ledger.agreement.pinned import State
from tests.ledger.made_log import ARTEFACTS, CONTRACT, MadeLog, made_log, slot_leaf
from tests.ledger.signed_lines import CHAIN_KEY, signed_root

pytestmark = pytest.mark.verifiers

SIZES = (0, 9, 20, 20, 31)
ODD_VALUES: tuple[object, ...] = (
    0,
    1,
    2,
    -1,
    2**63 - 1,
    2**63,
    True,
    None,
    "",
    "epoch.v1",
    "slot.v1",
    bytes(16),
    bytes(31),
    [],
    {},
)
FILES = (epoch_files.SUPER_CHECKPOINT, epoch_files.RECORDS, epoch_files.SLOTS, epoch_files.ANCHORS, ROOTS)


def records_of(made: MadeLog) -> list[bytes]:
    return [msgspec.json.decode(line, type=bytes) for line in made.files[epoch_files.RECORDS].splitlines()]


def roots_of(made: MadeLog) -> list[bytes]:
    hashes = [merkle.leaf_hash(record) for record in records_of(made)]
    return [merkle.root(hashes[:size]) for size in range(len(hashes) + 1)]


async def test_files_of_epochs(corpus: Corpus) -> None:
    """Checkpoint, records, slots and anchors: bytes and lines damaged, the file missing; and every field of a line."""
    made = made_log(SIZES)
    case, rng = pinned.pinned(made, corpus), random.Random(SEED)
    case.add("whole")
    for name in FILES:
        data = made.files[name]
        case.with_file(name, name, None)
        for _ in range(60):
            case.with_file(name, name, mutations.damaged(data, rng))
            case.with_file(name, name, mutations.lines_changed(data, rng))
    slots = made.files[epoch_files.SLOTS].splitlines()
    for text in mutations.documents_changed(json.loads(slots[1])):
        lines = [slots[0], text.encode(), *slots[2:]]
        case.with_file("slot", epoch_files.SLOTS, b"\n".join(lines))
    for text in mutations.documents_changed(json.loads(made.files[epoch_files.ANCHORS])):
        case.with_file("anchor", epoch_files.ANCHORS, text.encode())
    assert_agreed(corpus, exit_codes={0, 3, 19, 20, 21, 22})


async def test_signed_roots(corpus: Corpus) -> None:
    """Every field of a line given every odd value, lines of other keys, epochs, roots and contracts, and signatures in every spelling."""
    made = made_log(SIZES)
    case = pinned.pinned(made, corpus)
    lines, roots = made.files[ROOTS].splitlines(), roots_of(made)
    added = [text.encode() for text in mutations.documents_changed(json.loads(lines[1]))]
    added += [signed_root(epoch, root, key) for epoch in (0, 1, 4, 6, 7, 2**63 - 1) for root in (roots[4], bytes(32)) for key in (CHAIN_KEY, b"\x12" * 32)]  # fmt: skip
    r, s, v = (
        json.loads(lines[1])["signature"][start:end] for start, end in ((2, 66), (66, 130), (130, 132))
    )
    order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    added += [lines[1].replace(b"0x", b"0X")]
    numbers = [f"{number % 2**256:064x}" for number in (0, 1, 2, 5, order - 1, order, order // 2, order // 2 + 1, order - int(s, 16), 2**256 - 1)]  # fmt: skip
    spelled = [part + s + v for part in numbers] + [r + part + v for part in numbers] + [r + s + odd for odd in ("00", "01", "1a", "1b", "1c", "1d", "ff")]  # fmt: skip
    spelled += [r + part + f"{int(v, 16) ^ 7:02x}" for part in numbers]
    added += [json.dumps({**json.loads(lines[1]), "signature": f"0x{text}"}).encode() for text in spelled]
    for number, line in enumerate(added):
        at = (0, 1, len(lines))[number % 3]
        case.with_file("line", ROOTS, b"\n".join([*lines[:at], line.replace(b"\n", b" "), *lines[at + 1 :]]))
    assert_agreed(corpus, exit_codes={0, 3, 22})


async def test_records_signed_anew(corpus: Corpus) -> None:
    """Records in every encoding, and a super-log of every length, truly signed and cosigned."""
    made = made_log(SIZES)
    case = pinned.pinned(made, corpus)
    records = records_of(made)
    third = {"v": 1, "ts": 1, "typ": "epoch.v1", "root": bytes(32), "epoch": 3, "slots": 8}
    odd = [*ODD_CBOR, *(cbor({**third, name: value}) for name in (*third, "more") for value in ODD_VALUES)]  # fmt: skip
    for record in odd:
        changed = [*records[:2], record, *records[3:]]
        files = {**made.files, **pinned.signed_super(made, changed)}
        case.add("record", pinned.write(corpus, dataclasses.replace(made, files=files)), kept_super=None)
    for count in range(len(records) + 1):
        files = {**made.files, **pinned.signed_super(made, records[:count])}
        export = pinned.write(corpus, dataclasses.replace(made, files=files))
        case.add("count", export)
        case.add("count", export, kept_super=None, chain_proof=None)
    for size in (0, 1, 5, 6, 7, 2**62, 2**63 - 1):
        files = {**made.files, **pinned.signed_super(made, records, size)}
        case.add("size", pinned.write(corpus, dataclasses.replace(made, files=files)))
        roots = roots_of(made)
        for root in (roots[min(size, 6)], bytes(32)):
            text = Checkpoint(made.super_key.public.name, size, root).text()
            case.add("kept", kept_super=format_note(text, [made.super_key.sign(text)]))
    assert_agreed(corpus, exit_codes={0, 20, 21})


async def test_slots_signed_anew(corpus: Corpus) -> None:
    """Leaves in every encoding, of another size, root or log, under records that hold them; and entries at other times."""
    log = made_log(SIZES).log
    leaves = [*ODD_CBOR[::6]]
    plain = {"v": 1, "log": log.bytes, "typ": "slot.v1", "root": bytes(32), "salt": bytes(32), "size": 20}
    leaves += [cbor({**plain, name: value}) for name in (*plain, "more") for value in ODD_VALUES[::2]]  # fmt: skip
    leaves += [slot_leaf(log, size, merkle.EMPTY_ROOT, bytes(32)) for size in (0, 9, 20, 31, 32, 2**62)]
    for odd in leaves:
        made = made_log(SIZES, leaf=lambda epoch, size, root, odd=odd: odd if epoch == 4 else slot_leaf(log, size, root, bytes(32)))  # type: ignore[misc]  # fmt: skip
        case = pinned.pinned(made, corpus)
        case.add("leaf", artefacts=None, openings=None, receipts=None)
    for minutes in (-60, -35, -31, -30, -29, -20, -19, -11, -10, -9, 0, 9, 10, 11, 20, 25, 60):
        case = pinned.pinned(made_log((10, 10, 10, 10, 12), shift_last_min=minutes), corpus)
        case.add("time")
    for slot in (0, 1, 5, 300):
        pinned.pinned(made_log(SIZES, slot=slot), corpus).add("slot")
    assert_agreed(corpus, exit_codes={0, 13, 21})


async def test_pins_of_everything(corpus: Corpus) -> None:
    """Any of the pins left out, doubled or exchanged, and any of the inputs left out."""
    made = made_log(SIZES)
    case, rng = pinned.pinned(made, corpus), random.Random(SEED)
    lines = made.trust.text().splitlines()
    for at in range(len(lines)):
        case.add("without", trust="\n".join(lines[:at] + lines[at + 1 :]).encode())
        case.add("twice", trust="\n".join([*lines, lines[at]]).encode())
    for quorum in range(5):
        changed = [line if not line.startswith("quorum") else f"quorum {quorum}" for line in lines]
        case.add("quorum", trust="\n".join(changed).encode())
    for _ in range(150):
        chosen = [line for line in lines if rng.random() < 0.7]
        case.add("some", trust="\n".join(chosen).encode())
    names = ("trust", "receipts", "openings", "artefacts", "chain_proof", "kept", "kept_super")
    for number in range(1 << len(names)):
        case.add("inputs", **{name: None for at, name in enumerate(names) if number >> at & 1})
    assert_agreed(corpus, exit_codes={0, 3, 4, 11, 19})


async def test_chain_proofs(corpus: Corpus) -> None:
    """A chain's proof with every field and node damaged, and chains whose every part is written by hand under a pinned block."""
    made = made_log(SIZES)
    case, rng = pinned.pinned(made, corpus), random.Random(SEED)
    whole = msgspec.json.encode(made.chain_proof)
    changed = [text.encode() for text in mutations.documents_changed(json.loads(whole))]
    for each in (*changed, *(mutations.damaged(whole, rng) for _ in range(100))):
        case.add("fields", chain_proof=each)
    for state in states(roots_of(made)):
        document, block = state.proof()
        trust = dataclasses.replace(made.trust, blocks=(block,))
        case.add("state", chain_proof=msgspec.json.encode(document), trust=trust.text().encode())
    frozen = pinned.pinned(made_log(SIZES, frozen=True), corpus)
    frozen.add("frozen")
    assert_agreed(corpus, exit_codes={0, 3, 4, 22})


def states(roots: list[bytes]) -> list[State]:
    """Chains that hold an epoch's root, or nearly do."""
    word, key = roots[4], storage_key(4)
    path, account_path = keccak(key), keccak(CONTRACT)
    state = State(4, word)
    found = [State(epoch, roots[epoch]) for epoch in (1, 2, 3, 4, 5, 6)]
    found += [State(epoch, word) for epoch in (0, 3, 5, 7, 2**62)] + [State(0, roots[0])]
    paths = (b"", b"\x20", b"\x00" + path, b"\x10" + path, b"\x30" + path, b"\x21" + path, b"\x40" + path, b"\x20" + path[:-1], b"\x20" + path + b"\0", b"\x3f" + path[1:])  # fmt: skip
    found += [dataclasses.replace(state, storage_path=odd) for odd in paths]
    found += [dataclasses.replace(state, account_path=odd.replace(path, account_path)) for odd in paths]
    values = (b"", b"\x80", b"\x01", b"\0" + word, word, word[:31], b"\xc0", b"\xa0" + word, b"\xa1\0" + word, b"\xb8\x20" + word, rlp(word) + b"\0", rlp(b"\0" + word[1:]), rlp([word]))  # fmt: skip
    found += [dataclasses.replace(state, storage_value=odd) for odd in values]
    nodes = [*ODD_RLP, rlp([b"\x20" + path]), rlp([b"\x20" + path, rlp(word), b""]), rlp([b""] * 17), rlp([b""] * 16), rlp([[b"\x20" + path, rlp(word)]] * 17)]  # fmt: skip
    nodes += [_branches(path.hex(), rlp(word), depth) for depth in (1, 2, 3)]
    found += [dataclasses.replace(state, storage_node=node) for node in nodes]
    found += [dataclasses.replace(state, account_node=node) for node in nodes]
    found += [dataclasses.replace(state, header=header) for header in ODD_RLP]
    storage = keccak(rlp([b"\x20" + path, rlp(word)]))
    found += [dataclasses.replace(state, account_fields=[b"", b"", storage][:count] + [b""] * (count - 3)) for count in (1, 2, 3, 4, 5)]  # fmt: skip
    found += [dataclasses.replace(state, header_count=count) for count in (12, 14, 15, 16)]
    times = (b"", b"\0", b"\x01", b"\x69\0\0\0", b"\x7f\xff\xff\xff", b"\x3a\xff\xf4\x41\x7f", b"\x3a\xff\xf4\x41\x80", b"\xff" * 8, b"\xff" * 9, b"\xff" * 32, b"\0\0\0\0\xff\xff\xff\xff", [b"\x01"])  # fmt: skip
    found += [dataclasses.replace(state, header_fields={place: value}) for place in (8, 11, 3) for value in times]  # fmt: skip
    return found


def _branches(digits: str, value: bytes, depth: int) -> bytes:
    """A branch within a branch, down to a leaf, all in one node: what is shorter than a hash stands there itself."""
    rest = digits[depth:]
    head = bytes.fromhex(("3" if len(rest) % 2 else "20") + rest)
    node: list[object] = [head, value]
    for digit in reversed(digits[:depth]):
        branch: list[object] = [b""] * 17
        branch[int(digit, 16)] = node
        node = branch
    return rlp(node)  # type: ignore[arg-type]  # lists of lists of bytes


async def test_openings(corpus: Corpus) -> None:
    """Openings and erasures with every field given every odd value."""
    made = made_log(SIZES)
    case, rng = pinned.pinned(made, corpus), random.Random(SEED)
    for document in made.openings:
        assert isinstance(document, dict)
        fields: dict[str, object] = dict(document)
        for text in mutations.documents_changed(fields):
            case.add("field", openings=text.replace("\n", " ").encode())
    whole = b"\n".join(msgspec.json.encode(document) for document in made.openings)
    shapes: list[Json] = [[], {}, None, 7, "x", [made.openings[0]], made.openings[::-1], [made.openings], made.openings * 2]  # fmt: skip
    for each in (*map(msgspec.json.encode, shapes), b"", *(mutations.damaged(whole, rng) for _ in range(100))):  # fmt: skip
        case.add("shape", openings=each)
    assert_agreed(corpus, exit_codes={0, 4, 23})


async def test_artefacts(corpus: Corpus) -> None:
    """Files of rules and models replaced, missing, more, damaged; and manifests that are none."""
    made = made_log(SIZES)
    case, rng = pinned.pinned(made, corpus), random.Random(SEED)
    worlds: list[dict[str, bytes]] = [{}, {"deep/folder/rules.json": ARTEFACTS["rules.json"]}]
    worlds += [{name: data for name, data in ARTEFACTS.items() if name != left} for left in ARTEFACTS]
    worlds += [{**ARTEFACTS, "more": data} for data in (b"", b"{}", b"x", *ARTEFACTS.values())]
    worlds += [{name: ARTEFACTS[name]} for name in ARTEFACTS]
    for _ in range(60):
        name = rng.choice(sorted(ARTEFACTS))
        worlds.append({**ARTEFACTS, name: mutations.damaged(ARTEFACTS[name], rng)})
    for files in worlds:
        place = corpus.place()
        place.mkdir()
        for name, data in files.items():
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        case.add("files", artefacts=place)
    case.add("no-folder", artefacts=corpus.place())
    case.add("a-file", artefacts=case.whole["trust"])
    assert_agreed(corpus, exit_codes={0, 3, 4, 24})
