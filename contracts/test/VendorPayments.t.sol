// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IVendorPayments} from "../src/IVendorPayments.sol";
import {VendorEscrow} from "../src/VendorEscrow.sol";
import {VendorPayments} from "../src/VendorPayments.sol";
import {Check} from "./Check.sol";
import {Releases} from "./Releases.sol";
import {Coin} from "./Tokens.sol";

/// @dev Does to eight payments and their escrow whatever anybody could, and remembers what must hold.
contract PaymentsHandler is Releases {
    uint256 public constant PAYMENTS = 8;
    uint8 private constant KINDS_OF_WRONG = 6;
    IVendorPayments.State[PAYMENTS] public reached;
    bool[PAYMENTS] public proven;
    bool[PAYMENTS] public logged;
    uint256 public wrongs;
    uint256 private turn;
    uint256 public funded;
    uint256 public released;
    uint256 public refunded;
    mapping(uint256 => VendorPayments.ReleaseProof) private proofs;

    constructor() {
        vm.warp(1_800_000_000);
        deploy(new Coin());
    }

    /// @dev After each action: this payment and one other did not go back, and did not get further than their proof.
    modifier watched(uint256 which) {
        _;
        look(which);
        look(++turn);
    }

    function look(uint256 which) public {
        uint256 i = which % PAYMENTS;
        IVendorPayments.State state = stateOf(idOf(i));
        require(state >= reached[i], "a payment went back");
        if (state != reached[i]) reached[i] = state;
        bool past = state == IVendorPayments.State.ConditionsMet || state == IVendorPayments.State.Settled;
        past = past || state == IVendorPayments.State.Disputed || state == IVendorPayments.State.Closed;
        require(!past || proven[i], "a payment was released without its proof");
        require(!payments.canSettle(idOf(i)) || state == IVendorPayments.State.ConditionsMet, "too early");
    }

    function idOf(uint256 which) public pure returns (bytes16) {
        return bytes16(uint128(0x1000 + which % PAYMENTS));
    }

    function world() external view returns (VendorPayments, VendorEscrow, Coin) {
        return (payments, escrow, coin);
    }

    function doPropose(uint256 which, uint256 approvals) external watched(which) {
        if (payments.paused() || stateOf(idOf(which)) != IVendorPayments.State.None) return;
        propose(idOf(which), uint8(within(approvals, 1, 3)));
    }

    function doApprove(uint256 which, uint256 approver) external watched(which) {
        bytes16 id = idOf(which);
        approver = approver % 3;
        IVendorPayments.Payment memory p = payments.payment(id);
        bool late = block.timestamp > p.deadline;
        if (payments.paused() || late || p.state != IVendorPayments.State.Proposed) return;
        if (!payments.approvedBy(id, vm.addr(APPROVER_KEY + approver))) approve(id, approver);
        if (stateOf(id) == IVendorPayments.State.Proposed) {
            bytes memory again = signed(APPROVER_KEY + approver, payments.approvalDigest(id));
            try payments.approveBySig(id, again) {
                revert("one approver counted twice");
            } catch {
                ++wrongs;
            }
        }
    }

    function doApproveFalsely(uint256 which, uint256 key, bytes32 digest) external watched(which) {
        bytes16 id = idOf(which);
        refuseApproval(id, signed(within(key, 1, 2_000), payments.approvalDigest(id)));
        refuseApproval(id, signed(APPROVER_KEY, digest));
        refuseApproval(id, signed(APPROVER_KEY, payments.approvalDigest(idOf((which % PAYMENTS) + 1))));
    }

    function refuseApproval(bytes16 id, bytes memory signature) private {
        try payments.approveBySig(id, signature) {
            revert("a false approval counted");
        } catch {
            ++wrongs;
        }
    }

    function doLog(uint256 which) external watched(which) {
        uint256 i = which % PAYMENTS;
        if (logged[i] || stateOf(idOf(i)) == IVendorPayments.State.None) return;
        proofs[i] = logRelease(idOf(i), 0);
        logged[i] = true;
    }

    function doProve(uint256 which) external watched(which) {
        uint256 i = which % PAYMENTS;
        bool late = block.timestamp > payments.payment(idOf(i)).deadline;
        if (!logged[i] || payments.paused() || late) return;
        if (stateOf(idOf(i)) != IVendorPayments.State.Approved) return;
        payments.proveCondition(idOf(i), proofs[i]);
        proven[i] = true;
    }

    /// @dev Seldom a wrong entry of its own, since each takes an epoch; mostly another payment's true proof.
    function doProveFalsely(uint256 which, uint256 other, uint256 kind) external watched(which) {
        uint256 i = which % PAYMENTS;
        if (stateOf(idOf(i)) == IVendorPayments.State.None) return;
        uint256 j = other % PAYMENTS;
        if (j != i && logged[j]) refuseProof(i, proofs[j]);
        if (kind % 16 == 0) refuseProof(i, logRelease(idOf(i), uint8(within(kind / 16, 1, KINDS_OF_WRONG))));
        if (!logged[i]) return;
        VendorPayments.ReleaseProof memory proof = proofs[i];
        uint256 field = kind % 9;
        if (field == 0) proof.eid = ~proof.eid;
        if (field == 1) ++proof.ts;
        if (field == 2) proof.act = "mem_other";
        if (field == 3) proof.index = (proof.index + 1) % 3;
        if (field == 4) ++proof.size;
        if (field == 5) proof.salt = ~proof.salt;
        if (field == 6) ++proof.epoch;
        if (field == 7) ++proof.recordTs;
        if (field == 8) proof.slotPath = proof.logPath;
        refuseProof(i, proof);
    }

    function refuseProof(uint256 i, VendorPayments.ReleaseProof memory proof) private {
        try payments.proveCondition(idOf(i), proof) {
            revert("a false proof released a payment");
        } catch {
            ++wrongs;
        }
    }

    function doSettle(uint256 which, bytes32 reference_) external watched(which) {
        bytes16 id = idOf(which);
        bool may = payments.canSettle(id);
        if (reference_ == bytes32(0)) return;
        try payments.settle(id, reference_) {
            require(may, "settled although it could not be");
        } catch {
            require(!may, "could be settled and was not");
        }
    }

    function doClose(uint256 which, bool payer) external watched(which) {
        if (payer) vm.prank(PAYER);
        try payments.close(idOf(which)) {} catch {}
    }

    /// @dev Ends are seldom tried, so that most payments get far.
    function doCancel(uint256 which, uint256 chance) external watched(which) {
        if (chance % 24 != 0) return;
        vm.prank(PAYER);
        try payments.cancel(idOf(which)) {} catch {}
    }

    function doExpire(uint256 which) external watched(which) {
        bytes16 id = idOf(which);
        uint64 deadline = payments.payment(id).deadline;
        try payments.expire(id) {
            require(block.timestamp > deadline, "expired too early");
        } catch {}
    }

    function doDispute(uint256 which, uint256 chance) external watched(which) {
        if (chance % 4 != 0) return;
        vm.prank(PAYER);
        try payments.dispute(idOf(which), bytes32(0)) {} catch {}
    }

    function doResolve(uint256 which, bool stands, uint256 reference_) external watched(which) {
        bytes16 id = idOf(which);
        bytes32 rail = reference_ % 2 == 0 ? escrow.railReferenceOf(id) : bytes32(reference_);
        bool named = payments.payment(id).railReference == bytes32(0) && stands;
        try payments.resolve(id, stands, named ? rail : bytes32(0)) {} catch {}
    }

    function doPause(uint256 chance) external watched(0) {
        if (payments.paused()) payments.unpause();
        else if (chance % 16 == 0) payments.pause();
    }

    function doWait(uint256 seconds_) external watched(0) {
        vm.warp(block.timestamp + within(seconds_, 1, seconds_ % 16 == 0 ? 9 days : 1 hours));
    }

    function doFund(uint256 which) external watched(which) {
        vm.prank(PAYER);
        try escrow.fund(idOf(which), VENDOR, SALT, AMOUNT, SALT) {
            funded += AMOUNT;
        } catch {}
    }

    function doFundWrongly(uint256 which, address vendor, uint256 amount) external watched(which) {
        if (vendor == VENDOR && amount == AMOUNT) return;
        vm.prank(PAYER);
        try escrow.fund(idOf(which), vendor, SALT, amount, SALT) {
            revert("another vendor or amount was funded");
        } catch {
            ++wrongs;
        }
    }

    function doRelease(uint256 which) external watched(which) {
        bytes16 id = idOf(which);
        IVendorPayments.Payment memory p = payments.payment(id);
        bool due = payments.canSettle(id) || p.railReference == escrow.railReferenceOf(id);
        try escrow.release(id) {
            require(due, "paid out without a release");
            released += AMOUNT;
        } catch {}
    }

    function doRefund(uint256 which) external watched(which) {
        bytes16 id = idOf(which);
        IVendorPayments.Payment memory p = payments.payment(id);
        bool open = p.state <= IVendorPayments.State.ConditionsMet || p.state == IVendorPayments.State.Disputed;
        try escrow.refund(id) {
            require(!open && p.railReference != escrow.railReferenceOf(id), "given back too early");
            refunded += AMOUNT;
        } catch {}
    }
}

