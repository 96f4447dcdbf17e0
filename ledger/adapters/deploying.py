"""Deploying the contracts: by commands, once for an installation."""

import msgspec
from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import HexStr
from web3 import Web3
from web3.contract import AsyncContract
from web3.exceptions import ContractLogicError, Web3RPCError
from web3.types import Wei

from core.errors import FieldError, InvalidRequest
from ledger.adapters.artefacts import Artefact, artefact
from ledger.adapters.ethereum import Endpoint, reason_of
from ledger.anchoring.chain import SendRefused, WouldRevert

DEPLOY_TIMEOUT_S = 600.0


class PaymentRoles(msgspec.Struct, frozen=True, kw_only=True):
    """Addresses that hold the roles of VendorPayments; those left out are the deploying key's own."""

    admin: str | None = None
    registrar: str | None = None
    settler: str | None = None
    arbiter: str | None = None
    pauser: str | None = None


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
    ceiling_wei: for a unit of gas; where the next block asks more, nothing is sent. Raises: InvalidRequest, WouldRevert, SendRefused.
    """
    account: LocalAccount = Account.from_key(key)
    mine = account.address
    arguments = (admin or mine, mine, pauser or mine, mine)
    contract = artefact("LogAnchor")
    return await _deploy(endpoint, account, chain_id, contract, arguments, ceiling_wei, timeout_s=timeout_s)


async def deploy_vendor_payments(
    endpoint: Endpoint,
    key: bytes,
    chain_id: int,
    log_anchor: bytes,
    *,
    roles: PaymentRoles,
    ceiling_wei: int | None = None,
    timeout_s: float = DEPLOY_TIMEOUT_S,
) -> str:
    """Deploy the registry of payments that the logs anchored in `log_anchor` release. Returns: its address.

    key: pays. log_anchor: address of the contract LogAnchor, 20 bytes, for ever. Else as `deploy_log_anchor`.
    """
    account: LocalAccount = Account.from_key(key)
    holders = (roles.admin, roles.registrar, roles.settler, roles.arbiter, roles.pauser)
    arguments = (*(holder or account.address for holder in holders), Web3.to_checksum_address(log_anchor))
    contract = artefact("VendorPayments")
    return await _deploy(endpoint, account, chain_id, contract, arguments, ceiling_wei, timeout_s=timeout_s)


async def _deploy(
    endpoint: Endpoint,
    account: LocalAccount,
    chain_id: int,
    contract: Artefact,
    arguments: tuple[str, ...],
    ceiling_wei: int | None,
    *,
    timeout_s: float,
) -> str:
    refused = [
        FieldError(each[:64], "This is no address.", "Give 0x and 40 hexadecimal digits, with its checksum.")
        for each in arguments
        if not Web3.is_checksum_address(each)
    ]
    if refused:
        raise InvalidRequest("The contract was not deployed.", fields=refused)
    eth = endpoint.web3.eth
    factory: type[AsyncContract] = eth.contract(abi=contract.abi, bytecode=HexStr(contract.bytecode))
    call = factory.constructor(*arguments)
    mine = account.address
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
