"""Deploying both contracts by a key: roles as told, the one beside the other, nothing above the ceiling."""

import pytest
from eth_typing import HexStr
from web3 import Account, AsyncWeb3, Web3
from web3.providers import AsyncBaseProvider

from core.errors import InvalidRequest
from ledger.adapters.artefacts import artefact
from ledger.adapters.deploying import PaymentRoles, deploy_log_anchor, deploy_vendor_payments
from ledger.adapters.ethereum import Endpoint
from ledger.anchoring.chain import SendRefused
from tests.ledger.anchoring.conftest import AnsweringProvider, funded

ARBITER = Web3.to_checksum_address(b"\xa0" * 20)


async def test_payments_stand_beside_the_log_that_releases_them() -> None:
    """VendorPayments names its LogAnchor; the roles that were told are theirs, the others the key's own."""
    web3: AsyncWeb3[AsyncBaseProvider] = AsyncWeb3(AnsweringProvider())
    account = Account.create()
    await funded(web3, account.address)
    endpoint, key, chain_id = Endpoint("py-evm", web3), bytes(account.key), await web3.eth.chain_id
    log = await deploy_log_anchor(endpoint, key, chain_id)
    beside = Web3.to_bytes(hexstr=HexStr(log))
    roles = PaymentRoles(arbiter=ARBITER)
    address = await deploy_vendor_payments(endpoint, key, chain_id, beside, roles=roles)
    contract = web3.eth.contract(
        address=Web3.to_checksum_address(address), abi=artefact("VendorPayments").abi
    )
    assert await contract.functions.LOG_ANCHOR().call() == log
    for role, holder in (("ARBITER_ROLE", ARBITER), ("SETTLER_ROLE", account.address)):
        assert await contract.functions.hasRole(Web3.keccak(text=role), holder).call()
    assert not await contract.functions.hasRole(Web3.keccak(text="ARBITER_ROLE"), account.address).call()
    assert await contract.functions.defaultAdmin().call() == account.address
    with pytest.raises(SendRefused):
        await deploy_vendor_payments(endpoint, key, chain_id, beside, roles=roles, ceiling_wei=1)
    with pytest.raises(InvalidRequest):
        await deploy_vendor_payments(endpoint, key, chain_id, beside, roles=PaymentRoles(settler="0x12"))
