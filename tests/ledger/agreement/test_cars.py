"""Bundles of blocks: both verifiers agree on every damage to a CAR, and on every choice of CARs."""

import dataclasses
import itertools
import json
import random
import shutil

import pytest

from ledger.verifier.cars import open_cars
from ledger.verifier.dagcbor import RAW, cid_of
from tests.ledger.agreement import mutations
from tests.ledger.agreement.agreement import SEED, assert_agreed
from tests.ledger.agreement.corpus import Corpus
from tests.ledger.test_bundle_keys import rotated  # noqa: F401  # fixture
from tests.ledger.test_bundles import Bundled, bundled, forged, log_manifest, story  # noqa: F401  # fixtures

pytestmark = pytest.mark.verifiers


async def test_cars(story: Bundled, corpus: Corpus) -> None:  # noqa: F811  # the fixture
    """The CARs of a log and of the epochs, whole, in any order, some of them, and with one of them damaged."""
    rng = random.Random(SEED)
    log = story.trees.logs[0]
    cars = await story.cars(log)
    others = await story.cars(story.trees.logs[1])
    named = [json.dumps(str(path)) for path in cars]
    assert len(named) > 2
    trust = corpus.write("".join(f"{key.use} {key.verifier_key}\n" for key in (await log.ledger.keys(log.caller)).keys).encode())  # fmt: skip
    corpus.add("whole", "bundle", *cars, "--trust", trust)
    corpus.add("turned", "bundle", *cars[::-1], "--trust", trust)
    corpus.add("twice", "bundle", *cars, cars[0], "--trust", trust)
    corpus.add("unpinned", "bundle", *cars)
    corpus.add("mixed", "bundle", *cars, *others, "--trust", trust)
    corpus.add("not-all", "bundle", *cars, trust, "--trust", trust)
    for ending, taken in (("", cars), (".car", cars), ("", cars[:1]), ("", others)):
        folder = corpus.place().with_suffix(ending)
        folder.mkdir()
        for path in taken:
            shutil.copy(path, folder)
        corpus.add("folder", "bundle", folder, "--trust", trust)
        corpus.add("two-folders", "bundle", folder, folder, "--trust", trust)
        (folder / "more").write_bytes(b"")
        corpus.add("folder-and-more", "bundle", folder, "--trust", trust)
    told = log_manifest(cars[0])
    for epoch in (2**31, 2**53, 2**53 + 1, 2**62, 2**63 - 1):
        forged(cars[0], dataclasses.replace(told, epoch=epoch).block(), {}, [])
        far = corpus.write(cars[0].with_suffix(".forged.car").read_bytes(), ".car")
        corpus.add("far", "bundle", far, *cars[1:], "--trust", trust)
        corpus.add("far", "bundle", far, "--trust", trust)
    for count in range(1, len(cars)):
        for some in itertools.islice(itertools.combinations(cars, count), 40):
            corpus.add("some", "bundle", *some, "--trust", trust)
    for number in range(300):
        at = number % len(cars)
        damaged = corpus.write(mutations.damaged(cars[at].read_bytes(), rng), ".car")
        corpus.add("damaged", "bundle", *cars[:at], damaged, *cars[at + 1 :], "--trust", trust)
    assert_agreed(corpus, exit_codes={3, 4, 10, 25})


async def test_cars_of_a_log_whose_keys_were_replaced(rotated: Bundled, corpus: Corpus) -> None:  # noqa: F811  # the fixture
    """Hand-overs in bundles, under each choice of pins, left out, turned, and damaged."""
    rng = random.Random(SEED)
    log = rotated.trees.logs[0]
    first, second, *public = await rotated.cars(log)
    named = open_cars([first, second]).read("keys.txt").decode().splitlines(keepends=True)
    for count in (1, 2, 3, 4):
        for pinned in itertools.combinations(named, count):
            trust = corpus.write("".join(pinned).encode())
            corpus.add("pinned", "bundle", first, second, "--trust", trust)
            corpus.add("pinned", "bundle", first, second, *public, "--trust", trust)
    trust = corpus.write("".join(named).encode())
    told = log_manifest(second)
    one, other = told.handovers
    for at, kept in enumerate(((), (one,), (other,), (other, one), (one, one), (one, other, other))):
        change = dict.fromkeys({one, other} - set(kept)) if at < 3 else {}
        forged(second, dataclasses.replace(told, handovers=kept).block(), change, [])
        corpus.add("forged", "bundle", first, corpus.write(second.with_suffix(".forged.car").read_bytes(), ".car"), "--trust", trust)  # fmt: skip
    for text in (b"x", b"\xff", b"", b"\n\n", rotated.trees.signer.sign(7, bytes(32)).encode()):
        changed = (one, cid_of(RAW, text))
        forged(second, dataclasses.replace(told, handovers=changed).block(), {other: text}, [])
        corpus.add("forged", "bundle", first, corpus.write(second.with_suffix(".forged.car").read_bytes(), ".car"), "--trust", trust)  # fmt: skip
    for _ in range(100):
        damaged = corpus.write(mutations.damaged(second.read_bytes(), rng), ".car")
        corpus.add("damaged", "bundle", first, damaged, "--trust", trust)
    assert_agreed(corpus, exit_codes={3, 11, 12, 15, 25})
