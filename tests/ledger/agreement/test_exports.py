"""Whole exports, damaged: both verifiers agree on every one."""

import json
import os
import pathlib
import random

import pytest

from tests.ledger.agreement import mutations, world
from tests.ledger.agreement.agreement import SEED, assert_agreed
from tests.ledger.agreement.corpus import Corpus
from tests.ledger.agreement.world import Real
from tests.ledger.conftest import Log

pytestmark = pytest.mark.verifiers

STRANGE_NAMES = (
    "more",
    "tile/0/001",
    "tile/x",
    "checkpoints/000001.jsonl",
    "checkpoints/x",
    "tilex",
    "super/x",
)


async def test_files_of_an_export(real: Real, corpus: Corpus) -> None:
    """A file of the export damaged, missing or added; listed again as an attacker would, or not."""
    rng = random.Random(SEED)
    corpus.add("whole", *real.bundle())
    files = world.read_files(real.folder)
    manifest = (real.folder / "manifest.json").read_bytes()
    for number in range(500):
        copy = dict(files)
        name = rng.choice(sorted(copy))
        way = rng.randrange(10)
        if way == 0:
            del copy[name]
        elif way == 1:
            copy[rng.choice(STRANGE_NAMES)] = copy[name]
        elif way == 2:
            copy[name] = mutations.lines_changed(copy[name], rng)
        else:
            copy[name] = mutations.damaged(copy[name], rng)
        place = corpus.place()
        world.write_files(place, copy, manifest if number % 6 == 0 else None)
        corpus.add("files", *real.bundle(place))
    assert_agreed(corpus, exit_codes={0, 10, 11, 12, 13, 14})


async def test_manifests(real: Real, corpus: Corpus) -> None:
    """The manifest, given every odd value."""
    files = world.read_files(real.folder)
    document = json.loads((real.folder / "manifest.json").read_bytes())
    for changed in mutations.documents_changed(document):
        place = corpus.place()
        world.write_files(place, files, changed.encode())
        corpus.add("manifest", *real.bundle(place))
    assert_agreed(corpus, exit_codes={0, 10})


async def test_tars(real: Real, corpus: Corpus) -> None:
    """A tar damaged anywhere, cut, or written by another program."""
    rng = random.Random(SEED)
    whole = real.tar.read_bytes()
    files = world.read_files(real.folder) | {"manifest.json": (real.folder / "manifest.json").read_bytes()}
    corpus.add("whole", *real.bundle(real.tar))
    for _ in range(250):
        corpus.add("bytes", *real.bundle(corpus.write(mutations.damaged(whole, rng))))
    ends = (1_024, 1_023, 512, 1)
    for length in (0, 1, 511, 512, 513, 1_024, *(len(whole) - end for end in ends)):
        corpus.add("cut", *real.bundle(corpus.write(whole[:length])))
    for tail in (b"\0", b"\0" * 512, b"\0" * 9_000, b"x", b"\0" * 512 + b"x", whole):
        corpus.add("tail", *real.bundle(corpus.write(whole + tail)))
    for _ in range(350):
        corpus.add("other", *real.bundle(corpus.write(mutations.retarred(files, rng))))
    corpus.add("absent", *real.bundle(corpus.place()))
    assert_agreed(corpus, exit_codes={0, 4, 10})


async def test_links_are_refused(real: Real, corpus: Corpus) -> None:
    """What is neither a file nor a folder has no place in an export."""
    place = corpus.place()
    world.write_files(place, world.read_files(real.folder))
    (place / "link").symlink_to("keys.txt")
    corpus.add("link", *real.bundle(place))
    assert_agreed(corpus, exit_codes={10})


