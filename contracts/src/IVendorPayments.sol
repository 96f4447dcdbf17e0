// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The states and facts of a vendor payment, as other contracts read them
interface IVendorPayments {
    /// @dev In the order in which a payment can only go on: no transition leads to a smaller number.
    enum State {
        None,
        Proposed,
        Approved,
        ConditionsMet,
        Settled,
        Disputed,
        Closed,
        Cancelled,
        Expired
    }

    /// @param payer Who proposed it.
    /// @param currency ISO 4217, three letters.
    /// @param notBefore, deadline Seconds; settlement is possible from the one to the other, both included.
    /// @param vendor, amount Salted commitments; see docs/contracts.md.
    /// @param terms Digest of everything that was proposed; see `termsOf`.
    /// @param railReference Hash of what the payment rail answered, once settled.
    struct Payment {
        address payer;
        State state;
        uint8 approvalsNeeded;
        uint8 approvalsGiven;
        bytes3 currency;
        uint64 notBefore;
        uint64 deadline;
        uint64 settledAt;
        bytes32 vendor;
        bytes32 amount;
        bytes32 terms;
        bytes32 railReference;
    }

    function payment(bytes16 id) external view returns (Payment memory);

    /// @notice Whether every condition of the payment holds now: who pays must ask this.
    function canSettle(bytes16 id) external view returns (bool);

    function settle(bytes16 id, bytes32 railReference) external;
}
