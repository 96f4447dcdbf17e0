// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IVendorPayments} from "../src/IVendorPayments.sol";
import {LedgerLeaves} from "../src/LedgerLeaves.sol";
import {LogAnchor} from "../src/LogAnchor.sol";
import {MerkleTree} from "../src/MerkleTree.sol";
import {VendorEscrow} from "../src/VendorEscrow.sol";
import {VendorPayments} from "../src/VendorPayments.sol";
import {Check} from "./Check.sol";
import {ReferenceTree} from "./ReferenceTree.sol";
import {Coin} from "./Tokens.sol";

/// @dev Both contracts with an escrow, a payer and three approvers, and logs made for the releases that a test wants.
abstract contract Releases is Check {
    bytes16 internal constant LOG = bytes16(uint128(0xA0A0));
    uint64 internal constant SLOT = 2;
    uint64 internal constant SLOTS = 5;
    uint256 internal constant APPROVER_KEY = 0xB0B;
    address internal constant PAYER = address(0xAAAA);
    address internal constant VENDOR = address(0xBEEF);
    bytes32 internal constant SALT = bytes32(uint256(7));
    uint256 internal constant AMOUNT = 1_000;
    uint64 internal constant WINDOW = 40 days;
    LogAnchor internal anchor;
    VendorPayments internal payments;
    VendorEscrow internal escrow;
    Coin internal coin;
    bytes32[] private records;

    function deploy(Coin token) internal {
        address me = address(this);
        coin = token;
        anchor = new LogAnchor(me, me, me, vm.addr(1));
        payments = new VendorPayments(me, me, me, me, me, anchor);
        escrow = new VendorEscrow(payments, coin, "INR");
        payments.grantRole(payments.SETTLER_ROLE(), address(escrow));
        payments.registerPayer(PAYER, LOG, SLOT, 1);
        for (uint256 i = 0; i < 3; ++i) {
            payments.setApprover(PAYER, vm.addr(APPROVER_KEY + i), true);
        }
        coin.mint(PAYER, 1e30);
        vm.prank(PAYER);
        coin.approve(address(escrow), type(uint256).max);
    }

    function propose(bytes16 id, uint8 approvals) internal {
        bytes32 vendor = escrow.vendorCommitment(SALT, VENDOR);
        bytes32 amount = escrow.amountCommitment(SALT, AMOUNT, "INR");
        uint64 now_ = uint64(block.timestamp);
        vm.prank(PAYER);
        payments.propose(id, vendor, amount, "INR", bytes32(uint256(9)), now_, now_ + WINDOW, approvals);
    }

    function approve(bytes16 id, uint256 which) internal {
        payments.approveBySig(id, signed(APPROVER_KEY + which, payments.approvalDigest(id)));
    }

    /// @dev Put the release of a payment, or with `wrong` a leaf that is nearly it, in a log of three, and anchor it.
    function logRelease(bytes16 id, uint8 wrong) internal returns (VendorPayments.ReleaseProof memory proof) {
        proof.eid = bytes16(keccak256(abi.encode("eid", id)));
        proof.ts = uint64(block.timestamp) * 1_000_000;
        proof.act = "mem_releaser";
        proof.index = 1;
        proof.size = 3;
        proof.salt = keccak256(abi.encode("salt", id));
        proof.slots = SLOTS;
        bytes32[] memory leaves = noise(3, id);
        leaves[1] = MerkleTree.leafHash(entry(id, proof, wrong));
        proof.logRoot = ReferenceTree.root(leaves, 3);
        proof.logPath = ReferenceTree.path(leaves, 1, 3);
        bytes32[] memory slots = noise(SLOTS, id);
        bytes16 log = wrong == 5 ? bytes16(uint128(0xC0C0)) : LOG;
        uint64 slot = wrong == 6 ? SLOT + 1 : SLOT;
        slots[slot] = MerkleTree.leafHash(LedgerLeaves.slot(log, proof.logRoot, proof.salt, proof.size));
        proof.epochRoot = ReferenceTree.root(slots, SLOTS);
        proof.slotPath = ReferenceTree.path(slots, slot, SLOTS);
        proof.recordTs = proof.ts + 1;
        anchorRecord(proof);
    }

    function entry(bytes16 id, VendorPayments.ReleaseProof memory proof, uint8 wrong)
        private
        view
        returns (bytes memory)
    {
        bytes32 terms = payments.payment(id).terms;
        if (wrong == 1) terms = ~terms;
        bytes16 named = wrong == 2 ? ~id : id;
        bytes16 log = wrong == 3 ? bytes16(uint128(0xC0C0)) : LOG;
        bytes memory made = LedgerLeaves.release(log, named, terms, proof.eid, proof.ts, bytes(proof.act));
        if (wrong == 4) made[made.length - 20] ^= 0x01; // another letter in a key
        return made;
    }

    function anchorRecord(VendorPayments.ReleaseProof memory proof) private {
        uint64 old = uint64(records.length);
        proof.epoch = old + 1;
        proof.anchoredEpoch = old + 1;
        bytes memory record = LedgerLeaves.record(proof.recordTs, proof.epochRoot, proof.epoch, proof.slots);
        records.push(MerkleTree.leafHash(record));
        bytes32[] memory all = records;
        proof.recordPath = ReferenceTree.path(all, old, old + 1);
        bytes32[] memory steps = old == 0 ? new bytes32[](0) : ReferenceTree.consistency(all, old, old + 1);
        anchor.anchor(old + 1, ReferenceTree.root(all, old + 1), bytes32(0), steps);
    }

    function noise(uint256 count, bytes16 id) private pure returns (bytes32[] memory made) {
        made = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            made[i] = keccak256(abi.encode(id, i));
        }
    }

    function stateOf(bytes16 id) internal view returns (IVendorPayments.State) {
        return payments.payment(id).state;
    }
}
