"""What makes the bundles of epochs and logs, and pins them: for the worker."""

from app.background import Background
from app.wiring.foundation import Foundation, log_keys, receipt_signer, super_signer
from core.objects import FolderObjects
from ledger.adapters.kubo import KuboNode
from ledger.bundle_making import BundleMaker
from ledger.pins import BundlePins
from ledger.verifier.manifests import Contract


async def run_bundles(base: Foundation, background: Background) -> None:
    """Make the bundles of epochs and logs; pin them where a node is set."""
    background.start("bundles", (await bundle_maker(base)).run)
    ipfs = base.settings.ipfs
    if ipfs.rpc_url:
        node = KuboNode(ipfs.rpc_url, ipfs.rpc_token.reveal())
        pins = BundlePins(base.database, FolderObjects(base.settings.objects_dir), node, base.true_clock)
        background.start("pins", pins.run)


async def bundle_maker(base: Foundation) -> BundleMaker:
    return BundleMaker(
        base.database,
        FolderObjects(base.settings.objects_dir),
        log_keys(base),
        base.true_clock,
        receipt_key=(await receipt_signer(base)).key,
        super_keys=(await super_signer(base)).keys,
        contract=_contract(base),
    )


def _contract(base: Foundation) -> Contract | None:
    """Where the super-log is anchored, as bundles tell it."""
    chain = base.settings.chain
    return Contract(chain.chain_id, f"0x{chain.contract.hex()}") if chain.contract else None
