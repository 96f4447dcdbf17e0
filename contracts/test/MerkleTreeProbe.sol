// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LedgerLeaves} from "../src/LedgerLeaves.sol";
import {MerkleTree} from "../src/MerkleTree.sol";

/// @dev Lets a test ask the libraries as a contract would.
contract MerkleTreeProbe {
    function includes(bytes32 leaf, uint256 index, uint256 size, bytes32[] calldata proof, bytes32 root)
        external
        view
        returns (bool)
    {
        return MerkleTree.includes(leaf, index, size, proof, root);
    }

    function continues(uint256 oldSize, uint256 newSize, bytes32[] calldata proof, bytes32 oldRoot, bytes32 newRoot)
        external
        view
        returns (bool)
    {
        return MerkleTree.continues(oldSize, newSize, proof, oldRoot, newRoot);
    }

    function leafHash(bytes calldata entry) external pure returns (bytes32) {
        return MerkleTree.leafHash(entry);
    }

    function releaseLeaf(bytes16 log, bytes16 payment, bytes32 terms, bytes16 eid, uint64 ts, string calldata act)
        external
        pure
        returns (bytes memory)
    {
        return LedgerLeaves.release(log, payment, terms, eid, ts, bytes(act));
    }

    function slotLeaf(bytes16 log, bytes32 root, bytes32 salt, uint64 size) external pure returns (bytes memory) {
        return LedgerLeaves.slot(log, root, salt, size);
    }

    function recordLeaf(uint64 ts, bytes32 root, uint64 epoch, uint64 slots) external pure returns (bytes memory) {
        return LedgerLeaves.record(ts, root, epoch, slots);
    }
}
