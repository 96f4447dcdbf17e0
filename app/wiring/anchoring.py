"""Everything that the process which anchors is made of. Nothing that serves imports it: it brings web3 along."""

import contextlib
import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

import msgspec

from app.chain_settings import CONTRACT, URLS, ChainSettings
from app.settings import PREFIX, SettingInvalid, Settings
from app.wiring.foundation import Foundation, open_foundation
from ledger.adapters import chain_proofs, ethereum
from ledger.adapters.deploying import PaymentRoles, deploy_log_anchor, deploy_vendor_payments
from ledger.adapters.ethereum import Endpoint, Ethereum
from ledger.anchoring.anchorer import Anchorer
from ledger.anchoring.anchors import hexed
from ledger.anchoring.asking import AnchorAsker, covering_epoch
from ledger.anchoring.chain import GWEI, ChainProofFile
from ledger.anchoring.states import Place
from ledger.anchoring.super_epochs import SuperEpochs
from ledger.bundles import bundle_digest
from ledger.super_log import SuperLog
from tenants.installation_keys import open_key

KEY = "anchor"
"""The purpose of the installation's key on the chain: secp256k1, 32 bytes. It pays for anchors and signs the roots that are anchored; nothing else."""


@contextlib.asynccontextmanager
async def endpoints(settings: ChainSettings) -> AsyncIterator[list[Endpoint]]:
    """Raises: SettingInvalid where none is set."""
    if not settings.endpoints:
        raise SettingInvalid(f"{PREFIX}{URLS}: name the nodes of the chain.")
    opened = [ethereum.endpoint(url) for url in settings.endpoints.reveal()]
    try:
        yield opened
    finally:
        await ethereum.close(opened)


async def chain_key(base: Foundation) -> bytes:
    """Open the key that anchors; the first to ask makes it."""
    return await open_key(base.database, base.kms, base.true_clock, KEY)


def key_address(key: bytes) -> str:
    """Raises: ValueError for bytes that are no key."""
    return ethereum.address_of(key)


@contextlib.asynccontextmanager
async def chain(base: Foundation) -> AsyncIterator[Ethereum]:
    """The contract that is set, under the installation's key. Raises: SettingInvalid."""
    settings = base.settings.chain
    async with endpoints(settings) as opened:
        if not settings.contract:
            raise SettingInvalid(f"{PREFIX}{CONTRACT}: deploy the contract first: countermark chain deploy.")
        key = await chain_key(base)
        yield Ethereum(opened, settings.chain_id, settings.contract, key, settings.anchoring.confirmations)


def epochs_of(base: Foundation) -> SuperEpochs:
    return SuperEpochs(
        SuperLog(base.database, base.true_clock), functools.partial(bundle_digest, base.database)
    )


def anchorer_of(base: Foundation, on: Ethereum) -> Anchorer:
    return Anchorer(base.database, epochs_of(base), on, base.true_clock, base.settings.chain.anchoring)


def anchor_asker(base: Foundation, on: Ethereum) -> AnchorAsker:
    return AnchorAsker(base.database, base.true_clock, epochs_of(base), Place(on.chain_id, on.contract))


@contextlib.asynccontextmanager
async def anchorer(settings: Settings) -> AsyncIterator[Anchorer]:
    async with open_foundation(settings, pool_size_max=2) as base, chain(base) as on:
        yield anchorer_of(base, on)


class LiveView(msgspec.Struct, frozen=True, kw_only=True):
    """The chain as its nodes tell it now. balance_gwei: of the key. next_block_gwei: what a unit of gas costs."""

    chain_id: int
    contract: str
    key: str
    head: int
    latest_epoch: int
    balance_gwei: int
    next_block_gwei: float


async def live_view(on: Ethereum) -> LiveView:
    """Raises: ChainUnavailable, WrongChain, EndpointsDisagree."""
    seen, market = await on.look([]), await on.market()
    return LiveView(
        chain_id=on.chain_id,
        contract=hexed(on.contract),
        key=hexed(on.sender),
        head=seen.head,
        latest_epoch=seen.latest_epoch,
        balance_gwei=seen.balance_wei // GWEI,
        next_block_gwei=(market.base_wei + market.tip_wei) / GWEI,
    )


async def deployed(base: Foundation, admin: str | None, pauser: str | None) -> str:
    """Deploy the contract on the chain that is set. Returns: its address. Raises: WouldRevert, SendRefused, SettingInvalid."""
    settings = base.settings.chain
    async with endpoints(settings) as opened:
        return await deploy_log_anchor(
            opened[0],
            await chain_key(base),
            settings.chain_id,
            admin=admin,
            pauser=pauser,
            ceiling_wei=settings.anchoring.ceiling_wei,
        )


async def payments_deployed(base: Foundation, roles: Mapping[str, str | None]) -> str:
    """Deploy VendorPayments beside the LogAnchor that is set. Returns: its address. Raises: as `deployed`.

    roles: the fields of `PaymentRoles`.
    """
    settings = base.settings.chain
    if not settings.contract:
        raise SettingInvalid(f"{PREFIX}{CONTRACT}: deploy the contract first: countermark chain deploy.")
    async with endpoints(settings) as opened:
        return await deploy_vendor_payments(
            opened[0],
            await chain_key(base),
            settings.chain_id,
            settings.contract,
            roles=PaymentRoles(**roles),
            ceiling_wei=settings.anchoring.ceiling_wei,
        )


Prove = Callable[[int, int | None], Awaitable[tuple[ChainProofFile, bytes]]]


@contextlib.asynccontextmanager
async def chain_prover(base: Foundation) -> AsyncIterator[Prove]:
    """What proves an epoch, or the first anchored one after it, by the first node that is set. Raises: SettingInvalid."""
    async with chain(base) as on, endpoints(base.settings.chain) as opened:
        place = Place(on.chain_id, on.contract)

        async def prove(epoch: int, block: int | None) -> tuple[ChainProofFile, bytes]:
            covering = await covering_epoch(base.database, place, epoch)
            return await chain_proofs.prove(opened[0], place, covering, block)

        yield prove
