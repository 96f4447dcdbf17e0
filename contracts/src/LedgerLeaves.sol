// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Leaves of the three trees, rebuilt byte for byte
/// @notice Deterministic CBOR (RFC 8949 section 4.2.1) with the keys in the canonical order that docs/decisions/0051 gives: equal bytes
/// to `core.intake.encode` and `ledger.verifier.canonical.encode`. A leaf that is rebuilt cannot be another than was meant.
library LedgerLeaves {
    /// @notice The entry that releases one payment, and the only one that does.
    /// @param act Who released, at most 255 bytes.
    function release(bytes16 log, bytes16 payment, bytes32 terms, bytes16 eid, uint64 ts, bytes memory act)
        internal
        pure
        returns (bytes memory)
    {
        return bytes.concat(
            bytes.concat(hex"a9617601", hex"627063815820", terms, hex"627473", unsigned(ts), hex"63616374", text(act)),
            bytes.concat(hex"6365696450", eid, hex"636c6f6750", log, hex"636f757467", "release"),
            bytes.concat(hex"6374797071", "vendor.release.v1", hex"64726566738150", payment)
        );
    }

    /// @notice What the epoch tree keeps of one log: its checkpoint, blinded.
    function slot(bytes16 log, bytes32 root, bytes32 salt, uint64 size) internal pure returns (bytes memory) {
        return bytes.concat(
            bytes.concat(hex"a6617601", hex"636c6f6750", log, hex"6374797067", "slot.v1"),
            bytes.concat(hex"64726f6f745820", root, hex"6473616c745820", salt, hex"6473697a65", unsigned(size))
        );
    }

    /// @notice What the super-log keeps of one epoch.
    function record(uint64 ts, bytes32 root, uint64 epoch, uint64 slots) internal pure returns (bytes memory) {
        return bytes.concat(
            bytes.concat(hex"a6617601", hex"627473", unsigned(ts), hex"6374797068", "epoch.v1"),
            bytes.concat(hex"64726f6f745820", root),
            bytes.concat(hex"6565706f6368", unsigned(epoch), hex"65736c6f7473", unsigned(slots))
        );
    }

    /// @dev An unsigned integer in its shortest form (major type 0).
    function unsigned(uint64 value) internal pure returns (bytes memory) {
        if (value < 24) return abi.encodePacked(uint8(value));
        if (value <= type(uint8).max) return abi.encodePacked(hex"18", uint8(value));
        if (value <= type(uint16).max) return abi.encodePacked(hex"19", uint16(value));
        if (value <= type(uint32).max) return abi.encodePacked(hex"1a", uint32(value));
        return abi.encodePacked(hex"1b", value);
    }

    /// @dev A text of at most 255 bytes (major type 3). The caller bounds it.
    function text(bytes memory value) internal pure returns (bytes memory) {
        assert(value.length <= type(uint8).max);
        if (value.length < 24) return abi.encodePacked(uint8(0x60 + value.length), value);
        return abi.encodePacked(hex"78", uint8(value.length), value);
    }
}
