// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {IVendorPayments} from "./IVendorPayments.sol";

/// @title Optional: one token, held until VendorPayments says pay or give back
/// @notice Not deployed by default: the registry holds no token and has no code for one. The escrow decides nothing. It needs the
/// registry's SETTLER_ROLE, pays only who and how much the approvers signed for, and gives back whatever was not paid, which nobody
/// can pause. A token that takes a fee on its way is refused.
contract VendorEscrow is ReentrancyGuard {
    using SafeERC20 for IERC20;

    IVendorPayments public immutable REGISTRY;
    IERC20 public immutable TOKEN;
    /// @notice The currency that TOKEN stands for; payments in another are refused. One unit of TOKEN is one minor unit of it: nothing
    /// is converted, so a token with other decimals than the currency is not for this contract.
    bytes3 public immutable CURRENCY;

    /// @param amount In the token's smallest unit; 0 where nothing is held.
    struct Deposit {
        address vendor;
        uint256 amount;
    }

    mapping(bytes16 id => Deposit) public deposits;
    /// @notice What is owed to vendors or payers: never more than the token's balance of this contract.
    uint256 public held;

    event Funded(bytes16 indexed id, address indexed vendor, uint256 amount);
    event Released(bytes16 indexed id, address indexed vendor, uint256 amount);
    event Refunded(bytes16 indexed id, address indexed payer, uint256 amount);

    error NotThePayer(address who);
    error NotOpen(bytes16 id);
    error FundedAlready(bytes16 id);
    error CommitmentRefused();
    error FeeOnTransfer(uint256 sent, uint256 received);
    error NothingHeld(bytes16 id);
    error NotReleasable(bytes16 id);
    error NotRefundable(bytes16 id);

    constructor(IVendorPayments registry, IERC20 token, bytes3 currency) {
        REGISTRY = registry;
        TOKEN = token;
        CURRENCY = currency;
    }

    /// @notice Deposit the whole amount of a payment. Only its payer can, and only what the proposal committed to.
    function fund(bytes16 id, address vendor, bytes32 vendorSalt, uint256 amount, bytes32 amountSalt)
        external
        nonReentrant
    {
        IVendorPayments.Payment memory payment = REGISTRY.payment(id);
        if (msg.sender != payment.payer) revert NotThePayer(msg.sender);
        if (payment.state > IVendorPayments.State.ConditionsMet || block.timestamp > payment.deadline) {
            revert NotOpen(id);
        }
        if (deposits[id].amount != 0) revert FundedAlready(id);
        bool meant = payment.vendor == vendorCommitment(vendorSalt, vendor) && payment.currency == CURRENCY
            && payment.amount == amountCommitment(amountSalt, amount, CURRENCY);
        if (!meant || amount == 0 || vendor == address(0)) revert CommitmentRefused();
        deposits[id] = Deposit(vendor, amount);
        held += amount;
        emit Funded(id, vendor, amount);
        uint256 before = TOKEN.balanceOf(address(this));
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = TOKEN.balanceOf(address(this)) - before;
        if (received != amount) revert FeeOnTransfer(amount, received);
    }

    /// @notice Pay the vendor, once the registry lets the payment be settled, or its arbiter closed it by this escrow's reference.
    function release(bytes16 id) external nonReentrant {
        Deposit memory deposit = deposits[id];
        if (deposit.amount == 0) revert NothingHeld(id);
        IVendorPayments.Payment memory payment = REGISTRY.payment(id);
        bool ordered = _settled(payment.state) && payment.railReference == railReferenceOf(id);
        if (!ordered && !REGISTRY.canSettle(id)) revert NotReleasable(id);
        delete deposits[id];
        held -= deposit.amount;
        emit Released(id, deposit.vendor, deposit.amount);
        if (!ordered) REGISTRY.settle(id, railReferenceOf(id));
        TOKEN.safeTransfer(deposit.vendor, deposit.amount);
    }

    /// @notice Give the deposit back to the payer of a payment that is void, expired or was settled in another way. Anybody may.
    function refund(bytes16 id) external nonReentrant {
        Deposit memory deposit = deposits[id];
        if (deposit.amount == 0) revert NothingHeld(id);
        IVendorPayments.Payment memory payment = REGISTRY.payment(id);
        bool ended = payment.state == IVendorPayments.State.Cancelled || payment.state == IVendorPayments.State.Expired;
        bool otherwise = _settled(payment.state) && payment.railReference != railReferenceOf(id);
        if (!ended && !otherwise) revert NotRefundable(id);
        delete deposits[id];
        held -= deposit.amount;
        emit Refunded(id, payment.payer, deposit.amount);
        TOKEN.safeTransfer(payment.payer, deposit.amount);
    }

    /// @notice What stands in the registry as the rail reference of a payment that this escrow made.
    function railReferenceOf(bytes16 id) public view returns (bytes32) {
        return sha256(bytes.concat("ledger/escrow/v1\x00", abi.encode(block.chainid, address(this), id)));
    }

    function vendorCommitment(bytes32 salt, address vendor) public pure returns (bytes32) {
        return sha256(abi.encodePacked("ledger/vendor/v1\x00", salt, vendor));
    }

    function amountCommitment(bytes32 salt, uint256 amount, bytes3 currency) public pure returns (bytes32) {
        return sha256(abi.encodePacked("ledger/amount/v1\x00", salt, amount, currency));
    }

    function _settled(IVendorPayments.State state) private pure returns (bool) {
        return state == IVendorPayments.State.Settled || state == IVendorPayments.State.Closed;
    }
}
