// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Check} from "./Check.sol";
import {MerkleTreeProbe} from "./MerkleTreeProbe.sol";
import {ReferenceTree} from "./ReferenceTree.sol";

/// @dev The walks against the definition, on trees of any size up to 48; a proof that is changed anywhere is refused.
contract MerkleTreeTest is Check {
    uint256 private constant SIZE_MAX = 48;
    MerkleTreeProbe private probe = new MerkleTreeProbe();

    function leavesOf(uint256 seed) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](SIZE_MAX);
        for (uint256 i = 0; i < SIZE_MAX; ++i) {
            leaves[i] = keccak256(abi.encode(seed, i));
        }
    }

    function testFuzz_inclusionEqualsTheDefinition(uint256 seed, uint256 size, uint256 index) external view {
        size = within(size, 1, SIZE_MAX);
        index = within(index, 0, size - 1);
        bytes32[] memory leaves = leavesOf(seed);
        bytes32 root = ReferenceTree.root(leaves, size);
        bytes32[] memory path = ReferenceTree.path(leaves, index, size);
        vm.assertTrue(probe.includes(leaves[index], index, size, path, root), "a true path is refused");
        vm.assertTrue(!probe.includes(leaves[index], index + size, size, path, root), "an index beyond the tree");
        if (size > 1) {
            uint256 other = (index + 1) % size;
            vm.assertTrue(!probe.includes(leaves[index], other, size, path, root), "another index");
            vm.assertTrue(!probe.includes(leaves[other], index, size, path, root), "another leaf");
        }
        vm.assertTrue(!probe.includes(leaves[index], index, size, longer(path, root), root), "a longer path");
    }

    function testFuzz_aChangedPathIsRefused(uint256 seed, uint256 size, uint256 index, uint256 at, uint8 bit)
        external
        view
    {
        size = within(size, 2, SIZE_MAX);
        index = within(index, 0, size - 1);
        bytes32[] memory leaves = leavesOf(seed);
        bytes32 root = ReferenceTree.root(leaves, size);
        bytes32[] memory path = ReferenceTree.path(leaves, index, size);
        vm.assertTrue(!probe.includes(leaves[index], index, size, shorter(path), root), "a shorter path");
        path[at % path.length] ^= bytes32(uint256(1) << bit);
        vm.assertTrue(!probe.includes(leaves[index], index, size, path, root), "a bit turned");
    }

    function testFuzz_consistencyEqualsTheDefinition(uint256 seed, uint256 oldSize, uint256 newSize) external view {
        newSize = within(newSize, 2, SIZE_MAX);
        oldSize = within(oldSize, 1, newSize - 1);
        bytes32[] memory leaves = leavesOf(seed);
        bytes32 oldRoot = ReferenceTree.root(leaves, oldSize);
        bytes32 newRoot = ReferenceTree.root(leaves, newSize);
        bytes32[] memory proof = ReferenceTree.consistency(leaves, oldSize, newSize);
        vm.assertTrue(probe.continues(oldSize, newSize, proof, oldRoot, newRoot), "a true proof is refused");
        vm.assertTrue(!probe.continues(0, newSize, proof, oldRoot, newRoot), "from nothing");
        vm.assertTrue(!probe.continues(newSize, oldSize, proof, newRoot, oldRoot), "backwards");
        vm.assertTrue(!probe.continues(oldSize, newSize, longer(proof, newRoot), oldRoot, newRoot), "longer");
        vm.assertTrue(!probe.continues(oldSize, newSize, shorter(proof), oldRoot, newRoot), "shorter");
    }

    function testFuzz_noProofCoversAFork(uint256 seed, uint256 oldSize, uint256 newSize, uint256 at, uint8 bit)
        external
        view
    {
        newSize = within(newSize, 2, SIZE_MAX);
        oldSize = within(oldSize, 1, newSize - 1);
        bytes32[] memory leaves = leavesOf(seed);
        bytes32 oldRoot = ReferenceTree.root(leaves, oldSize);
        bytes32 newRoot = ReferenceTree.root(leaves, newSize);
        bytes32[] memory proof = ReferenceTree.consistency(leaves, oldSize, newSize);
        leaves[at % oldSize] ^= bytes32(uint256(1) << bit);
        bytes32[] memory forked = ReferenceTree.consistency(leaves, oldSize, newSize);
        bytes32 forkedRoot = ReferenceTree.root(leaves, newSize);
        vm.assertTrue(!probe.continues(oldSize, newSize, forked, oldRoot, forkedRoot), "the fork's own proof");
        vm.assertTrue(!probe.continues(oldSize, newSize, proof, oldRoot, forkedRoot), "the true proof to the fork");
        proof[at % proof.length] ^= bytes32(uint256(1) << bit);
        vm.assertTrue(!probe.continues(oldSize, newSize, proof, oldRoot, newRoot), "a bit turned");
    }

    function longer(bytes32[] memory proof, bytes32 last) private pure returns (bytes32[] memory more) {
        more = new bytes32[](proof.length + 1);
        for (uint256 i = 0; i < proof.length; ++i) {
            more[i] = proof[i];
        }
        more[proof.length] = last;
    }

    function shorter(bytes32[] memory proof) private pure returns (bytes32[] memory less) {
        less = new bytes32[](proof.length - 1);
        for (uint256 i = 0; i < less.length; ++i) {
            less[i] = proof[i];
        }
    }
}
