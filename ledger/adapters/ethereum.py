"""Ethereum by web3, over several JSON-RPC endpoints. Imported by the process that anchors and by its commands alone.

Questions go to the endpoint that answered last, and to the next where it does not; transactions go to all. An endpoint's
address may hold a key, so only its host is ever named.
"""

import asyncio
import sys
import urllib.parse
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import aiohttp
import msgspec
from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_account.types import AccessListEntry
from eth_typing import HexStr
from hexbytes import HexBytes
from web3 import AsyncHTTPProvider, AsyncWeb3, Web3
from web3.contract import AsyncContract
from web3.exceptions import ContractLogicError, TransactionNotFound, Web3Exception, Web3RPCError
from web3.providers import AsyncBaseProvider

from ledger.adapters.log_anchor_abi import ABI, ERRORS
from ledger.anchoring.chain import (
    AnchorCall,
    ChainUnavailable,
    EndpointsDisagree,
    Fees,
    Market,
    Receipt,
    Seen,
    SendRefused,
    Signed,
    WouldRevert,
    WrongChain,
)
from ledger.verifier import signed_roots

# A dependency of eth_account allows 100,000 frames, more than the stack holds: an endpoint's nested JSON would end the process.
sys.setrecursionlimit(1_000)

Answer = TypeVar("Answer")
TIMEOUT_S = 10.0

# What goes wrong between us and a node, whatever it was asked. An error that a node answers in JSON-RPC's own form is not of these.
# The second line is what web3 and we raise of an answer in the right form with the wrong thing in it: null for a number.
UNREACHABLE = (
    *(aiohttp.ClientError, OSError, TimeoutError, asyncio.TimeoutError),
    *(ValueError, TypeError, LookupError, AttributeError),
)
_HAS_IT = ("already known", "already imported", "known transaction", "already_exists", "already exists")
_TAKEN = ("nonce too low", "nonce is too low", "invalid transaction nonce")
"""The nonce is in the chain: the receipts tell by which transaction."""


class Endpoint(msgspec.Struct, frozen=True):
    """name: its host, which may be shown."""

    name: str
    web3: AsyncWeb3[AsyncBaseProvider]


class View(msgspec.Struct, frozen=True):
    """What one endpoint says of the contract."""

    endpoint: Endpoint
    head: int
    latest_epoch: int
    latest_root: bytes


def endpoint(url: str, timeout_s: float = TIMEOUT_S) -> Endpoint:
    """url: of a node, http or https."""
    provider = AsyncHTTPProvider(
        url,
        request_kwargs={"timeout": aiohttp.ClientTimeout(total=timeout_s)},
        exception_retry_configuration=None,  # the next endpoint is asked instead
    )
    return Endpoint(urllib.parse.urlsplit(url).hostname or "?", AsyncWeb3(provider))


def address_of(key: bytes) -> str:
    """Return the address of a key of secp256k1, as it is written for people. Raises: ValueError for bytes that are none."""
    return str(Account.from_key(key).address)


async def close(endpoints: Sequence[Endpoint]) -> None:
    """Close the connections."""
    for one in endpoints:
        await one.web3.provider.disconnect()


