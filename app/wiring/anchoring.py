"""Everything that the process which anchors is made of. Nothing that serves imports it: it brings web3 along."""

import contextlib
import functools
from collections.abc import AsyncIterator, Awaitable, Callable

from app.chain_settings import CONTRACT, URLS, ChainSettings
from app.settings import PREFIX, SettingInvalid, Settings
from app.wiring.foundation import Foundation, open_foundation
from ledger.adapters import chain_proofs, ethereum
from ledger.adapters.chain_proofs import ChainProofFile
from ledger.adapters.ethereum import Endpoint, Ethereum
from ledger.anchoring.anchorer import Anchorer
from ledger.anchoring.asking import AnchorAsker, covering_epoch
from ledger.anchoring.states import Place
from ledger.anchoring.super_epochs import SuperEpochs
from ledger.bundles import bundle_digest
from ledger.super_log import SuperLog
from tenants.installation_keys import open_key

KEY = "anchor"
"""The purpose of the installation's key on the chain: secp256k1, 32 bytes. It pays for anchors and signs nothing else."""


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
    return await open_key(base.database, base.kms, base.clock, KEY)


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
    return SuperEpochs(SuperLog(base.database, base.clock), functools.partial(bundle_digest, base.database))


def anchorer_of(base: Foundation, on: Ethereum) -> Anchorer:
    return Anchorer(base.database, epochs_of(base), on, base.clock, base.settings.chain.anchoring)


def anchor_asker(base: Foundation, on: Ethereum) -> AnchorAsker:
    return AnchorAsker(base.database, base.clock, epochs_of(base), Place(on.chain_id, on.contract))


@contextlib.asynccontextmanager
async def anchorer(settings: Settings) -> AsyncIterator[Anchorer]:
    async with open_foundation(settings, pool_size_max=2) as base, chain(base) as on:
        yield anchorer_of(base, on)


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
