"""The verifier's own Keccak-256, RLP and tries, held against Ethereum's packages."""

import random

import pytest
from eth_hash.auto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.verifier import rlp as ours
from ledger.verifier.keccak import keccak256
from ledger.verifier.rlp import RlpRefused
from ledger.verifier.tries import TrieRefused, value_at
from tests.ledger import ethereum_state
from tests.ledger.ethereum_state import HexaryTrie, proof_of

items = st.recursive(st.binary(max_size=70), lambda inner: st.lists(inner, max_size=5), max_leaves=12)


def test_keccak_at_every_length_of_two_blocks() -> None:
    """Padding changes with the length: every one up to two blocks and a bit, and the published empty digest."""
    draw = random.Random(1)
    for length in range(280):
        data = draw.randbytes(length)
        assert keccak256(data) == keccak(data)
    assert keccak256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"


@given(items)
def test_rlp_is_written_and_read_as_ethereum_does(item: ours.Rlp) -> None:
    """The same bytes, and the same item back."""
    encoded = ours.encode(item)
    assert encoded == ethereum_state.encode(item)
    assert ours.decode(encoded) == item


@settings(max_examples=500)
@given(st.binary(max_size=80))
def test_any_bytes_are_rlp_or_refused(data: bytes) -> None:
    """No bytes make the reader fail otherwise, and what it reads has one spelling."""
    try:
        item = ours.decode(data)
    except RlpRefused:
        return
    assert ours.encode(item) == data


@pytest.mark.parametrize(
    "data",
    [
        "",
        "8100",
        "b800",
        "b837" + "00" * 55,
        "f800",
        "c3830000",
        "c2",
        "0000",
        "b90001" + "00",
        "bf" + "ff" * 8,
    ],
)
def test_rlp_spelled_otherwise_is_refused(data: str) -> None:
    """Long forms of what is short, cut and trailing bytes."""
    with pytest.raises(RlpRefused):
        ours.decode(bytes.fromhex(data))


@pytest.mark.parametrize("size", [1, 2, 17, 500])
def test_every_key_of_a_trie_is_proven_and_no_other(size: int) -> None:
    """Proofs of the `trie` package verify; with a node less, more, or of another key they do not."""
    draw = random.Random(size)
    trie = HexaryTrie({})
    keys = [draw.randbytes(32) for _ in range(size)]
    values = {key: draw.randbytes(draw.randrange(1, 40)) for key in keys}
    for key, value in values.items():
        trie[keccak(key)] = value
    absent = draw.randbytes(32)
    for key in keys[:60]:
        nodes = proof_of(trie, keccak(key))
        assert value_at(trie.root_hash, key, nodes) == values[key]
        for wrong_key, wrong in (
            (key, nodes[:-1]),
            (key, [*nodes, nodes[-1]]),
            (key, nodes[1:]),
            (absent, nodes),
            (absent, proof_of(trie, keccak(absent))),
        ):
            with pytest.raises(TrieRefused):
                value_at(trie.root_hash, wrong_key, wrong)


def test_a_node_shorter_than_a_hash_stands_in_its_parent() -> None:
    """Short keys and values make nodes that are embedded: still followed, by the rule of the yellow paper."""
    trie, root_key = HexaryTrie({}), b"key"
    hashed = keccak(root_key)
    trie[hashed] = b"v"
    sibling = hashed[:-1] + bytes([hashed[-1] ^ 1])
    trie[sibling] = b"w"
    nodes = [node for node in proof_of(trie, hashed) if len(node) >= 32]
    assert len(nodes) == 1
    assert value_at(trie.root_hash, root_key, nodes) == b"v"
