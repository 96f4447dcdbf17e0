"""Roots signed for a contract, by another implementation of EIP-712 than ours."""

import json

from eth_account import Account

CHAIN_ID = 11_155_111
CONTRACT = bytes(range(20))
CHAIN_KEY = b"\x11" * 32
SIGNER = bytes.fromhex(Account.from_key(CHAIN_KEY).address[2:])


def signed_root(epoch: int, root: bytes, key: bytes = CHAIN_KEY) -> bytes:
    """A line of the list of signed roots, by another implementation of EIP-712."""
    made = Account.sign_typed_data(
        key,
        {
            "name": "Countermark LogAnchor",
            "version": "1",
            "chainId": CHAIN_ID,
            "verifyingContract": f"0x{CONTRACT.hex()}",
        },
        {"EpochRoot": [{"name": "epoch", "type": "uint64"}, {"name": "root", "type": "bytes32"}]},
        {"epoch": epoch, "root": root},
    )
    line = {
        "epoch": epoch,
        "chain_id": CHAIN_ID,
        "contract": f"0x{CONTRACT.hex()}",
        "root": f"0x{root.hex()}",
        "signer": Account.from_key(key).address.lower(),
        "signature": f"0x{made.signature.hex()}",
    }
    return json.dumps(line).encode()
