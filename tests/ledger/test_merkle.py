"""RFC 6962 trees: published vectors, brute force over every small size, and mutations that must all be refused."""

import hashlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.verifier import merkle
from ledger.verifier.merkle import CompactRange, ProofRefused
from tests.ledger import vectors

INCLUSION = vectors.cases("merkle/testdata/inclusion", "**/*.json")
CONSISTENCY = vectors.cases("merkle/testdata/consistency", "**/*.json")
LEAVES = [merkle.leaf_hash(str(number).encode()) for number in range(131)]


def naive_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962 section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:middle]) + naive_root(leaves[middle:])).digest()


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962 section 2.1.1, word for word."""
    if len(leaves) == 1:
        return []
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    if index < middle:
        return [*naive_path(index, leaves[:middle]), naive_root(leaves[middle:])]
    return [*naive_path(index - middle, leaves[middle:]), naive_root(leaves[:middle])]


def naive_subproof(old: int, leaves: list[bytes], *, known: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962 section 2.1.2, word for word."""
    if old == len(leaves):
        return [] if known else [naive_root(leaves)]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    if old <= middle:
        return [*naive_subproof(old, leaves[:middle], known=known), naive_root(leaves[middle:])]
    return [*naive_subproof(old - middle, leaves[middle:], known=False), naive_root(leaves[:middle])]


def test_the_vectors_are_all_there() -> None:
    """Both published sets are run whole: 98 cases each, 92 of them negative."""
    vectors.folder("merkle")
    assert [len(INCLUSION), len(CONSISTENCY)] == [98, 98]
    assert sum(bool(case["wantErr"]) for _, case in INCLUSION) == 92
    assert sum(bool(case["wantErr"]) for _, case in CONSISTENCY) == 92


@pytest.mark.parametrize(("name", "case"), INCLUSION, ids=[name for name, _ in INCLUSION])
def test_published_inclusion_proofs(name: str, case: dict[str, object]) -> None:
    """The verifier agrees with transparency-dev on what is an inclusion proof."""
    arguments = (
        vectors.integer(case, "leafIdx"),
        vectors.integer(case, "treeSize"),
        vectors.octets(case, "leafHash"),
        vectors.octets_list(case, "proof"),
        vectors.octets(case, "root"),
    )
    if case["wantErr"]:
        with pytest.raises(ProofRefused):
            merkle.verify_inclusion(*arguments)
    else:
        merkle.verify_inclusion(*arguments)


@pytest.mark.parametrize(("name", "case"), CONSISTENCY, ids=[name for name, _ in CONSISTENCY])
def test_published_consistency_proofs(name: str, case: dict[str, object]) -> None:
    """The verifier agrees with transparency-dev on what is a consistency proof."""
    arguments = (
        vectors.integer(case, "size1"),
        vectors.integer(case, "size2"),
        vectors.octets_list(case, "proof"),
        vectors.octets(case, "root1"),
        vectors.octets(case, "root2"),
    )
    if case["wantErr"]:
        with pytest.raises(ProofRefused):
            merkle.verify_consistency(*arguments)
    else:
        merkle.verify_consistency(*arguments)


def test_roots_and_inclusion_equal_the_definition_at_every_size() -> None:
    """For every tree up to 130 leaves and every leaf: root, ranges and proof are those of the RFC, and verify."""
    for size in range(131):
        leaves = LEAVES[:size]
        expected = naive_root(leaves)
        assert merkle.root(leaves) == expected
        for index in range(size):
            proof = merkle.inclusion_proof(leaves, index)
            assert proof == naive_path(index, leaves)
            merkle.verify_inclusion(index, size, leaves[index], proof, expected)


def test_consistency_equals_the_definition_at_every_pair_of_sizes() -> None:
    """For every pair of trees up to 130 leaves: the proof is that of the RFC, and verifies."""
    roots = [naive_root(LEAVES[:size]) for size in range(131)]
    for new in range(131):
        for old in range(new + 1):
            proof = merkle.consistency_proof(LEAVES[:new], old)
            if 0 < old < new:
                assert proof == naive_subproof(old, LEAVES[:new], known=True)
            if old:
                merkle.verify_consistency(old, new, proof, roots[old], roots[new])


def test_a_compact_range_resumes_from_its_hashes() -> None:
    """A tree stored as its right edge and loaded again goes on as if it had never stopped."""
    for size in range(131):
        tree = CompactRange()
        tree.extend(LEAVES[:size])
        again = CompactRange(size, tree.hashes)
        again.extend(LEAVES[size:])
        assert again.root() == merkle.root(LEAVES)
    with pytest.raises(ValueError, match="has 2 hashes"):
        CompactRange(3, LEAVES[:1])