async def test_what_is_no_file(real: Real, corpus: Corpus) -> None:
    """Pipes, devices and links in an export and instead of one; names that are no text, or that a terminal would act upon."""
    files = world.read_files(real.folder)
    for name in ("manifest.json", "checkpoint", "more"):
        for make in (os.mkfifo, lambda path: path.symlink_to("/dev/zero"), pathlib.Path.mkdir):
            place = corpus.place()
            world.write_files(place, files)
            (place / name).unlink(missing_ok=True)
            make(place / name)
            corpus.add("inside", *real.bundle(place))
    for ending in (".tar", ".car"):
        pipe = corpus.place().with_suffix(ending)
        os.mkfifo(pipe)
        corpus.add("instead", *real.bundle(pipe))
        folder = corpus.place().with_suffix(ending)
        folder.mkdir()
        corpus.add("instead", *real.bundle(folder))
        os.mkfifo(folder / f"x{ending}")
        corpus.add("instead", *real.bundle(folder))
    corpus.add("instead", *real.bundle(pathlib.Path("/dev/zero")))
    for odd in (b"\xff\xfe", b"x\x1b[2J\nVERIFIED\n", "\u202e".encode()):
        place = corpus.place()
        world.write_files(place, files)
        os.close(os.open(bytes(place) + b"/" + odd, os.O_CREAT | os.O_WRONLY))
        corpus.add("name", *real.bundle(place))
    assert_agreed(corpus, exit_codes={4, 10})


async def test_more_entries_than_a_tile_has(real: Real, corpus: Corpus) -> None:
    """Millions of empty entries in one tile are refused at the first beyond it, in little memory."""
    files = world.read_files(real.folder)
    name = next(name for name in sorted(files) if name.startswith("tile/entries/"))
    for size in (1, 2, 3, 512, 514, 40_000_000):
        place = corpus.place()
        world.write_files(place, files | {name: bytes(size)})
        corpus.add("zeros", *real.bundle(place))
    assert_agreed(corpus, exit_codes={13})


async def test_receipts(real: Real, log: Log, corpus: Corpus) -> None:
    """Receipts that an auditor hands over, in every shape: kept, broken, not due, of others."""
    rng = random.Random(SEED)
    whole = real.receipts.read_bytes()
    lines = whole.split(b"\n")
    early = world.receipts_of(log.signer, [log.entry(at=log.clock.now().replace(year=2_200))])
    late = world.receipts_of(log.signer, [log.entry()])
    shapes = [
        b"", b"\n", b" ", b"[]", b" [ ] ", b"[" + b",".join(lines) + b"]", b"\n\n" + whole + b"\n\n", whole.replace(b"\n", b"\r\n"),
        whole.replace(b"\n", b"\r"), whole.replace(b"\n", b"\x0b"), b"\xef\xbb\xbf" + whole, lines[0], lines[0] + b" ", b"\x0c" + lines[0], b"null", b"{}",
        b"1", b'"x"', b"[1]", b"[[]]", b"[{}]", b"\x0b[]", json.dumps(json.loads(lines[0]), indent=1).encode(),
        *(b"\n".join([*lines, *extra]) for extra in (early, late, [*early, *late], [*late, *early])),
    ]  # fmt: skip
    shapes += [mutations.damaged(whole, rng) for _ in range(150)]
    shapes += [mutations.lines_changed(whole, rng) for _ in range(30)]
    for each in shapes:
        corpus.add("receipts", "bundle", real.folder, "--trust", real.trust, "--receipts", corpus.write(each))
    assert_agreed(corpus, exit_codes={0, 3, 4, 16})


async def test_kept_checkpoints(real: Real, log: Log, corpus: Corpus) -> None:
    """Older checkpoints that an auditor hands over: damaged ones, and true ones of another history."""
    rng = random.Random(SEED)
    kept = real.kept.read_bytes()
    signer = await log.keys.signer(log.id)
    sizes = (0, 1, 39, 40, 41, 2**40, 2**63 - 1)
    notes = [signer.sign(size, bytes([size % 251]) * 32).encode() for size in sizes]
    notes += [mutations.damaged(kept, rng) for _ in range(200)]
    notes += [mutations.lines_changed(kept, rng) for _ in range(100)]
    for note in notes:
        path = corpus.write(note)
        corpus.add("kept", "bundle", real.folder, "--trust", real.trust, "--receipts", real.receipts, "--kept", path)  # fmt: skip
    assert_agreed(corpus, exit_codes={0, 12, 15})
