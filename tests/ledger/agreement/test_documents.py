"""One document each: both verifiers, written apart, agree on every one of thousands, or one of them is wrong."""

import json
import random

import pytest

from tests.ledger.agreement import mutations
from tests.ledger.agreement.agreement import SEED, assert_agreed
from tests.ledger.agreement.corpus import Corpus
from tests.ledger.agreement.oddities import ODD_PINS
from tests.ledger.agreement.world import Real

pytestmark = pytest.mark.verifiers


def changes(data: bytes, rng: random.Random) -> list[bytes]:
    """Every field given every odd value, bytes damaged at random, other JSON, other encodings, and the document itself."""
    changed = [text.encode() for text in mutations.documents_changed(json.loads(data))]
    changed += [mutations.damaged(data, rng) for _ in range(150)]
    changed += [odd.encode() for odd in mutations.ODD_JSON]
    changed += [data.decode().encode(name) for name in ("utf-16", "utf-16-le", "utf-32", "utf-8-sig")]
    return [*changed, data]


async def test_proofs(real: Real, corpus: Corpus) -> None:
    """An inclusion proof, damaged in every field."""
    for each in changes(real.documents["proof"].read_bytes(), random.Random(SEED)):
        corpus.add("proof", "proof", corpus.write(each), "--trust", real.trust)
    corpus.add("other", "proof", real.documents["other_proof"], "--trust", real.trust)
    corpus.add("unpinned", "proof", real.documents["proof"])
    assert_agreed(corpus, exit_codes={0, 3, 4, 12, 13, 17})


@pytest.mark.parametrize(
    ("command", "name", "proof", "exit_codes"),
    [
        ("receipt", "receipt", "proof", {0, 4, 16, 17}),
        ("opening", "opening", "proof", {0, 4, 18}),
        ("batch-row", "row", "batch_proof", {0, 4, 18}),
    ],
)
async def test_documents_with_a_proof(
    real: Real, corpus: Corpus, command: str, name: str, proof: str, exit_codes: set[int]
) -> None:
    """A receipt, an opening and a row, damaged in every field; and sound ones beside a proof of something else."""
    files, trust = real.documents, ("--trust", real.trust)
    for each in changes(files[name].read_bytes(), random.Random(SEED)):
        corpus.add(name, command, corpus.write(each), "--proof", files[proof], *trust)
    for other in files.values():
        corpus.add("other", command, files[name], "--proof", other, *trust)
        corpus.add("other", command, other, "--proof", files[proof], *trust)
    corpus.add("alone", command, files[name], *trust)
    corpus.add("unpinned", command, files[name], "--proof", files[proof])
    corpus.add("absent", command, files[name].with_name("nothing"), "--proof", files[proof], *trust)
    assert_agreed(corpus, exit_codes=exit_codes)


async def test_rows_in_a_file(real: Real, corpus: Corpus) -> None:
    """The line that an auditor has must be the one that is proven."""
    files = real.documents
    row = json.loads(files["row"].read_bytes())["row"]
    for line in (row, row + " ", row[:-1], "", "\u00e9"):
        corpus.add("line", "batch-row", files["row"], "--proof", files["batch_proof"], "--trust", real.trust, "--row", line)  # fmt: skip
    assert_agreed(corpus, exit_codes={0, 18})


async def test_pins(real: Real, corpus: Corpus) -> None:
    """Trust files of every shape, for a proof and for a bundle."""
    rng = random.Random(SEED)
    whole = real.trust.read_text()
    key = whole.split()[1]
    pins = [pin.replace("KEY", key) + "\n" for pin in ODD_PINS]
    changed = [(whole + pin).encode() for pin in pins] + [(pin + whole).encode() for pin in pins]
    changed += [mutations.lines_changed(whole.encode(), rng) for _ in range(150)]
    changed += [mutations.damaged(whole.encode(), rng) for _ in range(150)]
    for each in (*changed, b"", b"\xff", b"\xef\xbb\xbf" + whole.encode()):
        trust = corpus.write(each)
        corpus.add("proof", "proof", real.documents["proof"], "--trust", trust)
        corpus.add("bundle", "bundle", real.folder, "--trust", trust, "--receipts", real.receipts)
    assert_agreed(corpus, exit_codes={0, 3, 4, 11})


async def test_wrong_use(real: Real, corpus: Corpus) -> None:
    """Commands and options that there are not, and those that are left out."""
    proof = real.documents["proof"]
    for arguments in (
        (), ("nothing",), ("proof",), ("proof", proof, proof), ("proof", proof, "--kept", proof), ("opening", proof), ("batch-row", proof), ("receipt",), ("bundle",),
        ("proof", proof, "--trust"), ("bundle", real.folder, "--proof", proof), ("proof", proof, "--other"),
    ):  # fmt: skip
        corpus.add("use", *arguments)
    assert_agreed(corpus, exit_codes={2})
