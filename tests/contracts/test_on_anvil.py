"""The contracts on anvil: every published vector through the Solidity code, and leaves that equal Python's byte for byte.

`make test-contracts` runs these, after forge has compiled the probe that asks the libraries.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web3 import Web3

from core import intake
from core.clock import to_micros
from ledger.verifier import canonical, merkle
from tests.contracts.chains import Party, deploy, deploy_made, probe
from tests.ledger import vectors

pytestmark = pytest.mark.anvil

INCLUSION = vectors.cases("merkle/testdata/inclusion", "**/*.json")
CONSISTENCY = vectors.cases("merkle/testdata/consistency", "**/*.json")
Case = dict[str, object]
EDGES = [0, 1, 23, 24, 255, 256, 65_535, 65_536, 2**32 - 1, 2**32, 2**64 - 1]
uint64 = st.one_of(st.sampled_from(EDGES), st.integers(0, 2**64 - 1))
word = st.binary(min_size=32, max_size=32)
uuid = st.binary(min_size=16, max_size=16).map(lambda octets: UUID(bytes=octets))
often = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def bytes32(value: bytes, role: bytes = b"root") -> bytes:
    """A value of a vector as the contract takes it. One that is not 32 bytes long goes in as its digest with its role: still
    equal to the same value in the same role, and to nothing else."""
    return value if len(value) == 32 else hashlib.sha256(role + b" of another length: " + value).digest()


@pytest.fixture(scope="module")
def libraries(anvil: Web3) -> Party:
    return deploy_made(anvil, "MerkleTreeProbe", probe("MerkleTreeProbe"))


@pytest.fixture
def log(anvil: Web3) -> Iterator[Party]:
    """A new LogAnchor; the chain goes back afterwards."""
    before = anvil.provider.make_request("evm_snapshot", [])["result"]  # type: ignore[arg-type]
    accounts = list(anvil.eth.accounts)
    yield deploy(anvil, "LogAnchor", accounts[0], accounts[0], accounts[2], accounts[3])
    anvil.provider.make_request("evm_revert", [before])  # type: ignore[arg-type]


def test_the_vectors_are_all_there() -> None:
    """Both published sets are run whole."""
    vectors.folder("merkle")
    assert [len(INCLUSION), len(CONSISTENCY)] == [98, 98]


@pytest.mark.parametrize(("name", "case"), INCLUSION, ids=[name for name, _ in INCLUSION])
def test_published_inclusion_proofs(libraries: Party, log: Party, name: str, case: Case) -> None:
    """The library agrees with transparency-dev, and so does a LogAnchor that holds the root."""
    index, size = vectors.integer(case, "leafIdx"), vectors.integer(case, "treeSize")
    leaf, root = bytes32(vectors.octets(case, "leafHash"), b"leaf"), bytes32(vectors.octets(case, "root"))
    proof = [bytes32(step, b"step") for step in vectors.octets_list(case, "proof")]
    expected = not case["wantErr"]
    assert libraries.ask("includes", leaf, index, size, proof, root) is expected
    if size:
        log.tell("anchor", size, root, bytes(32), [])
    assert log.ask("verifyInclusion", size, index, leaf, proof) is expected


@pytest.mark.parametrize(("name", "case"), CONSISTENCY, ids=[name for name, _ in CONSISTENCY])
def test_published_consistency_proofs(libraries: Party, log: Party, name: str, case: Case) -> None:
    """The library agrees with transparency-dev, and a LogAnchor takes the second root after the first exactly then."""
    old, new = vectors.integer(case, "size1"), vectors.integer(case, "size2")
    old_root, new_root = bytes32(vectors.octets(case, "root1")), bytes32(vectors.octets(case, "root2"))
    proof = [bytes32(step, b"step") for step in vectors.octets_list(case, "proof")]
    expected = not case["wantErr"]
    assert libraries.ask("continues", old, new, proof, old_root, new_root) is expected
    if old == 0:
        return  # an anchor of nothing is not to be had
    log.tell("anchor", old, old_root, bytes(32), [])
    if new <= old:
        log.assert_refuses("EpochNotLater(uint64,uint64)", "anchor", new, new_root, bytes(32), proof)
    elif expected:
        log.tell("anchor", new, new_root, bytes(32), proof)
        assert log.ask("latestEpoch") == new
    else:
        log.assert_refuses("NotConsistent(uint64,uint64)", "anchor", new, new_root, bytes(32), proof)


@often
@given(log=uuid, root=word, salt=word, size=uint64)
def test_slot_leaves_equal_python_s(libraries: Party, log: UUID, root: bytes, salt: bytes, size: int) -> None:
    """Any slot, at every length of its size: the bytes of `ledger.verifier.canonical.encode`."""
    leaf = canonical.encode(
        {"v": 1, "log": log.bytes, "typ": "slot.v1", "root": root, "salt": salt, "size": size}
    )
    assert libraries.ask("slotLeaf", log.bytes, root, salt, size) == leaf
    assert libraries.ask("leafHash", leaf) == merkle.leaf_hash(leaf)


@often
@given(ts=uint64, root=word, epoch=uint64, slots=uint64)
def test_records_equal_python_s(libraries: Party, ts: int, root: bytes, epoch: int, slots: int) -> None:
    """Any record of an epoch: the bytes of `ledger.verifier.canonical.encode`."""
    record = canonical.encode(
        {"v": 1, "ts": ts, "typ": "epoch.v1", "root": root, "epoch": epoch, "slots": slots}
    )
    assert libraries.ask("recordLeaf", ts, root, epoch, slots) == record


@often
@given(
    log=uuid,
    payment=uuid,
    eid=uuid,
    terms=word,
    at=st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2200, 1, 1), timezones=st.just(dt.UTC)),  # noqa: DTZ001
    act=st.text(min_size=1).filter(lambda act: 1 <= len(act.encode()) <= 255),
)
def test_releases_equal_the_entries_that_intake_encodes(
    libraries: Party, log: UUID, payment: UUID, eid: UUID, terms: bytes, at: dt.datetime, act: str
) -> None:
    """Any release, whoever released it and whenever: the bytes of `core.intake.encode`."""
    entry = intake.Entry(
        typ="vendor.release.v1", log=log, eid=eid, at=at, act=act, out="release", pc=(terms,), refs=(payment,)
    )
    leaf = libraries.ask("releaseLeaf", log.bytes, payment.bytes, terms, eid.bytes, to_micros(at), act)
    assert leaf == intake.encode(entry)
