"""Step CHAIN: that the contract which the auditor pinned holds the super-log's root, in a block that the auditor pinned.

From the block's hash to its header, from the header's state root to the contract's account, from the account's storage
root to `LogAnchor`'s root of an epoch, and to the word that says whether it is frozen and who signs roots: `eth_getProof`,
checked here without asking anybody.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.verifier import documents, rlp, tries
from ledger.verifier.audit import Audit, BundleRefused, NotDue
from ledger.verifier.documents import DocumentRefused, Json
from ledger.verifier.epoch_files import ANCHORS
from ledger.verifier.keccak import keccak256
from ledger.verifier.rlp import RlpRefused
from ledger.verifier.scan import CLOCK_TOLERANCE_US
from ledger.verifier.signed_roots import ROOTS, Signatures, SignedRoot, read_signed_roots
from ledger.verifier.tries import TrieRefused
from ledger.verifier.trust import ADDRESS_BYTES, BLOCK_HASH_BYTES, Pin, Trust

ROOTS_SLOT = 6
"""Where `LogAnchor` keeps its mapping of epochs to roots; held against the compiled contract by a test."""
STATE_SLOT = 5
"""Where it keeps, from the lowest byte on: paused (1), latestEpoch (8), frozen (1), signer (20)."""
_WORD_BYTES = 32
_STATE = "state_proof"
_PROOF_FIELDS = frozenset({"chain_id", "contract", "epoch", "header", "account_proof", "storage_proof"})
_ANCHOR_FIELDS = frozenset(
    {"epoch", "chain_id", "contract", "root", "tx_hash", "block_number", "block_hash", "bundle_digest"}
)
_HEADER_STATE_ROOT, _HEADER_NUMBER, _HEADER_TIME = 3, 8, 11
_HEADER_FIELDS_MIN = 15
_TIME_MAX_S = 253_402_300_799
"""The last second of the year 9999."""
_ACCOUNT_FIELDS, _ACCOUNT_STORAGE_ROOT = 4, 2
_HEX = re.compile(r"0x((?:[0-9a-fA-F]{2})*)")


class ChainRefused(Exception):
    """A proof of what a contract holds that does not prove it."""


@dataclass(frozen=True)
class ChainProof:
    contract: Pin
    epoch: int
    header: bytes
    account_proof: tuple[bytes, ...]
    storage_proof: tuple[bytes, ...]
    state_proof: tuple[bytes, ...] | None


@dataclass(frozen=True)
class ContractState:
    """frozen: two roots of one epoch were signed and shown to the contract. signer: the address of who signs roots now."""

    frozen: bool
    signer: bytes


@dataclass(frozen=True)
class AnchoredRoot:
    """block_time: as its header says, seconds. state: None where the proof does not tell."""

    root: bytes
    block: Pin
    block_number: int
    block_time: int
    state: ContractState | None


def parse_chain_proof(document: Json) -> ChainProof:
    """Raises: ChainRefused."""
    try:
        more = {_STATE} if isinstance(document, dict) and _STATE in document else set()
        fields = documents.record(document, _PROOF_FIELDS | more)
        proof = ChainProof(
            Pin(documents.integer(fields, "chain_id"), _hex(fields["contract"], ADDRESS_BYTES)),
            documents.integer(fields, "epoch"),
            _hex(fields["header"]),
            _hex_list(fields["account_proof"]),
            _hex_list(fields["storage_proof"]),
            _hex_list(fields[_STATE]) if more else None,
        )
    except DocumentRefused as error:
        raise ChainRefused(f"this is not a chain's proof: {error}") from error
    return proof


def verify_chain_proof(proof: ChainProof, trust: Trust) -> AnchoredRoot:
    """Follow a proof from a pinned block to the root of an epoch in a pinned contract. Raises: ChainRefused, for a frozen one, too."""
    if proof.contract not in trust.chains:
        raise ChainRefused(f"the contract {proof.contract} is not pinned")
    block = Pin(proof.contract.chain_id, keccak256(proof.header))
    if block not in trust.blocks:
        raise ChainRefused(f"the header's hash, {block}, is not that of a pinned block")
    try:
        header = rlp.decode_list(proof.header)
        if len(header) < _HEADER_FIELDS_MIN:
            raise ChainRefused("the header is not a block's")
        account = rlp.decode_list(
            tries.value_at(header[_HEADER_STATE_ROOT], proof.contract.value, proof.account_proof)
        )
        if len(account) != _ACCOUNT_FIELDS:
            raise ChainRefused("the account is not one")
        storage = account[_ACCOUNT_STORAGE_ROOT]
        root = _word(storage, storage_key(proof.epoch), proof.storage_proof)
        state = None if proof.state_proof is None else _state(_word(storage, STATE_KEY, proof.state_proof))
    except (RlpRefused, TrieRefused) as error:
        raise ChainRefused(str(error)) from error
    if state is not None and state.frozen:
        raise ChainRefused(
            f"the contract {proof.contract} is frozen: its signer signed two roots of one epoch, as was proven to it"
        )
    time_s = int.from_bytes(header[_HEADER_TIME], "big")
    if time_s > _TIME_MAX_S:
        raise ChainRefused("the header states a time beyond any calendar")
    return AnchoredRoot(
        root,
        block,
        int.from_bytes(header[_HEADER_NUMBER], "big"),
        time_s,
        state,
    )


def _word(storage: bytes, key: bytes, nodes: Sequence[bytes]) -> bytes:
    """Raises: RlpRefused, TrieRefused, ChainRefused."""
    value = rlp.decode(tries.value_at(storage, key, nodes))
    if not isinstance(value, bytes) or not value or len(value) > _WORD_BYTES or value[0] == 0:
        raise ChainRefused("what is stored is not a word")
    return value.rjust(_WORD_BYTES, b"\0")


def _state(word: bytes) -> ContractState:
    return ContractState(frozen=word[22] != 0, signer=word[2:22])


def storage_key(epoch: int) -> bytes:
    """Return the 32 bytes of the storage slot that holds an epoch's root: Solidity's place of `_roots[epoch]`."""
    return keccak256(epoch.to_bytes(_WORD_BYTES, "big") + ROOTS_SLOT.to_bytes(_WORD_BYTES, "big"))


STATE_KEY = STATE_SLOT.to_bytes(_WORD_BYTES, "big")


def check_chain(audit: Audit) -> str:
    """Every pinned contract holds the super-log's root, and every anchor that is listed of one is the super-log's."""
    trust = audit.pinned()
    if not trust.chains or not trust.blocks or not audit.chain_proofs:
        missing = (
            "contract is pinned"
            if not trust.chains
            else "block is pinned"
            if not trust.blocks
            else "chain proof was given"
        )
        raise NotDue(f"no {missing}")
    if not audit.super_roots or not audit.slots:
        raise NotDue("the super-log was not verified")
    _check_listed(audit, trust)
    signed = _signed_roots(audit, trust)
    proofs = [parse_chain_proof(document) for document in audit.chain_proofs]
    signers: dict[Pin, set[bytes]] = {}
    said = [_check_proof(audit, proof, trust, signers) for proof in proofs]
    unproven = set(trust.chains) - {proof.contract for proof in proofs}
    if unproven:
        raise NotDue(f"no chain proof was given of the contract {min(str(pin) for pin in unproven)}")
    return "; ".join([*said, _hold_to_signers(signed, signers)])


def _check_proof(audit: Audit, proof: ChainProof, trust: Trust, signers: dict[Pin, set[bytes]]) -> str:
    """signers: gets who signs roots for this contract, as the proof tells it."""
    found = verify_chain_proof(proof, trust)
    if proof.epoch < 1 or audit.super_roots.get(proof.epoch) != found.root:
        raise BundleRefused(f"the contract holds another root of epoch {proof.epoch}: two super-logs")
    record = audit.records[proof.epoch - 1]
    if record.ts > found.block_time * 1_000_000 + CLOCK_TOLERANCE_US:
        raise BundleRefused(f"epoch {proof.epoch} states a time after that of the block that holds it")
    slot = audit.slots.get(proof.epoch)
    if slot is None:
        raise NotDue(f"the log has no slot in epoch {proof.epoch} yet: take the proof of a later one")
    if found.state is None:
        raise NotDue("the chain proof does not tell whether the contract is frozen: make it anew")
    signers.setdefault(proof.contract, set()).add(found.state.signer)
    time = dt.datetime.fromtimestamp(found.block_time, dt.UTC).isoformat()
    rest = audit.checkpoint().size - slot.size
    return (
        f"chain {proof.contract.chain_id}, block {found.block_number} of {time} holds epoch {proof.epoch} and with it "
        f"{slot.size} entries; {rest} are not under it yet"
    )


def _check_listed(audit: Audit, trust: Trust) -> None:
    """Hold the list of anchors against the super-log; it is no proof, but a wrong line in it is a lie."""
    if ANCHORS not in audit.files.names():
        return
    for number, line in enumerate(documents.lines(audit.files.read(ANCHORS)), 1):
        fields = documents.record(documents.parse(line), _ANCHOR_FIELDS)
        contract = Pin(documents.integer(fields, "chain_id"), _hex(fields["contract"], ADDRESS_BYTES))
        _hex(fields["tx_hash"], BLOCK_HASH_BYTES)
        _hex(fields["block_hash"], BLOCK_HASH_BYTES)
        _hex(fields["bundle_digest"], BLOCK_HASH_BYTES)
        documents.integer(fields, "block_number")
        epoch, root = documents.integer(fields, "epoch"), _hex(fields["root"], _WORD_BYTES)
        if contract in trust.chains and (epoch < 1 or audit.super_roots.get(epoch) != root):
            raise BundleRefused(f"anchor {number} names another root of epoch {epoch} than the super-log's")


def _signed_roots(audit: Audit, trust: Trust) -> list[SignedRoot]:
    """Read the signed roots of pinned contracts: each is the super-log's, and was signed by the key that it names."""
    if ROOTS not in audit.files.names():
        return []
    listed = read_signed_roots(audit.files.read(ROOTS))
    signed = [one for one in listed if one.contract in trust.chains]
    signatures = Signatures()
    for one in signed:
        signatures.require(one)
        if one.epoch < 1 or audit.super_roots.get(one.epoch) != one.root:
            raise BundleRefused(
                f"another root of epoch {one.epoch} than the super-log's was signed: proveEquivocation takes that line"
            )
    return signed


def _hold_to_signers(signed: Sequence[SignedRoot], signers: Mapping[Pin, set[bytes]]) -> str:
    """Raises: NotDue where a root was signed by another key than the contract's signer."""
    for one in signed:
        if one.signer not in signers[one.contract]:
            raise NotDue(
                f"the root of epoch {one.epoch} was signed by 0x{one.signer.hex()}, who is not the signer of the contract in that block"
            )
    if not signed:
        return "the export holds no root signed by the contract's signer"
    return f"{len(signed)} roots, up to epoch {max(one.epoch for one in signed)}, were signed by the contract's signer"


def _hex(value: Json, length: int | None = None) -> bytes:
    match = _HEX.fullmatch(value) if isinstance(value, str) else None
    if match is None or (length is not None and len(match[1]) != 2 * length):
        raise DocumentRefused(f"expected 0x and {'bytes' if length is None else f'{length} bytes'} in hex")
    return bytes.fromhex(match[1])


def _hex_list(value: Json) -> tuple[bytes, ...]:
    if not isinstance(value, list) or len(value) > tries.NODES_MAX:
        raise DocumentRefused(f"expected a list of at most {tries.NODES_MAX} nodes")
    return tuple(_hex(item) for item in value)
