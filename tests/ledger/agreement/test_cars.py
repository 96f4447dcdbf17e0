"""Bundles of blocks: both verifiers agree on every damage to a CAR, and on every choice of CARs."""

import itertools
import json
import random

import pytest

from tests.ledger.agreement import mutations
from tests.ledger.agreement.agreement import SEED, assert_agreed
from tests.ledger.agreement.corpus import Corpus
from tests.ledger.test_bundles import Bundled, bundled, story  # noqa: F401  # fixtures

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
    for count in range(1, len(cars)):
        for some in itertools.islice(itertools.combinations(cars, count), 40):
            corpus.add("some", "bundle", *some, "--trust", trust)
    for number in range(300):
        at = number % len(cars)
        damaged = corpus.write(mutations.damaged(cars[at].read_bytes(), rng), ".car")
        corpus.add("damaged", "bundle", *cars[:at], damaged, *cars[at + 1 :], "--trust", trust)
    assert_agreed(corpus, exit_codes={3, 4, 25})
