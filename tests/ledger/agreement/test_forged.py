"""Logs that are truly signed, over what no server would write: both verifiers agree on every one."""

import functools
import hashlib
import json
import random

import pytest

from ledger.verifier import identifiers
from tests.ledger.agreement import mutations, world
from tests.ledger.agreement.agreement import SEED, assert_agreed
from tests.ledger.agreement.corpus import Corpus
from tests.ledger.agreement.oddities import ODD_CBOR, ODD_LISTS, odd_texts
from tests.ledger.agreement.world import Forge

pytestmark = pytest.mark.verifiers

FIELDS: tuple[bytes, ...] = (
    b"\x61v",
    b"\x62pc",
    b"\x62ts",
    b"\x63act",
    b"\x63eid",
    b"\x63log",
    b"\x63out",
    b"\x63typ",
)
FIELDS += (b"\x64refs", b"\x65model", b"\x65rules", b"\x65score", b"\x64more")
FIRST_TS = 1_760_000_000_000_000
TOLERANCE_US = 600_000_000


def integer(value: int) -> bytes:
    return b"\x1b" + value.to_bytes(8, "big")


def entry_bytes(
    changes: dict[bytes, bytes | None], order: list[bytes] | None = None, number: int = 0
) -> bytes:
    """Write an entry field by field, names and values as encoded CBOR. None leaves a field out."""
    fields: dict[bytes, bytes | None] = {
        b"\x61v": b"\x01",
        b"\x62ts": integer(FIRST_TS + number),
        b"\x63act": b"\x65key_0",
        b"\x63eid": b"\x50" + (number + 1).to_bytes(16, "big"),
        b"\x63log": b"\x50" + world.LOG_ID.bytes,
        b"\x63typ": b"\x6bdecision.v1",
        **changes,
    }
    names = order or sorted(fields, key=lambda name: (len(name), name))
    kept = [name + (fields[name] or b"") for name in names if fields[name] is not None]
    return bytes([0xA0 + len(kept)]) + b"".join(kept)


async def test_entries(corpus: Corpus) -> None:
    """Entries in every encoding, under a root that is truly signed: what one verifier reads as an entry, so does the other."""
    forge, rng = Forge(), random.Random(SEED)
    trust = corpus.write(forge.trust.encode())
    plain = entry_bytes({}, number=7)
    odd = [entry_bytes({name: value}) for name in FIELDS for value in (*ODD_CBOR, None)]
    odd += [entry_bytes({key: b"\x00"}) for key in ODD_CBOR if key]
    odd += [mutations.damaged(plain, rng) for _ in range(150)]
    odd += [*ODD_CBOR, b"\xb8\x06" + plain[1:], plain + b"\x00", b"\xa6" + plain[1:] + plain[1:3]]
    odd += [entry_bytes({b"\x63out": b"\x79" + size.to_bytes(2, "big") + b"x" * size}) for size in (16_000, 16_300, 16_384)]  # fmt: skip
    odd += [entry_bytes({}, [b"\x62ts", b"\x61v", b"\x63act", b"\x63eid", b"\x63log", b"\x63typ"])]
    for each in odd:
        place = forge.write(corpus.place(), [entry_bytes({}, number=3), each])
        corpus.add("entry", "bundle", place, "--trust", trust)
    assert_agreed(corpus, exit_codes={3, 13})


async def test_sizes_and_times(corpus: Corpus) -> None:
    """Logs of every shape of tree, and entries whose clocks went back as far as is allowed, and further."""
    forge = Forge()
    trust = corpus.write(forge.trust.encode())
    for size in (0, 1, 2, 255, 256, 257, 511, 512, 513):
        entries = [entry_bytes({}, number=number) for number in range(size)]
        corpus.add("sizes", "bundle", forge.write(corpus.place(), entries), "--trust", trust)
    for back in (0, TOLERANCE_US - 1, TOLERANCE_US, TOLERANCE_US + 1):
        entries = [entry_bytes({}), entry_bytes({b"\x62ts": integer(FIRST_TS - back)}, number=1)]
        corpus.add("times", "bundle", forge.write(corpus.place(), entries), "--trust", trust)
    for top in (2**53, 2**63 - 1, 2**63, 2**64 - 1):
        for back in (TOLERANCE_US, TOLERANCE_US + 1):
            entries = [entry_bytes({b"\x62ts": integer(top)}), entry_bytes({b"\x62ts": integer(top - back)}, number=1)]  # fmt: skip
            corpus.add("times", "bundle", forge.write(corpus.place(), entries), "--trust", trust)
    assert_agreed(corpus, exit_codes={3, 13})


