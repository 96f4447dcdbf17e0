// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IVendorPayments} from "../src/IVendorPayments.sol";
import {VendorEscrow} from "../src/VendorEscrow.sol";
import {VendorPayments} from "../src/VendorPayments.sol";
import {Releases} from "./Releases.sol";
import {CallingCoin, Coin, FeeCoin} from "./Tokens.sol";

contract VendorEscrowTest is Releases {
    bytes16 private constant ID = bytes16(uint128(1));

    function setUp() external {
        vm.warp(1_800_000_000);
        deploy(new Coin());
    }

    function fund() private {
        vm.prank(PAYER);
        escrow.fund(ID, VENDOR, SALT, AMOUNT, SALT);
    }

    function funded() private {
        propose(ID, 2);
        fund();
    }

    function met() private {
        approve(ID, 0);
        approve(ID, 1);
        payments.proveCondition(ID, logRelease(ID, 0));
    }

    function test_theVendorIsPaidOnceWhenEverythingHolds() external {
        funded();
        vm.expectRevert(abi.encodeWithSelector(VendorEscrow.NotReleasable.selector, ID));
        escrow.release(ID);
        met();
        escrow.release(ID);
        vm.assertEq(coin.balanceOf(VENDOR), AMOUNT, "the vendor was not paid");
        vm.assertEq(payments.payment(ID).railReference, escrow.railReferenceOf(ID), "not recorded");
        vm.assertTrue(stateOf(ID) == IVendorPayments.State.Settled, "not settled");
        vm.expectRevert(abi.encodeWithSelector(VendorEscrow.NothingHeld.selector, ID));
        escrow.release(ID);
        vm.expectRevert(abi.encodeWithSelector(VendorEscrow.NothingHeld.selector, ID));
        escrow.refund(ID);
    }

    function test_anExpiredPaymentIsGivenBackEvenWhilePaused() external {
        funded();
        met();
        vm.expectRevert(abi.encodeWithSelector(VendorEscrow.NotRefundable.selector, ID));
        escrow.refund(ID);
        payments.pause();
        vm.expectRevert(abi.encodeWithSelector(VendorEscrow.NotReleasable.selector, ID));
        escrow.release(ID);
        vm.warp(block.timestamp + WINDOW + 1);
        payments.expire(ID);
        escrow.refund(ID);
        vm.assertEq(coin.balanceOf(PAYER), 1e30, "the payer lost something");
    }

    function test_aPaymentMadeElsewhereIsGivenBack() external {
        funded();
        met();
        payments.settle(ID, bytes32(uint256(1)));
        escrow.refund(ID);
        vm.assertEq(coin.balanceOf(PAYER), 1e30, "the payer paid twice");
    }

    function test_theEscrowsReferenceDoesNotSetItFreeForThePayer() external {
        funded();
        met();
        payments.settle(ID, escrow.railReferenceOf(ID));
        vm.expectRevert(abi.encodeWithSelector(VendorEscrow.NotRefundable.selector, ID));
        escrow.refund(ID);
        escrow.release(ID);
        vm.assertEq(coin.balanceOf(VENDOR), AMOUNT, "the vendor was not paid");
    }

    function test_theArbiterOrdersPaymentOrRefund() external {
        funded();
        met();
        vm.prank(PAYER);
        payments.dispute(ID, bytes32(uint256(1)));
        vm.expectRevert(abi.encodeWithSelector(VendorEscrow.NotReleasable.selector, ID));
        escrow.release(ID);
        vm.expectRevert(abi.encodeWithSelector(VendorEscrow.NotRefundable.selector, ID));
        escrow.refund(ID);
        payments.resolve(ID, true, escrow.railReferenceOf(ID));
        escrow.release(ID);
        vm.assertEq(coin.balanceOf(VENDOR), AMOUNT, "the vendor was not paid");
    }

    function test_onlyWhatWasApprovedIsFunded() external {
        propose(ID, 2);
        vm.expectRevert(abi.encodeWithSelector(VendorEscrow.NotThePayer.selector, address(this)));
        escrow.fund(ID, VENDOR, SALT, AMOUNT, SALT);
        bytes4 refused = VendorEscrow.CommitmentRefused.selector;
        vm.prank(PAYER);
        vm.expectRevert(refused);
        escrow.fund(ID, address(0xD00D), SALT, AMOUNT, SALT);
        vm.prank(PAYER);
        vm.expectRevert(refused);
        escrow.fund(ID, VENDOR, SALT, AMOUNT + 1, SALT);
        vm.prank(PAYER);
        vm.expectRevert(refused);
        escrow.fund(ID, VENDOR, ~SALT, AMOUNT, SALT);
        fund();
        vm.prank(PAYER);
        vm.expectRevert(abi.encodeWithSelector(VendorEscrow.FundedAlready.selector, ID));
        escrow.fund(ID, VENDOR, SALT, AMOUNT, SALT);
    }

    function test_aTokenThatTakesAFeeIsRefused() external {
        deploy(new FeeCoin());
        propose(ID, 2);
        vm.prank(PAYER);
        vm.expectRevert(abi.encodeWithSelector(VendorEscrow.FeeOnTransfer.selector, AMOUNT, AMOUNT - AMOUNT / 100));
        escrow.fund(ID, VENDOR, SALT, AMOUNT, SALT);
    }

    function test_aTokenThatCallsBackGetsNothingTwice() external {
        CallingCoin calling = new CallingCoin();
        deploy(calling);
        funded();
        met();
        calling.call(escrow, ID);
        escrow.release(ID);
        vm.assertTrue(calling.refused(), "the call back went through");
        vm.assertEq(coin.balanceOf(VENDOR), AMOUNT, "paid otherwise");
    }

    function testFuzz_noOtherLeafReleases(uint8 wrong, uint8 approvals) external {
        wrong = uint8(within(wrong, 1, 6));
        approvals = uint8(within(approvals, 1, 3));
        propose(ID, approvals);
        for (uint256 i = 0; i < approvals; ++i) {
            approve(ID, i);
        }
        VendorPayments.ReleaseProof memory proof = logRelease(ID, wrong);
        vm.expectRevert();
        payments.proveCondition(ID, proof);
        payments.proveCondition(ID, logRelease(ID, 0));
    }

    function testFuzz_onlyTheRightFieldsRelease(uint256 which, uint256 change) external {
        propose(ID, 1);
        approve(ID, 0);
        VendorPayments.ReleaseProof memory proof = logRelease(ID, 0);
        change = within(change, 1, type(uint64).max - 1);
        which = which % 8;
        unchecked {
            if (which == 0) proof.ts += uint64(change);
            if (which == 1) proof.index += uint64(change);
            if (which == 2) proof.eid ^= bytes16(uint128(change));
            if (which == 3) proof.salt ^= bytes32(change);
            if (which == 4) proof.logRoot ^= bytes32(change);
            if (which == 5) proof.epoch += uint64(change);
            if (which == 6) proof.recordTs += uint64(change);
            if (which == 7) proof.epochRoot ^= bytes32(change);
        }
        vm.expectRevert();
        payments.proveCondition(ID, proof);
        vm.assertTrue(!payments.canSettle(ID), "released");
    }
}
