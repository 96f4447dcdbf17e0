"""A state of Ethereum by its own packages: tries, the proofs they give, and RLP."""

from collections.abc import Sequence

import rlp
from trie.hexary import HexaryTrie

__all__ = ["HexaryTrie", "decode", "encode", "proof_of"]


def encode(item: object) -> bytes:
    return bytes(rlp.encode(item))


def decode(data: bytes) -> Sequence[bytes]:
    return list(rlp.decode(data))


def proof_of(trie: HexaryTrie, key: bytes) -> list[bytes]:
    """The nodes from the root to a key, as `eth_getProof` gives them."""
    return [encode(node) for node in trie.get_proof(key)]  # type: ignore[no-untyped-call]
