"""What a decision about a text costs, of a version that tells classes: reading it, and saying why, before rules and the commit.

CPU time (process_time) of one core; 20 classes, 50,000 tokens learned from 3,000 texts of a hundred words each; the least of
many runs, and the middle. `python -m bench.texts`; reading is on the event loop up to 1,000 characters, in a thread beyond.
"""

import functools
import random
import statistics
import string
import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import polars as pl

from inference import evidence
from inference.evidence import Evidence, Scale, TextEncoder
from inference.evidence_shares import Said, said_of, shares_of
from inference.manifest import Calibration, Column
from training.tokens import learn

CLASSES, TEXTS, WORDS, WORDS_OF_A_TEXT = 20, 3_000, 4_000, 100
CHARS = (100, 960, 4_000, evidence.TEXT_CHARS_MAX)
COLUMNS = (Column(name="text", kind="text"), Column(name="product", kind="category"))
CALIBRATION = Calibration(slope=1.0, intercept=0.0, level=0.9, bins=())
_ROUNDS, _ROUNDS_OF_LONG = 60, 15


def main() -> None:
    table, words = version()
    scale = table.scale
    if scale is None:
        raise SystemExit("A version without a scale has no reasons.")
    reader = TextEncoder(COLUMNS, table)
    names = [column.name for column in COLUMNS]
    rng = random.Random(5)
    print(f"{len(table.vocabulary.places):,} tokens, {CLASSES} classes; ms of CPU, least (middle)")
    for chars in CHARS:
        row = {"text": " ".join(rng.choices(words, k=chars))[:chars], "product": "a"}
        said = _read(table, reader, row)
        chosen = int(said.features.argmax())
        rounds = _ROUNDS if chars < 2_000 else _ROUNDS_OF_LONG
        features = cost_ms(functools.partial(reader.encode, row), rounds)
        read = cost_ms(functools.partial(_read, table, reader, row), rounds)
        why = cost_ms(functools.partial(shares_of, scale, CALIBRATION, said, chosen, 1.0, names), rounds)
        print(
            f"{chars:6,} characters: features alone {_shown(features)}, read for both {_shown(read)}, why {_shown(why)}"
        )


def _read(table: Evidence, reader: TextEncoder, row: Mapping[str, str]) -> Said:
    return said_of(table, reader.read(row))


def version() -> tuple[Evidence, Sequence[str]]:
    """A table of tokens, and the words that its texts were made of."""
    rng = random.Random(1)
    words = ["".join(rng.choices(string.ascii_lowercase, k=rng.randrange(2, 10))) for _ in range(WORDS)]
    texts = [" ".join(rng.choices(words, k=WORDS_OF_A_TEXT)) for _ in range(TEXTS)]
    frame = pl.DataFrame({"text": texts, "product": [rng.choice("abcdef") for _ in texts]})
    vocabulary = learn(frame, ("text",), ("product",), ())
    says = np.random.default_rng(0).normal(0, 1, (len(vocabulary.places), CLASSES)).astype(np.float16)
    return Evidence(vocabulary, says, Scale(np.zeros(CLASSES, np.float32), 0.5)), words


def cost_ms(work: Callable[[], object], rounds: int) -> list[float]:
    found = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        found.append((time.process_time() - began) * 1e3)
    return found


def _shown(found: Sequence[float]) -> str:
    return f"{min(found):.2f} ({statistics.median(found):.2f})"


if __name__ == "__main__":
    main()
