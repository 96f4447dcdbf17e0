// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev RFC 6962 sections 2.1, 2.1.1 and 2.1.2, word for word and slow: what the walks of MerkleTree are compared with.
library ReferenceTree {
    function root(bytes32[] memory leaves, uint256 start, uint256 end) internal pure returns (bytes32) {
        if (end == start) return sha256("");
        if (end - start == 1) return leaves[start];
        uint256 middle = start + split(end - start);
        return node(root(leaves, start, middle), root(leaves, middle, end));
    }

    function root(bytes32[] memory leaves, uint256 size) internal pure returns (bytes32) {
        return root(leaves, 0, size);
    }

    /// @dev PATH(index, leaves[0:size]).
    function path(bytes32[] memory leaves, uint256 index, uint256 size) internal pure returns (bytes32[] memory) {
        (bytes32[] memory steps, uint256 count) = _path(leaves, index, 0, size);
        return _cut(steps, count);
    }

    /// @dev PROOF(oldSize, leaves[0:newSize]), 0 < oldSize < newSize.
    function consistency(bytes32[] memory leaves, uint256 oldSize, uint256 newSize)
        internal
        pure
        returns (bytes32[] memory)
    {
        (bytes32[] memory steps, uint256 count) = _subproof(leaves, oldSize, 0, newSize, true);
        return _cut(steps, count);
    }

    function node(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(hex"01", left, right));
    }

    /// @dev The largest power of two below `size`.
    function split(uint256 size) internal pure returns (uint256 middle) {
        middle = 1;
        while (middle * 2 < size) middle *= 2;
    }

    function _path(bytes32[] memory leaves, uint256 index, uint256 start, uint256 end)
        private
        pure
        returns (bytes32[] memory steps, uint256 count)
    {
        if (end - start == 1) return (new bytes32[](64), 0);
        uint256 middle = start + split(end - start);
        bool left = index < middle;
        (steps, count) = left ? _path(leaves, index, start, middle) : _path(leaves, index, middle, end);
        steps[count] = left ? root(leaves, middle, end) : root(leaves, start, middle);
        return (steps, count + 1);
    }

    function _subproof(bytes32[] memory leaves, uint256 oldSize, uint256 start, uint256 end, bool known)
        private
        pure
        returns (bytes32[] memory steps, uint256 count)
    {
        if (oldSize == end) {
            steps = new bytes32[](64);
            if (!known) steps[0] = root(leaves, start, end);
            return (steps, known ? 0 : 1);
        }
        uint256 middle = start + split(end - start);
        bool left = oldSize <= middle;
        (steps, count) = left
            ? _subproof(leaves, oldSize, start, middle, known)
            : _subproof(leaves, oldSize, middle, end, false);
        steps[count] = left ? root(leaves, middle, end) : root(leaves, start, middle);
        return (steps, count + 1);
    }

    function _cut(bytes32[] memory steps, uint256 count) private pure returns (bytes32[] memory proof) {
        proof = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            proof[i] = steps[i];
        }
    }
}
