"""What the verifier believes of a chain, on a real one: LogAnchor's storage under the hash of a block that py-evm made."""

import dataclasses
from typing import cast

import pytest
from eth_account import Account
from eth_hash.auto import keccak
from web3 import Web3

from ledger.verifier import chain as verifier
from ledger.verifier import merkle
from ledger.verifier.chain import ChainRefused, ContractState, parse_chain_proof, verify_chain_proof
from ledger.verifier.documents import Json
from ledger.verifier.trust import Pin, Trust
from tests.contracts.chains import Party, artefact, deploy
from tests.ledger import ethereum_state
from tests.ledger.ethereum_state import HexaryTrie, proof_of

SIGNER = Account.from_key(b"\x11" * 32)
LEAVES = [merkle.leaf_hash(f"record {number}".encode()) for number in range(9)]


def get_proof(log: Party, epoch: int) -> tuple[dict[str, Json], bytes]:
    """What `eth_getProof` and the block's header say, out of py-evm's own state. Returns: the proof, and the block's hash."""
    head = log.chain.provider.ethereum_tester.backend.chain  # type: ignore[attr-defined]
    header = head.get_canonical_head()
    database = head.chaindb.db
    address = bytes.fromhex(log.address[2:])
    state = HexaryTrie(database, header.state_root)
    account = ethereum_state.decode(state[keccak(address)])
    storage = HexaryTrie(database, account[2])
    place = keccak(verifier.storage_key(epoch))
    return {
        "chain_id": log.chain.eth.chain_id,
        "contract": log.address,
        "epoch": epoch,
        "header": Web3.to_hex(ethereum_state.encode(header)),
        "account_proof": [Web3.to_hex(node) for node in proof_of(state, keccak(address))],
        "storage_proof": [Web3.to_hex(node) for node in proof_of(storage, place)],
        "state_proof": [Web3.to_hex(node) for node in proof_of(storage, keccak(verifier.STATE_KEY))],
    }, bytes(header.hash)


def test_roots_lie_where_the_verifier_looks() -> None:
    """The committed storage layout has the mapping of epochs to roots in the slot that the verifier hashes with."""
    layout = cast(list[dict[str, object]], artefact("LogAnchor")["storageLayout"])
    assert [(each["slot"], each["offset"]) for each in layout if each["label"] == "_roots"] == [
        (verifier.ROOTS_SLOT, 0)
    ]


def test_the_state_lies_where_the_verifier_looks() -> None:
    """Paused, the latest epoch, frozen and the signer share a word, in this order from its lowest byte."""
    layout = cast(list[dict[str, object]], artefact("LogAnchor")["storageLayout"])
    assert [(each["label"], each["offset"]) for each in layout if each["slot"] == verifier.STATE_SLOT] == [
        ("_paused", 0),
        ("latestEpoch", 1),
        ("frozen", 9),
        ("signer", 10),
    ]


def test_an_anchored_root_is_proven_offline(chain: Web3) -> None:
    """Every anchored epoch, and none besides; under another block or contract nothing."""
    accounts = list(chain.eth.accounts)
    log = deploy(chain, "LogAnchor", *accounts[:3], SIGNER.address)
    anchorer = log.as_account(1)
    anchorer.tell("anchor", 2, merkle.root(LEAVES[:2]), bytes(32), [])
    anchorer.tell("anchor", 9, merkle.root(LEAVES), bytes(32), merkle.consistency_proof(LEAVES, 2))
    document, block_hash = get_proof(log, 9)
    assert chain.eth.get_block("latest")["hash"] == block_hash
    contract = Pin(chain.eth.chain_id, bytes.fromhex(log.address[2:]))
    trust = Trust((), (), chains=(contract,), blocks=(Pin(chain.eth.chain_id, block_hash),))
    found = verify_chain_proof(parse_chain_proof(document), trust)
    assert found.root == merkle.root(LEAVES)
    assert found.state == ContractState(frozen=False, signer=bytes.fromhex(SIGNER.address[2:]))
    assert found.block_number == chain.eth.block_number
    assert found.block_time == chain.eth.get_block("latest")["timestamp"]
    second, _ = get_proof(log, 2)
    assert verify_chain_proof(parse_chain_proof(second), trust).root == merkle.root(LEAVES[:2])
    other = Account.sign_typed_data(
        SIGNER.key,
        {
            "name": "Countermark LogAnchor",
            "version": "1",
            "chainId": contract.chain_id,
            "verifyingContract": log.address,
        },
        {"EpochRoot": [{"name": "epoch", "type": "uint64"}, {"name": "root", "type": "bytes32"}]},
        {"epoch": 9, "root": LEAVES[0]},
    )
    log.tell("proveEquivocation", 9, LEAVES[0], bytes(other.signature))
    frozen, later = get_proof(log, 9)
    with pytest.raises(ChainRefused, match="frozen"):
        verify_chain_proof(
            parse_chain_proof(frozen), dataclasses.replace(trust, blocks=(Pin(contract.chain_id, later),))
        )
    absent, _ = get_proof(log, 5)
    for wrong, trusted in (
        (absent, trust),
        ({**document, "epoch": 2}, trust),
        (document, dataclasses.replace(trust, blocks=(Pin(contract.chain_id, bytes(32)),))),
        (document, dataclasses.replace(trust, chains=(Pin(contract.chain_id, bytes(20)),))),
    ):
        with pytest.raises(ChainRefused):
            verify_chain_proof(parse_chain_proof(wrong), trusted)
