// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LogAnchor} from "../src/LogAnchor.sol";
import {Check} from "./Check.sol";
import {ReferenceTree} from "./ReferenceTree.sol";

/// @dev Does to a LogAnchor whatever anybody could, right and wrong, and remembers what must hold.
contract LogAnchorHandler is Check {
    uint256 private constant SIGNER_KEY = 0xA11CE;
    uint64 public constant EPOCHS_MAX = 96;
    LogAnchor public log;
    uint64[] public epochs;
    mapping(uint64 => bytes32) public rootAt;
    mapping(uint64 => uint64) public timeAt;
    uint64 public latest;
    bool public convicted;
    uint256 public wrongs;
    uint256 public rights;
    uint256 private rotations;

    constructor() {
        log = new LogAnchor(address(this), address(this), address(this), vm.addr(SIGNER_KEY));
    }

    function leaves(uint256 fork) private pure returns (bytes32[] memory made) {
        made = new bytes32[](EPOCHS_MAX);
        for (uint256 i = 0; i < EPOCHS_MAX; ++i) {
            made[i] = keccak256(abi.encode(i >= fork, i));
        }
    }

    function count() external view returns (uint256) {
        return epochs.length;
    }

    function anchorTruly(uint256 step, uint16 later) external {
        uint64 epoch = latest + uint64(within(step, 1, 3));
        if (epoch > EPOCHS_MAX || log.paused() || convicted) return;
        vm.warp(block.timestamp + later);
        bytes32[] memory made = leaves(type(uint256).max);
        bytes32[] memory proof = latest == 0 ? new bytes32[](0) : ReferenceTree.consistency(made, latest, epoch);
        bytes32 root = ReferenceTree.root(made, epoch);
        log.anchor(epoch, root, bytes32(0), proof);
        epochs.push(epoch);
        rootAt[epoch] = root;
        timeAt[epoch] = uint64(block.timestamp);
        latest = epoch;
        ++rights;
    }

    function anchorFork(uint256 step, uint256 fork) external {
        if (latest == 0) return;
        uint64 epoch = latest + uint64(within(step, 1, 3));
        if (epoch > EPOCHS_MAX) return;
        bytes32[] memory made = leaves(within(fork, 0, latest - 1));
        refused(epoch, ReferenceTree.root(made, epoch), ReferenceTree.consistency(made, latest, epoch));
    }

    function anchorAgain(uint256 which, bytes32 root) external {
        if (latest == 0) return;
        bytes32[] memory made = leaves(type(uint256).max);
        refused(epochs[which % epochs.length], root, new bytes32[](0));
        refused(uint64(within(which, 0, latest)), ReferenceTree.root(made, latest), new bytes32[](0));
    }

    function anchorUnproven(uint256 step, bytes32 root, bytes32[] calldata proof) external {
        if (latest == 0 && !log.paused() && !convicted) return; // the first anchor needs no proof
        refused(latest + uint64(within(step, 1, 3)), root, proof);
    }

    function anchorAsStranger(address who, bytes32 root) external {
        if (who == address(this)) return;
        vm.prank(who);
        refused(latest + 1, root, new bytes32[](0));
    }

    function pause() external {
        if (!log.paused()) log.pause();
    }

    function unpause() external {
        if (log.paused()) log.unpause();
    }

    function rotate() external {
        log.rotateSigner(vm.addr(SIGNER_KEY + ++rotations));
    }

    /// @dev Seldom, because nothing is anchored afterwards.
    function convict(uint256 chance, uint256 which, bytes32 other) external {
        if (latest == 0 || chance % 64 != 0) return;
        uint64 epoch = epochs[which % epochs.length];
        if (other == rootAt[epoch]) return;
        log.proveEquivocation(epoch, other, signed(SIGNER_KEY, log.epochRootDigest(epoch, other)));
        convicted = true;
    }

    function accuseFalsely(uint256 which, bytes32 other, uint256 key) external {
        if (latest == 0) return;
        uint64 epoch = epochs[which % epochs.length];
        key = within(key, 1, 1_000);
        bytes32 digest = log.epochRootDigest(epoch, other);
        try log.proveEquivocation(epoch, other, signed(key, digest)) {
            revert("a stranger convicted the signer");
        } catch {
            ++wrongs;
        }
        bytes32 root = rootAt[epoch];
        try log.proveEquivocation(epoch, root, signed(SIGNER_KEY, log.epochRootDigest(epoch, root))) {
            revert("the anchored root convicted the signer");
        } catch {
            ++wrongs;
        }
    }

    function refused(uint64 epoch, bytes32 root, bytes32[] memory proof) private {
        try log.anchor(epoch, root, bytes32(0), proof) {
            revert("a wrong root was anchored");
        } catch {
            ++wrongs;
        }
    }
}