def test_gathering_from_perfect_subtrees_equals_hashing_leaves() -> None:
    """Proofs put together from stored subtrees, as the server does, are those made from leaves."""

    def hash_of(node: merkle.Node) -> bytes:
        level, index = node
        return naive_root(LEAVES[index << level : (index + 1) << level])

    for new in (1, 2, 7, 64, 100, 130):
        for other in range(new):
            ranges = merkle.inclusion_ranges(other, new)
            assert merkle.gather(ranges, hash_of) == merkle.inclusion_proof(LEAVES[:new], other)
            ranges = merkle.consistency_ranges(other, new)
            assert merkle.gather(ranges, hash_of) == merkle.consistency_proof(LEAVES[:new], other)


def mutations(proof: list[bytes], draw: random.Random) -> list[list[bytes]]:
    """Flip a bit, cut, append, repeat, swap: each differs from the proof."""
    changed = [[*proof, draw.randbytes(32)], [draw.randbytes(32), *proof]]
    if proof:
        at = draw.randrange(len(proof))
        flipped = bytearray(proof[at])
        flipped[draw.randrange(32)] ^= 1 << draw.randrange(8)
        changed += [
            [*proof[:at], bytes(flipped), *proof[at + 1 :]],
            proof[:-1],
            proof[1:],
            [*proof, proof[-1]],
        ]
        changed.append([*proof[:at], proof[at][:31], *proof[at + 1 :]])
    if len(proof) > 1:
        changed.append([proof[1], proof[0], *proof[2:]])
    return [other for other in changed if other != proof]


@settings(max_examples=300, deadline=None)
@given(size=st.integers(1, 130), data=st.data(), seed=st.integers(0, 2**32))
def test_no_mutated_inclusion_proof_passes(size: int, data: st.DataObject, seed: int) -> None:
    """A proof that differs in any bit, length or order, or is told of another leaf, place or root, is refused."""
    index = data.draw(st.integers(0, size - 1))
    leaves = LEAVES[:size]
    expected, proof = merkle.root(leaves), merkle.inclusion_proof(leaves, index)
    for other in mutations(proof, random.Random(seed)):
        with pytest.raises(ProofRefused):
            merkle.verify_inclusion(index, size, leaves[index], other, expected)
    wrong = merkle.leaf_hash(b"another")
    for arguments in (
        (index, leaves[index], wrong),
        (index, wrong, expected),
        (size, leaves[index], expected),
    ):
        with pytest.raises(ProofRefused):
            merkle.verify_inclusion(arguments[0], size, arguments[1], proof, arguments[2])
    for place in range(size):
        if place != index:
            with pytest.raises(ProofRefused):
                merkle.verify_inclusion(place, size, leaves[index], proof, expected)


@settings(max_examples=300, deadline=None)
@given(new=st.integers(2, 130), data=st.data(), seed=st.integers(0, 2**32))
def test_no_mutated_consistency_proof_passes(new: int, data: st.DataObject, seed: int) -> None:
    """A consistency proof that differs in any bit, length or order, or claims another root, is refused."""
    old = data.draw(st.integers(1, new - 1))
    old_root, new_root = merkle.root(LEAVES[:old]), merkle.root(LEAVES[:new])
    proof = merkle.consistency_proof(LEAVES[:new], old)
    for other in mutations(proof, random.Random(seed)):
        with pytest.raises(ProofRefused):
            merkle.verify_consistency(old, new, other, old_root, new_root)
    wrong = merkle.leaf_hash(b"another")
    for roots in ((wrong, new_root), (old_root, wrong), (new_root, old_root)):
        with pytest.raises(ProofRefused):
            merkle.verify_consistency(old, new, proof, *roots)
    with pytest.raises(ProofRefused):
        merkle.verify_consistency(new, old, proof, new_root, old_root)


def test_equal_and_empty_trees_need_no_proof_and_allow_no_lie() -> None:
    """One size has one root, and takes no proof; the empty tree, which all continue, proves nothing of any."""
    root, other = LEAVES[0], LEAVES[1]
    merkle.verify_consistency(5, 5, [], root, root)
    for arguments in (
        (5, 5, [], root, other),
        (5, 5, [other], root, root),
        (0, 5, [], merkle.EMPTY_ROOT, root),
        (0, 0, [], merkle.EMPTY_ROOT, merkle.EMPTY_ROOT),
    ):
        with pytest.raises(ProofRefused):
            merkle.verify_consistency(*arguments)