contract VendorPaymentsInvariants is Check {
    PaymentsHandler private handler;
    uint256 private constant START = 1e30;

    function setUp() external {
        handler = new PaymentsHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev The handler watches states and proofs after each action and reverts; here, what came in is held, paid or given back.
    /// forge-config: default.invariant.fail-on-revert = true
    function invariant_nothingGoesBackAndNothingIsLost() external view {
        (, VendorEscrow escrow, Coin coin) = handler.world();
        uint256 held = handler.funded() - handler.released() - handler.refunded();
        vm.assertEq(escrow.held(), held, "the escrow counts otherwise");
        vm.assertEq(coin.balanceOf(address(escrow)), held, "the escrow holds otherwise");
        vm.assertEq(coin.balanceOf(address(0xBEEF)), handler.released(), "the vendor has otherwise");
        vm.assertEq(coin.balanceOf(address(0xAAAA)), START - held - handler.released(), "the payer has otherwise");
    }

    /// @dev At the end of each run: every payment once more; the deposits are what is held, and wrong things were tried.
    function afterInvariant() external {
        (, VendorEscrow escrow,) = handler.world();
        uint256 sum = 0;
        for (uint256 i = 0; i < handler.PAYMENTS(); ++i) {
            handler.look(i);
            (, uint256 amount) = escrow.deposits(handler.idOf(i));
            sum += amount;
        }
        vm.assertEq(sum, escrow.held(), "deposits and what is held differ");
        vm.assertTrue(handler.wrongs() > 0, "nothing wrong was tried");
    }
}
