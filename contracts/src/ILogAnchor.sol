// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What other contracts ask of the anchored super-log
interface ILogAnchor {
    /// @notice Whether a proof of equivocation stopped the log for ever.
    function frozen() external view returns (bool);

    /// @notice Whether `leafHash` is leaf `index` (0-based) of the super-log as it was anchored at `epoch`.
    function verifyInclusion(uint64 epoch, uint64 index, bytes32 leafHash, bytes32[] calldata proof)
        external
        view
        returns (bool);
}
