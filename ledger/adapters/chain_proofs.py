"""Proofs from a chain that need no chain to check: `eth_getProof` of a root in the contract and of its state, and the header of its block.

`ledger.verifier.chain` checks them, and says what is in the file.
"""

from collections.abc import Mapping
from typing import cast

from eth_typing import ChecksumAddress
from hexbytes import HexBytes
from web3 import Web3
from web3.exceptions import BlockNotFound, MethodUnavailable, Web3RPCError
from web3.types import BlockIdentifier, RPCEndpoint

from core.errors import ErrorKind, PlatformError
from ledger.adapters.ethereum import Endpoint
from ledger.anchoring.chain import ChainProofFile
from ledger.anchoring.states import Place
from ledger.verifier import rlp
from ledger.verifier.chain import STATE_KEY, storage_key
from ledger.verifier.keccak import keccak256

# A header's fields in their order, as JSON-RPC names them; those after the nonce came with later forks.
_ALWAYS = (
    "parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom", "difficulty", "number",
    "gasLimit", "gasUsed", "timestamp", "extraData", "mixHash", "nonce",
)  # fmt: skip
_LATER = (
    "baseFeePerGas", "withdrawalsRoot", "blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot", "requestsHash",
)  # fmt: skip
_NUMBERS = frozenset(
    {
        "difficulty",
        "number",
        "gasLimit",
        "gasUsed",
        "timestamp",
        "baseFeePerGas",
        "blobGasUsed",
        "excessBlobGas",
    }
)


class ChainProofUnavailable(PlatformError):
    """The node gives no proof of that block, or one of its fields is not known here."""

    kind = ErrorKind.PRECONDITION
    code = "chain_proof_unavailable"
    fix = "Name a block of the last hour, or ask a node that keeps old states (an archive node)."


async def prove(
    endpoint: Endpoint, place: Place, epoch: int, block: int | None
) -> tuple[ChainProofFile, bytes]:
    """Prove the root of an epoch in the contract. block: a number; None takes the newest.

    Returns: the proof, and the hash of its block, which the auditor is to learn elsewhere. Raises: ChainProofUnavailable.
    """
    eth, address = endpoint.web3.eth, Web3.to_checksum_address(place.contract)
    wanted: BlockIdentifier = "latest" if block is None else block
    try:
        found = cast("Mapping[str, object]", await eth.get_block(wanted))
        number = int(str(found["number"]))
        proof = await _proof(endpoint, address, epoch, number)
    except (BlockNotFound, MethodUnavailable, Web3RPCError) as error:
        raise ChainProofUnavailable(
            "The node gives no proof of this block.", internal=f"{endpoint.name}: {str(error)[:200]}"
        ) from error
    header, block_hash = encode_header(found), bytes(HexBytes(cast(bytes, found["hash"])))
    if keccak256(header) != block_hash:
        raise ChainProofUnavailable(
            "The block's header has fields that are not known here.", internal=f"{endpoint.name} {number}"
        )
    account, storage, state = proof
    file = ChainProofFile(
        chain_id=place.chain_id,
        contract=f"0x{place.contract.hex()}",
        epoch=epoch,
        header=f"0x{header.hex()}",
        account_proof=account,
        storage_proof=storage,
        state_proof=state,
    )
    return file, block_hash


def encode_header(block: Mapping[str, object]) -> bytes:
    """Encode a block's header as its hash is made of it. block: as a node tells it."""
    present = [name for name in _LATER if block.get(name) is not None]
    return rlp.encode([_field(name, block[name]) for name in (*_ALWAYS, *present)])


def _field(name: str, value: object) -> bytes:
    if name not in _NUMBERS:
        return bytes(HexBytes(cast(str, value)))
    number = int(str(value))
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


async def _proof(
    endpoint: Endpoint, address: ChecksumAddress, epoch: int, number: int
) -> tuple[list[str], list[str], list[str]]:
    keys = [f"0x{key.hex()}" for key in (storage_key(epoch), STATE_KEY)]
    answer = await endpoint.web3.provider.make_request(
        RPCEndpoint("eth_getProof"), [address, keys, hex(number)]
    )
    result = cast("Mapping[str, object] | None", answer.get("result"))
    if not result:
        raise ChainProofUnavailable(
            "The node gives no proofs.", internal=f"{endpoint.name}: {answer.get('error')}"
        )
    slot, state = cast("list[Mapping[str, object]]", result["storageProof"])
    if int(str(slot["value"]), 16) == 0:
        raise ChainProofUnavailable(
            "The contract holds no root of this epoch at this block.",
            fix="Name an epoch that is anchored: countermark ledger anchors.",
        )
    lists = (result["accountProof"], slot["proof"], state["proof"])
    account_nodes, slot_nodes, state_nodes = (list(cast("list[str]", nodes)) for nodes in lists)
    return account_nodes, slot_nodes, state_nodes
