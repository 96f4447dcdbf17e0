"""How payments stand in VendorPayments, by web3. Money may depend on it, so more than half of the nodes must answer, and all that do
must say yes: where two or more are set, one that lies can only hold a payment back."""

import asyncio
from collections.abc import Sequence
from typing import get_args

import msgspec
from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract import AsyncContract
from web3.exceptions import BadFunctionCallOutput, Web3Exception, Web3RPCError

from ledger.adapters.artefacts import artefact
from ledger.adapters.ethereum import UNREACHABLE, Endpoint
from ledger.anchoring.chain import ChainUnavailable, WrongChain
from ledger.anchoring.payment_chain import PaymentOnChain, StateOnChain

_STATES: tuple[StateOnChain, ...] = get_args(StateOnChain)
_STATE, _NEEDED, _GIVEN, _TERMS = 1, 2, 3, 10
"""Places in `IVendorPayments.Payment`."""


class PaymentsOnChain:
    """Satisfies `ledger.anchoring.payment_chain.PaymentChain`."""

    def __init__(
        self, endpoints: Sequence[Endpoint], chain_id: int, contract: bytes, confirmations: int
    ) -> None:
        """contract: address of VendorPayments, 20 bytes. confirmations: blocks, the one of the last change included."""
        self._endpoints = list(endpoints)
        self._chain_id = chain_id
        self._address: ChecksumAddress = Web3.to_checksum_address(contract)
        self._confirmations = confirmations
        self._abi = artefact("VendorPayments").abi

    async def payment(self, payment_id: bytes) -> PaymentOnChain:
        """Ask every node. Raises: ChainUnavailable, WrongChain."""
        async with asyncio.TaskGroup() as group:
            asked = [group.create_task(self._view(one, payment_id)) for one in self._endpoints]
        answers = [task.result() for task in asked]
        for answer in answers:
            if isinstance(answer, WrongChain):
                raise answer
        views = [answer for answer in answers if isinstance(answer, PaymentOnChain)]
        if 2 * len(views) <= len(self._endpoints):
            told = f"{len(views)} of {len(self._endpoints)} answered"
            raise ChainUnavailable("Too few endpoints of the chain answer.", internal=told)
        return _together(views)

    async def _view(self, one: Endpoint, payment_id: bytes) -> PaymentOnChain | WrongChain | None:
        """What one node says; None where it does not answer."""
        try:
            await self._check_chain(one)
            contract: AsyncContract = one.web3.eth.contract(address=self._address, abi=self._abi)
            head = int(await one.web3.eth.block_number)
            facts = await contract.functions.payment(payment_id).call(block_identifier=head)
            now = await contract.functions.canSettle(payment_id).call(block_identifier=head)
            settled = head - self._confirmations + 1
            return PaymentOnChain(
                block=head,
                state=_STATES[int(facts[_STATE])],
                approvals_given=int(facts[_GIVEN]),
                approvals_needed=int(facts[_NEEDED]),
                terms=bytes(facts[_TERMS]),
                may_settle_now=now is True,
                may_settle=now is True and await _could_settle(contract, payment_id, settled),
            )
        except WrongChain as error:  # told, not raised: a group of tasks would wrap it
            return error
        except (Web3Exception, *UNREACHABLE):
            return None

    async def _check_chain(self, one: Endpoint) -> None:
        served = int(await one.web3.eth.chain_id)
        if served != self._chain_id:
            raise WrongChain(
                f"{one.name} serves chain {served}, and {self._chain_id} is set.", internal=one.name
            )
        if not await one.web3.eth.get_code(self._address):
            raise WrongChain(f"There is no contract at {self._address} on chain {served}.", internal=one.name)


async def _could_settle(contract: AsyncContract, payment_id: bytes, block: int) -> bool:
    """`canSettle` at an older block; no where the contract was not there yet, or the node forgot that state."""
    if block < 0:
        return False
    try:
        return await contract.functions.canSettle(payment_id).call(block_identifier=block) is True
    except (BadFunctionCallOutput, Web3RPCError):
        return False


def _together(views: Sequence[PaymentOnChain]) -> PaymentOnChain:
    """What all say: of what differs, that which lets no payment through."""
    first = min(views, key=lambda view: view.block)
    return msgspec.structs.replace(
        first,
        terms=first.terms if all(view.terms == first.terms for view in views) else b"",
        may_settle_now=all(view.may_settle_now for view in views),
        may_settle=all(view.may_settle for view in views),
    )
