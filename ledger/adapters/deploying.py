"""Deploying the contract `LogAnchor`: by the command, once for an installation."""

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import HexStr
from web3.exceptions import ContractLogicError, Web3RPCError
from web3.types import Wei

from ledger.adapters.ethereum import Endpoint, reason_of
from ledger.adapters.log_anchor_abi import ABI, BYTECODE
from ledger.anchoring.chain import SendRefused, WouldRevert

DEPLOY_TIMEOUT_S = 600.0


async def deploy_log_anchor(
    endpoint: Endpoint,
    key: bytes,
    chain_id: int,
    *,
    admin: str | None = None,
    pauser: str | None = None,
    ceiling_wei: int | None = None,
    timeout_s: float = DEPLOY_TIMEOUT_S,
) -> str:
    """Deploy the contract, and wait until it is in a block. Returns: its address.

    key: pays, and is the one that may anchor. admin, pauser: addresses that hold these roles; the key's own where not told.
    ceiling_wei: for a unit of gas; where the next block asks more, nothing is sent. Raises: WouldRevert, SendRefused.
    """
    eth = endpoint.web3.eth
    account: LocalAccount = Account.from_key(key)
    mine = account.address
    factory = eth.contract(abi=ABI, bytecode=HexStr(BYTECODE))
    call = factory.constructor(admin or mine, mine, pauser or mine, mine)
    try:
        gas = await call.estimate_gas({"from": mine})
        base, tip = int((await eth.get_block("latest"))["baseFeePerGas"]), int(await eth.max_priority_fee)
        if ceiling_wei is not None and base + tip > ceiling_wei:
            raise SendRefused("The chain asks more than the ceiling now.", internal=f"{base + tip} wei")
        most = 2 * base + tip if ceiling_wei is None else min(2 * base + tip, ceiling_wei)
        fields = await call.build_transaction(
            {
                "from": mine,
                "chainId": chain_id,
                "nonce": await eth.get_transaction_count(mine),
                "gas": gas * 6 // 5,
                "maxFeePerGas": Wei(most),
                "maxPriorityFeePerGas": Wei(tip),
            }
        )
        signed = account.sign_transaction(dict(fields))
        sent = await eth.send_raw_transaction(signed.raw_transaction)
    except ContractLogicError as error:
        raise WouldRevert("The contract refuses these roles.", internal=reason_of(error)) from error
    except Web3RPCError as error:
        raise SendRefused("The node did not take the transaction.", internal=str(error)[:200]) from error
    receipt = await eth.wait_for_transaction_receipt(sent, timeout=timeout_s, poll_latency=0.5)
    address = receipt["contractAddress"]
    if receipt["status"] != 1 or address is None:
        raise SendRefused("The deployment failed.", internal=signed.hash.hex())
    return str(address)