class Ethereum:
    """One contract under one key; satisfies `ledger.anchoring.chain.Chain`."""

    def __init__(
        self, endpoints: Sequence[Endpoint], chain_id: int, contract: bytes, key: bytes, confirmations: int
    ) -> None:
        """contract: its address, 20 bytes. key: secp256k1, 32 bytes."""
        self._endpoints = list(endpoints)
        self._chain_id = chain_id
        self._address = Web3.to_checksum_address(contract)
        self._account: LocalAccount = Account.from_key(key)
        self._confirmations = confirmations
        self._checked: set[int] = set()
        self._contracts: dict[int, AsyncContract] = {}

    def __repr__(self) -> str:
        return f"Ethereum({self._chain_id}, {self._address}, ***)"

    @property
    def chain_id(self) -> int:
        return self._chain_id

    @property
    def contract(self) -> bytes:
        return bytes(HexBytes(self._address))

    @property
    def sender(self) -> bytes:
        return bytes(HexBytes(self._account.address))

    async def look(self, tx_hashes: Sequence[bytes]) -> Seen:
        """Ask every endpoint how the contract stands, and the one furthest ahead for the rest."""
        views = await self._views()
        _check_roots(views)
        await self._check_blocks(views)
        best = max(views, key=lambda view: view.head)
        self._prefer(best.endpoint)
        return await self._ask(lambda one: self._seen(one, best, tx_hashes))

    async def market(self) -> Market:
        async def ask(one: Endpoint) -> Market:
            block = await one.web3.eth.get_block("latest")
            return Market(int(block["baseFeePerGas"]), int(await one.web3.eth.max_priority_fee))

        return await self._ask(ask)

    async def gas_for(self, call: AnchorCall) -> int:
        async def ask(one: Endpoint) -> int:
            try:
                return (
                    await self._contract_at(one)
                    .functions.anchor(*_arguments(call))
                    .estimate_gas({"from": self._account.address})
                )
            except (ContractLogicError, Web3RPCError) as error:
                raise WouldRevert(
                    "The contract would refuse this anchor.",
                    internal=f"{reason_of(error)} epoch={call.epoch}",
                ) from error

        return await self._ask(ask)

    def sign(self, call: AnchorCall, nonce: int, fees: Fees, gas: int) -> Signed:
        encoded = self._contract_at(self._endpoints[0]).encode_abi("anchor", args=list(_arguments(call)))
        fields: dict[str, Sequence[AccessListEntry] | bytes | HexStr | int] = {
            "type": 2,
            "chainId": self._chain_id,
            "nonce": nonce,
            "to": HexStr(self._address),
            "value": 0,
            "data": HexStr(encoded),
            "gas": gas,
            "maxFeePerGas": fees.max_wei,
            "maxPriorityFeePerGas": fees.tip_wei,
        }
        made = self._account.sign_transaction(fields)
        return Signed(bytes(made.raw_transaction), bytes(made.hash))

    def sign_root(self, epoch: int, root: bytes) -> bytes:
        made = self._account.sign_typed_data(
            domain_data={
                "name": signed_roots.NAME,
                "version": signed_roots.VERSION,
                "chainId": self._chain_id,
                "verifyingContract": self._address,
            },
            message_types={
                "EpochRoot": [{"name": "epoch", "type": "uint64"}, {"name": "root", "type": "bytes32"}]
            },
            message_data={"epoch": epoch, "root": root},
        )
        return bytes(made.signature)

    async def send(self, raw: bytes) -> None:
        """Hand it to every endpoint; one that takes it is enough. Raises: SendRefused, ChainUnavailable."""
        refusals: list[str] = []
        taken = 0
        for one in self._endpoints:
            try:
                await one.web3.eth.send_raw_transaction(HexBytes(raw))
                taken += 1
            except Web3RPCError as error:
                said = str(error).lower()
                if any(word in said for word in (*_HAS_IT, *_TAKEN)):
                    taken += 1
                else:
                    refusals.append(f"{one.name}: {said[:200]}")
            except (Web3Exception, *UNREACHABLE):
                continue
        if not taken and refusals:
            raise SendRefused("No node took the transaction.", internal="; ".join(refusals))
        if not taken:
            raise ChainUnavailable("No endpoint of the chain answers.", internal="sending")

    async def _views(self) -> list[View]:
        async with asyncio.TaskGroup() as group:
            asked = [group.create_task(self._view(one)) for one in self._endpoints]
        answers = [task.result() for task in asked]
        for answer in answers:
            if isinstance(answer, WrongChain):
                raise answer
        views = [answer for answer in answers if isinstance(answer, View)]
        if not views:
            names = ", ".join(one.name for one in self._endpoints)
            raise ChainUnavailable("No endpoint of the chain answers.", internal=names)
        return views

    async def _view(self, one: Endpoint) -> View | WrongChain | None:
        """What one endpoint says; None where it does not answer."""
        try:
            await self._check_chain(one)
            head = int(await one.web3.eth.block_number)
            contract = self._contract_at(one)
            latest = int(await contract.functions.latestEpoch().call())
            root = bytes(32)
            if latest:
                root = bytes((await contract.functions.anchors(latest).call())[0])
            return View(one, head, latest, root)
        except WrongChain as error:  # told, not raised: a group of tasks would wrap it
            return error
        except (Web3Exception, *UNREACHABLE):
            return None

    async def _check_chain(self, one: Endpoint) -> None:
        if id(one) in self._checked:
            return
        served = int(await one.web3.eth.chain_id)
        if served != self._chain_id:
            raise WrongChain(
                f"{one.name} serves chain {served}, and {self._chain_id} is set.", internal=one.name
            )
        if not await one.web3.eth.get_code(self._address):
            raise WrongChain(f"There is no contract at {self._address} on chain {served}.", internal=one.name)
        self._checked.add(id(one))

    async def _check_blocks(self, views: Sequence[View]) -> None:
        """Compare the newest block that all hold settled. Raises: EndpointsDisagree."""
        if len(views) < 2:
            return
        number = max(0, min(view.head for view in views) - self._confirmations)
        hashes: dict[bytes, str] = {}
        for view in views:
            try:
                block = await view.endpoint.web3.eth.get_block(number)
                hashes[bytes(block["hash"])] = view.endpoint.name
            except (Web3Exception, *UNREACHABLE):
                continue
        if len(hashes) > 1:
            raise EndpointsDisagree(
                "Two endpoints tell two histories.", internal=f"block {number}: {', '.join(hashes.values())}"
            )
        if len({view.latest_epoch for view in views}) > 1:  # one is behind, or lies
            await self._check_epochs(views, number)

    async def _check_epochs(self, views: Sequence[View], number: int) -> None:
        """Compare the newest epoch as of a settled block, where it is the same for all. Raises: EndpointsDisagree."""
        epochs: dict[int, str] = {}
        for view in views:
            latest = self._contract_at(view.endpoint).functions.latestEpoch()
            try:
                epochs[int(await latest.call(block_identifier=number))] = view.endpoint.name
            except (Web3Exception, *UNREACHABLE):  # it forgot that state, or the contract was not there yet
                continue
        if len(epochs) > 1:
            raise EndpointsDisagree(
                "Two endpoints tell two epochs of one settled block.",
                internal=f"block {number}: {', '.join(epochs.values())}",
            )

    async def _seen(self, one: Endpoint, best: View, tx_hashes: Sequence[bytes]) -> Seen:
        eth, mine = one.web3.eth, self._account.address
        settled = max(0, best.head - self._confirmations + 1)
        receipts = [found for each in tx_hashes if (found := await _receipt(one, each)) is not None]
        return Seen(
            head=best.head,
            latest_epoch=best.latest_epoch,
            latest_root=best.latest_root,
            settled_nonce=await self._count_at(one, settled),
            next_nonce=int(await eth.get_transaction_count(mine, "pending")),
            balance_wei=int(await eth.get_balance(mine)),
            receipts={receipt.tx_hash: receipt for receipt in receipts},
            signer=bytes(HexBytes(await self._contract_at(one).functions.signer().call())),
        )

    async def _count_at(self, one: Endpoint, block: int) -> int:
        """How many transactions our key had sent at a block; 0, which settles nothing, where the node forgot that state."""
        if block == 0:
            return 0
        try:
            return int(await one.web3.eth.get_transaction_count(self._account.address, block))
        except Web3RPCError:
            return 0

    async def _ask(self, question: Callable[[Endpoint], Awaitable[Answer]]) -> Answer:
        """Ask one endpoint after the other until one answers. Raises: ChainUnavailable, and what an answer says."""
        failures: list[str] = []
        for one in list(self._endpoints):
            try:
                answer = await question(one)
            except (Web3Exception, *UNREACHABLE) as error:
                failures.append(f"{one.name}: {type(error).__name__}")
                continue
            self._prefer(one)
            return answer
        raise ChainUnavailable("No endpoint of the chain answers.", internal="; ".join(failures))

    def _contract_at(self, one: Endpoint) -> AsyncContract:
        """Made of its ABI once: that takes 4 ms, as long as all of a question that it is asked."""
        if id(one) not in self._contracts:
            self._contracts[id(one)] = one.web3.eth.contract(address=self._address, abi=ABI)
        return self._contracts[id(one)]

    def _prefer(self, one: Endpoint) -> None:
        if self._endpoints[0] is not one:
            self._endpoints.remove(one)
            self._endpoints.insert(0, one)


def reason_of(error: Exception) -> str:
    """Name the error of the contract, where it is one of its own."""
    said = str(error)
    for selector, name in ERRORS.items():
        if selector in said:
            return name
    return said[:200]


def _check_roots(views: Sequence[View]) -> None:
    roots: dict[int, bytes] = {}
    for view in views:
        if roots.setdefault(view.latest_epoch, view.latest_root) != view.latest_root:
            raise EndpointsDisagree(
                "Two endpoints tell two roots of one epoch.",
                internal=f"epoch {view.latest_epoch}: {view.endpoint.name}",
            )


def _arguments(call: AnchorCall) -> tuple[int, bytes, bytes, list[bytes]]:
    return call.epoch, call.root, call.bundle_digest, list(call.consistency)


async def _receipt(one: Endpoint, tx_hash: bytes) -> Receipt | None:
    try:
        found = await one.web3.eth.get_transaction_receipt(HexBytes(tx_hash))
    except TransactionNotFound:
        return None
    return Receipt(
        tx_hash,
        int(found["blockNumber"]),
        bytes(found["blockHash"]),
        int(found["status"]) == 1,
        int(found["gasUsed"]),
        int(found["gasUsed"]) * int(found["effectiveGasPrice"]),
    )
