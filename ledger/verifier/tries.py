"""Merkle-Patricia tries: that a key has a value under a root, by the nodes on the way, as `eth_getProof` gives them.

Source: the Ethereum yellow paper, appendix D. Only presence is proven here: a proof that nothing is there is refused.
"""

from collections.abc import Sequence

from ledger.verifier import rlp
from ledger.verifier.keccak import DIGEST_BYTES, keccak256
from ledger.verifier.rlp import Rlp, RlpRefused

NODES_MAX = 64
_BRANCH_ITEMS = 17
_PAIR_ITEMS = 2


class TrieRefused(Exception):
    """The nodes do not lead from the root to a value at this key."""


def value_at(root: bytes, key: bytes, nodes: Sequence[bytes]) -> bytes:
    """Return the value at a key. key: as it stands in the trie, so hashed already. nodes: from the root on, each used.

    Raises: TrieRefused.
    """
    if len(nodes) > NODES_MAX:
        raise TrieRefused("the proof has too many nodes")
    path = [nibble for octet in keccak256(key) for nibble in (octet >> 4, octet & 15)]
    waiting = list(nodes)
    reference: Rlp = root
    while True:
        node = _node(reference, waiting)
        if len(node) == _BRANCH_ITEMS:
            if not path:
                raise TrieRefused("the key ends at a branch")  # keys are hashes, of one length
            reference, at_value = node[path.pop(0)], False
        else:
            part, is_leaf = _prefix(node[0])
            if path[: len(part)] != part:
                raise TrieRefused("the key is not there")
            path, reference, at_value = path[len(part) :], node[1], is_leaf
        if at_value:
            break
    if path or waiting or not isinstance(reference, bytes) or not reference:
        raise TrieRefused("the proof does not end at a value")
    return reference


def _node(reference: Rlp, waiting: list[bytes]) -> Sequence[Rlp]:
    """Open the node that a reference names: by its hash, or the node itself where it is shorter than a hash."""
    node = reference
    if isinstance(reference, bytes):
        if len(reference) != DIGEST_BYTES or not waiting or keccak256(waiting[0]) != reference:
            raise TrieRefused("a node is missing, or is not the one that is referred to")
        try:
            node = rlp.decode(waiting.pop(0))
        except RlpRefused as error:
            raise TrieRefused(f"a node: {error}") from error
    if isinstance(node, bytes) or len(node) not in {_BRANCH_ITEMS, _PAIR_ITEMS}:
        raise TrieRefused("a node is neither a branch nor a pair")
    return node


def _prefix(item: Rlp) -> tuple[list[int], bool]:
    """Read the nibbles of a leaf or an extension. Returns: them, and whether it is a leaf."""
    if not isinstance(item, bytes) or not item or item[0] >> 4 > 3:
        raise TrieRefused("a pair has no path")
    nibbles = [nibble for octet in item for nibble in (octet >> 4, octet & 15)]
    flag = nibbles[0]
    if not flag & 1 and nibbles[1]:
        raise TrieRefused("a path is padded with something")
    part = nibbles[1 if flag & 1 else 2 :]
    if not flag & 2 and not part:
        raise TrieRefused("an extension leads nowhere")
    return part, bool(flag & 2)
