// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ILogAnchor} from "./ILogAnchor.sol";
import {MerkleTree} from "./MerkleTree.sol";

/// @title The witness of the super-log
/// @notice Keeps the root of the super-log at chosen epochs. A root enters only with the RFC 9162 proof that its tree begins with the
/// tree of the latest one, and is never written again: who holds the anchoring key can append, and nothing else. The super-log has
/// one record an epoch, counted from 1, so the number of an epoch is also the size of the tree. Format: docs/decisions/0051.
/// @dev Not upgradeable. The admin changes hands after a delay, cannot change a root, and cannot undo a freeze.
contract LogAnchor is ILogAnchor, AccessControlDefaultAdminRules, EIP712, Pausable {
    bytes32 public constant ANCHORER_ROLE = keccak256("ANCHORER_ROLE");
    bytes32 public constant PAUSER_ROLE = keccak256("PAUSER_ROLE");
    /// @notice What the log's signer signs (EIP-712) when it publishes the root of an epoch.
    bytes32 public constant EPOCH_ROOT_TYPEHASH = keccak256("EpochRoot(uint64 epoch,bytes32 root)");
    uint48 public constant ADMIN_DELAY = 2 days;

    /// @notice The latest anchored epoch; 0 before the first. Shares its slot with the pause.
    uint64 public latestEpoch;
    /// @inheritdoc ILogAnchor
    bool public frozen;
    /// @notice Who signs roots now.
    address public signer;
    mapping(uint64 epoch => bytes32) private _roots;
    /// @dev Four times of 64 bits in a slot, so that most anchors write no new slot for it.
    mapping(uint64 epochQuarter => uint256) private _times;
    /// @notice Who ever signed roots: a key that was rotated out still answers for what it signed.
    mapping(address who => bool) public everSigner;

    event Anchored(uint64 indexed epoch, bytes32 indexed root, bytes32 bundleDigest);
    event EquivocationProven(uint64 indexed epoch, bytes32 anchoredRoot, bytes32 otherRoot, address indexed by);
    event SignerRotated(address indexed previous, address indexed next);

    error EpochNotLater(uint64 epoch, uint64 latest);
    error EpochNotAnchored(uint64 epoch);
    error NotConsistent(uint64 latest, uint64 epoch);
    error RootMissing();
    error SignerRefused(address who);
    error SameRoot();
    error Frozen();

    constructor(address admin, address anchorer, address pauser, address firstSigner)
        AccessControlDefaultAdminRules(ADMIN_DELAY, admin)
        EIP712("Countermark LogAnchor", "1")
    {
        _grantRole(ANCHORER_ROLE, anchorer);
        _grantRole(PAUSER_ROLE, pauser);
        _rotate(firstSigner);
    }

    /// @notice Append the root of the super-log at `epoch`, which is later than the latest one.
    /// @param root The RFC 6962 root over the records of epochs 1 to `epoch`.
    /// @param bundleDigest SHA-256 of the epoch's public manifest; only told, not kept.
    /// @param consistency The RFC 9162 proof from the latest root to this one; empty for the first anchor.
    function anchor(uint64 epoch, bytes32 root, bytes32 bundleDigest, bytes32[] calldata consistency)
        external
        onlyRole(ANCHORER_ROLE)
        whenNotPaused
    {
        if (frozen) revert Frozen();
        if (root == bytes32(0)) revert RootMissing();
        uint64 latest = latestEpoch;
        if (epoch <= latest) revert EpochNotLater(epoch, latest);
        bool consistent = latest == 0
            ? consistency.length == 0
            : MerkleTree.continues(latest, epoch, consistency, _roots[latest], root);
        if (!consistent) revert NotConsistent(latest, epoch);
        latestEpoch = epoch;
        _roots[epoch] = root;
        _times[epoch >> 2] |= block.timestamp << _lane(epoch);
        emit Anchored(epoch, root, bundleDigest);
    }

    /// @notice The root anchored at `epoch` and the time of its block in seconds; two zeros where nothing is.
    function anchors(uint64 epoch) external view returns (bytes32 root, uint64 blockTime) {
        return (_roots[epoch], uint64(_times[epoch >> 2] >> _lane(epoch)));
    }

    /// @inheritdoc ILogAnchor
    function verifyInclusion(uint64 epoch, uint64 index, bytes32 leafHash, bytes32[] calldata proof)
        external
        view
        returns (bool)
    {
        bytes32 root = _roots[epoch];
        return root != bytes32(0) && MerkleTree.includes(leafHash, index, epoch, proof, root);
    }

    /// @notice Show that the log's signer signed another root for an anchored epoch. Anybody may; no more is ever anchored here.
    /// @param signature Over `EpochRoot(epoch, otherRoot)` in this contract's domain, by a present or former signer.
    function proveEquivocation(uint64 epoch, bytes32 otherRoot, bytes calldata signature) external {
        bytes32 root = _roots[epoch];
        if (root == bytes32(0)) revert EpochNotAnchored(epoch);
        if (otherRoot == root) revert SameRoot();
        address by = ECDSA.recoverCalldata(epochRootDigest(epoch, otherRoot), signature);
        if (!everSigner[by]) revert SignerRefused(by);
        frozen = true;
        emit EquivocationProven(epoch, root, otherRoot, by);
    }

    /// @notice The EIP-712 digest that the log's signer signs for a root.
    function epochRootDigest(uint64 epoch, bytes32 root) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(EPOCH_ROOT_TYPEHASH, epoch, root)));
    }

    /// @notice Make another key the signer. The old one stays answerable.
    function rotateSigner(address next) external onlyRole(DEFAULT_ADMIN_ROLE) {
        _rotate(next);
    }

    function pause() external onlyRole(PAUSER_ROLE) {
        _pause();
    }

    function unpause() external onlyRole(DEFAULT_ADMIN_ROLE) {
        _unpause();
    }

    function _rotate(address next) private {
        if (next == address(0) || everSigner[next]) revert SignerRefused(next);
        emit SignerRotated(signer, next);
        signer = next;
        everSigner[next] = true;
    }

    /// @dev How far the time of an epoch is shifted in its slot of four.
    function _lane(uint64 epoch) private pure returns (uint256) {
        return uint256(epoch & 3) << 6;
    }
}
