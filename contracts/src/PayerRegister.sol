// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";

/// @title Who pays, whose log must say so, and who may approve
/// @notice A payer's log and slot are registered once and for ever: only an entry of that log can release a payment of that payer.
abstract contract PayerRegister is AccessControlDefaultAdminRules {
    bytes32 public constant REGISTRAR_ROLE = keccak256("REGISTRAR_ROLE");

    /// @param log The environment id, whose log it is.
    /// @param slot The log's slot in every epoch tree.
    /// @param approvalsMin Fewer approvals than this no payment of this payer can ask for; 0 where nobody is registered.
    struct Payer {
        bytes16 log;
        uint64 slot;
        uint8 approvalsMin;
    }

    mapping(address payer => Payer) public payers;
    mapping(address payer => mapping(address approver => bool)) public mayApprove;

    event PayerRegistered(address indexed payer, bytes16 indexed log, uint64 slot, uint8 approvalsMin);
    event ApproverSet(address indexed payer, address indexed approver, bool may);

    error PayerKnown(address payer);
    error PayerUnknown(address payer);
    error PayerRefused(address payer);
    error ApproverRefused(address approver);

    /// @notice Register a payer for ever, with its log, its slot and the least number of approvals (at least 1, none of them its own).
    function registerPayer(address payer, bytes16 log, uint64 slot, uint8 approvalsMin)
        external
        onlyRole(REGISTRAR_ROLE)
    {
        if (payer == address(0) || log == bytes16(0) || approvalsMin == 0) revert PayerRefused(payer);
        if (payers[payer].approvalsMin != 0) revert PayerKnown(payer);
        payers[payer] = Payer(log, slot, approvalsMin);
        emit PayerRegistered(payer, log, slot, approvalsMin);
    }

    /// @notice Say who may approve payments of a payer; the payer itself never may. What was approved before stays so.
    function setApprover(address payer, address approver, bool may) external onlyRole(REGISTRAR_ROLE) {
        if (payers[payer].approvalsMin == 0) revert PayerUnknown(payer);
        if (approver == address(0) || approver == payer) revert ApproverRefused(approver);
        mayApprove[payer][approver] = may;
        emit ApproverSet(payer, approver, may);
    }
}
