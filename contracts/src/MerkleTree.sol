// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title RFC 6962 Merkle trees over SHA-256, verified
/// @notice The walks of RFC 9162 sections 2.1.3.2 (inclusion) and 2.1.4.2 (consistency), as `ledger/verifier/merkle.py` has them.
/// A proof that is too short, too long or leads elsewhere is false, never a revert.
library MerkleTree {
    /// @notice Hash the bytes of a leaf: SHA-256(0x00 || entry).
    function leafHash(bytes memory entry) internal pure returns (bytes32) {
        return sha256(bytes.concat(hex"00", entry));
    }

    /// @notice Whether `proof` leads from the leaf at `index` (0-based) to the root of a tree of `size` leaves.
    function includes(bytes32 leaf, uint256 index, uint256 size, bytes32[] calldata proof, bytes32 root)
        internal
        view
        returns (bool)
    {
        if (index >= size) return false;
        bytes32 digest = leaf;
        uint256 last = size - 1;
        for (uint256 i = 0; i < proof.length; ++i) {
            if (last == 0) return false;
            if (index & 1 == 1 || index == last) {
                digest = _node(proof[i], digest);
                while (index & 1 == 0 && index != 0) {
                    index >>= 1;
                    last >>= 1;
                }
            } else {
                digest = _node(digest, proof[i]);
            }
            index >>= 1;
            last >>= 1;
        }
        return last == 0 && digest == root;
    }

    /// @notice Whether `proof` shows that the tree of `newSize` leaves begins with the tree of `oldSize`.
    /// @dev Every tree begins with the empty one: such a "proof" says nothing of any root, and is refused.
    function continues(uint256 oldSize, uint256 newSize, bytes32[] calldata proof, bytes32 oldRoot, bytes32 newRoot)
        internal
        view
        returns (bool)
    {
        if (oldSize == 0 || oldSize > newSize) return false;
        if (oldSize == newSize) return proof.length == 0 && oldRoot == newRoot;
        if (proof.length == 0) return false;
        // A perfect old tree is itself the first subtree of the proof, which leaves it out.
        bool perfect = oldSize & (oldSize - 1) == 0;
        bytes32 first = perfect ? oldRoot : proof[0];
        bytes32 second = first;
        uint256 position = oldSize - 1;
        uint256 last = newSize - 1;
        while (position & 1 == 1) {
            position >>= 1;
            last >>= 1;
        }
        for (uint256 i = perfect ? 0 : 1; i < proof.length; ++i) {
            if (last == 0) return false;
            if (position & 1 == 1 || position == last) {
                first = _node(proof[i], first);
                second = _node(proof[i], second);
                while (position & 1 == 0 && position != 0) {
                    position >>= 1;
                    last >>= 1;
                }
            } else {
                second = _node(second, proof[i]);
            }
            position >>= 1;
            last >>= 1;
        }
        return last == 0 && first == oldRoot && second == newRoot;
    }

    /// @dev SHA-256(0x01 || left || right) by the precompile at address 2, over memory past the free pointer: nothing is kept.
    function _node(bytes32 left, bytes32 right) private view returns (bytes32 digest) {
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore8(at, 0x01)
            mstore(add(at, 0x01), left)
            mstore(add(at, 0x21), right)
            if iszero(staticcall(gas(), 0x02, at, 0x41, 0x00, 0x20)) { revert(0x00, 0x00) }
            digest := mload(0x00)
        }
    }
}