contract LogAnchorTest is Check {
    LogAnchorHandler private handler;

    function setUp() external {
        handler = new LogAnchorHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev Write-once and append-only: the latest, and one epoch more, are as they were anchored, and beyond them is nothing.
    /// forge-config: default.invariant.fail-on-revert = true
    function invariant_whatIsAnchoredStays() external view {
        LogAnchor log = handler.log();
        uint64 latest = handler.latest();
        vm.assertEq(log.latestEpoch(), latest, "the latest epoch went another way");
        vm.assertTrue(log.frozen() == handler.convicted(), "frozen without a conviction, or thawed");
        (bytes32 none, uint64 never) = log.anchors(latest + 1);
        vm.assertTrue(none == bytes32(0) && never == 0, "something lies beyond the latest epoch");
        uint256 count = handler.count();
        if (count != 0) {
            same(latest);
            same(handler.epochs(block.timestamp % count));
        }
    }

    /// @dev At the end of each run: every epoch that was ever anchored.
    function afterInvariant() external view {
        for (uint256 i = 0; i < handler.count(); ++i) {
            same(handler.epochs(i));
        }
        vm.assertTrue(handler.wrongs() > 0, "nothing wrong was tried");
    }

    function same(uint64 epoch) private view {
        (bytes32 root, uint64 time) = handler.log().anchors(epoch);
        vm.assertEq(root, handler.rootAt(epoch), "a root was written again");
        vm.assertEq(time, handler.timeAt(epoch), "a time was written again");
    }

    function testFuzz_onlyTheAnchorerAnchors(address who) external {
        vm.assume(who != address(handler));
        LogAnchor log = handler.log();
        vm.prank(who);
        vm.expectRevert();
        log.anchor(1, bytes32(uint256(1)), bytes32(0), new bytes32[](0));
    }

    function testFuzz_noEpochBeforeTheLatest(uint64 first, uint64 second, bytes32 root, bytes32[] calldata proof)
        external
    {
        vm.assume(root != bytes32(0) && first != 0 && second <= first);
        LogAnchor log = handler.log();
        vm.prank(address(handler));
        log.anchor(first, root, bytes32(0), new bytes32[](0));
        vm.prank(address(handler));
        vm.expectRevert(abi.encodeWithSelector(LogAnchor.EpochNotLater.selector, second, first));
        log.anchor(second, root, bytes32(0), proof);
    }

    function testFuzz_timesOfNeighboursAreApart(uint64 epoch, uint64 first, uint32 later) external {
        epoch = uint64(within(epoch, 1, 15));
        first = uint64(within(first, 1, type(uint48).max));
        LogAnchor log = handler.log();
        bytes32[] memory leaves = new bytes32[](16);
        leaves[0] = bytes32(uint256(1));
        bytes32 root = ReferenceTree.root(leaves, epoch);
        vm.warp(first);
        vm.prank(address(handler));
        log.anchor(epoch, root, bytes32(0), new bytes32[](0));
        vm.warp(uint256(first) + later);
        root = ReferenceTree.root(leaves, 16);
        bytes32[] memory proof = ReferenceTree.consistency(leaves, epoch, 16);
        vm.prank(address(handler));
        log.anchor(16, root, bytes32(0), proof);
        (, uint64 then) = log.anchors(epoch);
        (, uint64 now_) = log.anchors(16);
        vm.assertTrue(then == first && now_ == uint256(first) + later, "times ran into each other");
    }
}
