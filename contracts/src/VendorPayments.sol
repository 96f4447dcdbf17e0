// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ILogAnchor} from "./ILogAnchor.sol";
import {IVendorPayments} from "./IVendorPayments.sol";
import {LedgerLeaves} from "./LedgerLeaves.sol";
import {MerkleTree} from "./MerkleTree.sol";
import {PayerRegister} from "./PayerRegister.sol";

/// @title Conditions of vendor payments, enforced
/// @notice Holds no money and moves none: it says whether a payment may be made on the bank's rails. A payment is proposed by its payer,
/// approved by n others, released by one entry of the payer's own log, proven here up to an anchored root, and only then may be settled.
/// The entry is rebuilt from the payment, so that a proof of any other entry releases nothing. States and roles: docs/contracts.md.
contract VendorPayments is IVendorPayments, PayerRegister, EIP712, Pausable {
    bytes32 public constant PAUSER_ROLE = keccak256("PAUSER_ROLE");
    bytes32 public constant SETTLER_ROLE = keccak256("SETTLER_ROLE");
    bytes32 public constant ARBITER_ROLE = keccak256("ARBITER_ROLE");
    bytes32 public constant APPROVAL_TYPEHASH = keccak256(
        "Approval(bytes16 payment,address payer,bytes32 vendor,bytes32 amount,bytes3 currency,bytes32 terms,uint64 notBefore,uint64 deadline,uint8 approvals)"
    );
    uint48 public constant ADMIN_DELAY = 2 days;
    /// @notice How long after settlement a payment can be disputed, and before only its payer can close it.
    uint64 public constant DISPUTE_WINDOW = 30 days;
    /// @notice The longest name of who released a payment, in bytes.
    uint256 public constant ACT_BYTES_MAX = 128;

    /// @notice The way from the entry that releases a payment to an anchored root.
    /// @param eid, ts, act Of the entry: its id, its time in microseconds, who released.
    /// @param index, logPath The entry's place (0-based) in the payer's log of `size` entries with `logRoot`.
    /// @param salt, slotPath Of the payer's slot in the tree of `slots` slots with `epochRoot`.
    /// @param epoch, recordTs, recordPath Of the epoch's record in the super-log as anchored at `anchoredEpoch`.
    struct ReleaseProof {
        bytes16 eid;
        uint64 ts;
        string act;
        uint64 index;
        uint64 size;
        bytes32 logRoot;
        bytes32 salt;
        uint64 slots;
        bytes32 epochRoot;
        uint64 epoch;
        uint64 recordTs;
        uint64 anchoredEpoch;
        bytes32[] logPath;
        bytes32[] slotPath;
        bytes32[] recordPath;
    }

    ILogAnchor public immutable LOG_ANCHOR;
    mapping(bytes16 id => Payment) private _payments;
    mapping(bytes16 id => mapping(address approver => bool)) public approvedBy;

    event Proposed(bytes16 indexed id, address indexed payer, bytes32 terms, bytes32 document);
    event ApprovalGiven(bytes16 indexed id, address indexed approver, uint8 given, uint8 needed);
    event ConditionProven(bytes16 indexed id, bytes16 indexed eid, uint64 epoch, uint64 anchoredEpoch);
    event SettledOnRail(bytes16 indexed id, bytes32 indexed railReference);
    event PaymentClosed(bytes16 indexed id);
    event PaymentCancelled(bytes16 indexed id);
    event PaymentExpired(bytes16 indexed id);
    event PaymentDisputed(bytes16 indexed id, address indexed by, bytes32 reason);
    event DisputeResolved(bytes16 indexed id, bool stands, bytes32 railReference);

    error PaymentKnown(bytes16 id);
    error ProposalRefused();
    error WrongState(bytes16 id, State state);
    error TooLate(bytes16 id, uint64 deadline);
    error TooEarly(bytes16 id);
    error NotThePayer(address who);
    error NotAParty(address who);
    error NotAnApprover(address who);
    error ApprovedAlready(address who);
    error LogFrozen();
    error ActRefused();
    error NotInLog();
    error NotInEpoch();
    error NotAnchored();
    error CannotSettle(bytes16 id);
    error ReferenceRefused();

    constructor(
        address admin,
        address registrar,
        address settler,
        address arbiter,
        address pauser,
        ILogAnchor logAnchor
    ) AccessControlDefaultAdminRules(ADMIN_DELAY, admin) EIP712("Countermark VendorPayments", "1") {
        LOG_ANCHOR = logAnchor;
        _grantRole(REGISTRAR_ROLE, registrar);
        _grantRole(SETTLER_ROLE, settler);
        _grantRole(ARBITER_ROLE, arbiter);
        _grantRole(PAUSER_ROLE, pauser);
    }

    /// @notice Propose a payment under an id that was never used. None of its terms ever changes.
    /// @param vendor, amount Salted commitments to who is paid and how much.
    /// @param document Hash of the agreement; told, and part of the terms.
    /// @param approvals How many others must approve.
    function propose(
        bytes16 id,
        bytes32 vendor,
        bytes32 amount,
        bytes3 currency,
        bytes32 document,
        uint64 notBefore,
        uint64 deadline,
        uint8 approvals
    ) external whenNotPaused {
        Payer memory payer = payers[msg.sender];
        if (payer.approvalsMin == 0) revert PayerUnknown(msg.sender);
        if (_payments[id].state != State.None) revert PaymentKnown(id);
        bool whole = id != bytes16(0) && vendor != bytes32(0) && amount != bytes32(0) && document != bytes32(0);
        if (!whole || approvals < payer.approvalsMin || notBefore > deadline || deadline <= block.timestamp) {
            revert ProposalRefused();
        }
        Payment storage made = _payments[id];
        made.payer = msg.sender;
        made.state = State.Proposed;
        made.approvalsNeeded = approvals;
        made.currency = currency;
        made.notBefore = notBefore;
        made.deadline = deadline;
        made.vendor = vendor;
        made.amount = amount;
        made.terms = termsOf(id, msg.sender, vendor, amount, currency, document, notBefore, deadline, approvals);
        emit Proposed(id, msg.sender, made.terms, document);
    }

    /// @notice Hand in an approver's signature over everything that was proposed. Anybody may hand it in.
    /// @param signature EIP-712 over `Approval`, in this contract's domain, by an approver of the payer.
    function approveBySig(bytes16 id, bytes calldata signature) external whenNotPaused {
        Payment storage held = _in(id, State.Proposed);
        _beforeDeadline(id, held);
        address approver = ECDSA.recoverCalldata(approvalDigest(id), signature);
        if (!mayApprove[held.payer][approver]) revert NotAnApprover(approver);
        if (approvedBy[id][approver]) revert ApprovedAlready(approver);
        approvedBy[id][approver] = true;
        uint8 given = ++held.approvalsGiven;
        if (given == held.approvalsNeeded) held.state = State.Approved;
        emit ApprovalGiven(id, approver, given, held.approvalsNeeded);
    }

    /// @notice Prove that the payer's own log holds the entry that releases this payment. Anybody may.
    function proveCondition(bytes16 id, ReleaseProof calldata proof) external whenNotPaused {
        Payment storage held = _in(id, State.Approved);
        _beforeDeadline(id, held);
        if (LOG_ANCHOR.frozen()) revert LogFrozen();
        _checkRelease(id, held, proof);
        held.state = State.ConditionsMet;
        emit ConditionProven(id, proof.eid, proof.epoch, proof.anchoredEpoch);
    }

    /// @inheritdoc IVendorPayments
    function canSettle(bytes16 id) public view returns (bool) {
        Payment storage held = _payments[id];
        return held.state == State.ConditionsMet && held.notBefore <= block.timestamp
            && block.timestamp <= held.deadline && !paused() && !LOG_ANCHOR.frozen();
    }

    /// @notice Record that the payment was made on its rail.
    /// @param railReference Hash of what the rail answered, never zero.
    function settle(bytes16 id, bytes32 railReference) external onlyRole(SETTLER_ROLE) {
        if (!canSettle(id)) revert CannotSettle(id);
        if (railReference == bytes32(0)) revert ReferenceRefused();
        Payment storage held = _payments[id];
        held.state = State.Settled;
        held.settledAt = uint64(block.timestamp);
        held.railReference = railReference;
        emit SettledOnRail(id, railReference);
    }

    /// @notice End a settled payment: its payer at once, anybody after the dispute window.
    function close(bytes16 id) external {
        Payment storage held = _in(id, State.Settled);
        if (msg.sender != held.payer && block.timestamp <= held.settledAt + DISPUTE_WINDOW) revert TooEarly(id);
        held.state = State.Closed;
        emit PaymentClosed(id);
    }

    /// @notice Withdraw a payment whose release is not proven yet. Only its payer can.
    function cancel(bytes16 id) external {
        Payment storage held = _payments[id];
        if (held.state != State.Proposed && held.state != State.Approved) revert WrongState(id, held.state);
        if (msg.sender != held.payer) revert NotThePayer(msg.sender);
        held.state = State.Cancelled;
        emit PaymentCancelled(id);
    }

    /// @notice Say that the deadline of an unsettled payment has passed. Anybody may.
    function expire(bytes16 id) external {
        Payment storage held = _payments[id];
        if (held.state == State.None || held.state > State.ConditionsMet) revert WrongState(id, held.state);
        if (block.timestamp <= held.deadline) revert TooEarly(id);
        held.state = State.Expired;
        emit PaymentExpired(id);
    }

    /// @notice Stop a released payment, or contest a settled one within the window: its payer, an approver of it, or the arbiter.
    /// @param reason Hash of the reason.
    function dispute(bytes16 id, bytes32 reason) external {
        Payment storage held = _payments[id];
        if (held.state != State.ConditionsMet && held.state != State.Settled) revert WrongState(id, held.state);
        bool party = msg.sender == held.payer || mayApprove[held.payer][msg.sender];
        if (!party && !hasRole(ARBITER_ROLE, msg.sender)) revert NotAParty(msg.sender);
        if (held.state == State.Settled && block.timestamp > held.settledAt + DISPUTE_WINDOW) {
            revert TooLate(id, held.settledAt + DISPUTE_WINDOW);
        }
        held.state = State.Disputed;
        emit PaymentDisputed(id, msg.sender, reason);
    }

    /// @notice End a dispute: the payment stands and is closed, or it is void.
    /// @param railReference How a payment that stands was made, where that was not recorded before; else zero.
    function resolve(bytes16 id, bool stands, bytes32 railReference) external onlyRole(ARBITER_ROLE) {
        Payment storage held = _in(id, State.Disputed);
        bool wanted = stands && held.railReference == bytes32(0);
        if (wanted != (railReference != bytes32(0))) revert ReferenceRefused();
        if (wanted) held.railReference = railReference;
        held.state = stands ? State.Closed : State.Cancelled;
        emit DisputeResolved(id, stands, railReference);
    }

    function pause() external onlyRole(PAUSER_ROLE) {
        _pause();
    }

    function unpause() external onlyRole(DEFAULT_ADMIN_ROLE) {
        _unpause();
    }

    /// @inheritdoc IVendorPayments
    function payment(bytes16 id) external view returns (Payment memory) {
        return _payments[id];
    }

    /// @notice The digest of everything proposed, on this chain and in this contract: what the releasing entry commits to.
    /// @return SHA-256 of "ledger/terms/v1", NUL and eleven words of 32 bytes; see docs/contracts.md.
    function termsOf(
        bytes16 id,
        address payer,
        bytes32 vendor,
        bytes32 amount,
        bytes3 currency,
        bytes32 document,
        uint64 notBefore,
        uint64 deadline,
        uint8 approvals
    ) public view returns (bytes32) {
        return sha256(
            bytes.concat(
                "ledger/terms/v1\x00",
                abi.encode(block.chainid, address(this), id, payer, vendor, amount, currency, document),
                abi.encode(notBefore, deadline, approvals)
            )
        );
    }

    /// @notice The EIP-712 digest that an approver of this payment signs.
    function approvalDigest(bytes16 id) public view returns (bytes32) {
        Payment storage held = _payments[id];
        bytes memory words = bytes.concat(
            abi.encode(APPROVAL_TYPEHASH, id, held.payer, held.vendor, held.amount, held.currency, held.terms),
            abi.encode(held.notBefore, held.deadline, held.approvalsNeeded)
        );
        return _hashTypedDataV4(keccak256(words));
    }

    /// @notice The bytes of the one entry that releases this payment, for a given id, time and author of that entry.
    function releaseLeaf(bytes16 id, bytes16 eid, uint64 ts, string calldata act) external view returns (bytes memory) {
        Payment storage held = _payments[id];
        return LedgerLeaves.release(payers[held.payer].log, id, held.terms, eid, ts, bytes(act));
    }

    /// @dev Entry, log, slot, epoch, super-log, anchor: every leaf on the way is rebuilt, none is taken from the caller.
    function _checkRelease(bytes16 id, Payment storage held, ReleaseProof calldata proof) private view {
        uint256 length = bytes(proof.act).length;
        if (length == 0 || length > ACT_BYTES_MAX) revert ActRefused();
        Payer memory payer = payers[held.payer];
        bytes32 leaf = MerkleTree.leafHash(
            LedgerLeaves.release(payer.log, id, held.terms, proof.eid, proof.ts, bytes(proof.act))
        );
        if (!MerkleTree.includes(leaf, proof.index, proof.size, proof.logPath, proof.logRoot)) revert NotInLog();
        leaf = MerkleTree.leafHash(LedgerLeaves.slot(payer.log, proof.logRoot, proof.salt, proof.size));
        if (!MerkleTree.includes(leaf, payer.slot, proof.slots, proof.slotPath, proof.epochRoot)) revert NotInEpoch();
        leaf = MerkleTree.leafHash(LedgerLeaves.record(proof.recordTs, proof.epochRoot, proof.epoch, proof.slots));
        if (proof.epoch == 0) revert NotAnchored();
        if (!LOG_ANCHOR.verifyInclusion(proof.anchoredEpoch, proof.epoch - 1, leaf, proof.recordPath)) {
            revert NotAnchored();
        }
    }

    function _in(bytes16 id, State wanted) private view returns (Payment storage held) {
        held = _payments[id];
        if (held.state != wanted) revert WrongState(id, held.state);
    }

    function _beforeDeadline(bytes16 id, Payment storage held) private view {
        if (block.timestamp > held.deadline) revert TooLate(id, held.deadline);
    }
}