async def test_checkpoints(corpus: Corpus) -> None:
    """Texts that are truly signed and no checkpoints, or of another size, root or origin; as the newest, and as kept."""
    forge = Forge()
    trust = corpus.write(forge.trust.encode())
    entries = [entry_bytes({}, number=number) for number in range(5)]
    good = forge.write(corpus.place(), entries)
    text = world.read_files(good)["checkpoint"].decode().rpartition("\n\n")[0] + "\n"
    for each in odd_texts(text):
        note = forge.sign(each)
        place = forge.write(corpus.place(), entries, functools.partial(world.replace_checkpoint, note))
        corpus.add("newest", "bundle", place, "--trust", trust)
        corpus.add("kept", "bundle", good, "--trust", trust, "--kept", corpus.write(note))
    assert_agreed(corpus, exit_codes={3, 12, 13, 14, 15})


async def test_lists_of_checkpoints(corpus: Corpus) -> None:
    """The list of checkpoints in every form, under every name."""
    forge = Forge()
    trust = corpus.write(forge.trust.encode())
    entries = [entry_bytes({}, number=number) for number in range(5)]
    line = json.dumps(world.read_files(forge.write(corpus.place(), entries))["checkpoint"].decode())
    older = json.dumps(forge.checkpoint(2, bytes(32)).decode())
    lists = [each.replace("LINE", line).replace("OLDER", older) for each in ODD_LISTS]
    lists += [line.replace("\\u2014", "\u2014"), json.dumps(json.loads(line) + "\n"), json.dumps(" " + json.loads(line))]  # fmt: skip
    for listed in lists:
        for name in ("000000.jsonl", "000001.jsonl", "0.jsonl", "000000.json"):
            for instead in (False, True):
                change = functools.partial(world.replace_list, f"checkpoints/{name}", listed.encode(), instead=instead)  # fmt: skip
                corpus.add("lists", "bundle", forge.write(corpus.place(), entries, change), "--trust", trust)
    assert_agreed(corpus, exit_codes={3, 12})


async def test_lists_of_erasures(corpus: Corpus) -> None:
    """A longer list of erased entries, which the export carries and an entry commits to, in every form."""
    forge, rng = Forge(), random.Random(SEED)
    trust = corpus.write(forge.trust.encode())
    erased = [(number + 1).to_bytes(16, "big") for number in range(3)]
    digest = hashlib.sha256(b"ledger/erasure/v1\0" + b"".join(erased)).digest()
    changes: dict[bytes, bytes | None] = {
        b"\x62pc": b"\x81\x58\x20" + digest,
        b"\x63typ": b"\x6aerasure.v1",
        b"\x63out": b"\x66listed",
    }
    entries = [entry_bytes({}, number=number) for number in range(4)] + [entry_bytes(changes, number=4)]
    line = {
        "eid": identifiers.write("ent", (5).to_bytes(16, "big")),
        "entries": [identifiers.write("ent", eid) for eid in erased],
    }
    whole = json.dumps(line).encode()
    openings = [json.dumps({"entry_id": identifiers.write("ent", eid), "erased": True}).encode() for eid in (*erased, (4).to_bytes(16, "big"))]  # fmt: skip
    lists = [text.replace("\n", " ").encode() for text in mutations.documents_changed(dict(line))]
    lists += [whole + b"\n" + whole, whole + b"\r\n", whole + b"\n\n", b"", *(mutations.damaged(whole, rng) for _ in range(40))]  # fmt: skip
    for listed in (whole, *lists):
        place = forge.write(corpus.place(), entries, functools.partial(world.replace_list, "erasures.jsonl", listed, instead=False))  # fmt: skip
        corpus.add("list", "bundle", place, "--trust", trust, "--openings", corpus.write(b"\n".join(openings[:3])))  # fmt: skip
    place = forge.write(corpus.place(), entries)
    corpus.add("without", "bundle", place, "--trust", trust, "--openings", corpus.write(openings[0]))
    place = forge.write(corpus.place(), entries, functools.partial(world.replace_list, "erasures.jsonl", whole, instead=False))  # fmt: skip
    corpus.add("another", "bundle", place, "--trust", trust, "--openings", corpus.write(openings[3]))
    assert_agreed(corpus, exit_codes={3, 23})
