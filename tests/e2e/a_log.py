"""A tenant's log with everything that can be asked of it: an entry, a size, an epoch, a bundle, an anchor, a tile, a model that an entry names."""

from collections.abc import Mapping
from typing import cast

from core.ids import public
from tests.an_anchor import an_anchor
from tests.parity.faces import Parity, Plain
from tests.product import Party
from tests.sequencing import bundle, close_epoch, sequence

EPOCH = 500_000_000
"""What is anchored: it covers whatever epoch is asked about."""


async def one_of_each(parity: Parity, party: Party, version_id: str) -> dict[str, str]:
    """Sequence and sign the log, and put it into an epoch. version_id: of a model of the tenant's own. Returns: ids."""
    product = parity.product
    await sequence(product, party.system.environment_id)
    epoch = await close_epoch(product)
    await bundle(product, party.system.environment_id)
    await an_anchor(product.base.database, product.base.clock, EPOCH)
    size = (await parity.rest("getLatestCheckpoint", {}, party.headers)).body["size"]
    entries = (await parity.rest("listLedgerEntries", {}, party.headers)).body["data"]
    version = await parity.rest("getModelVersion", {"version_id": version_id}, party.headers)
    return {
        "entry_id": cast("list[dict[str, str]]", entries)[-1]["id"],
        "size": str(size),
        "epoch": str(epoch),
        "tile_path": f"tile/entries/000.p/{size}",
        "super_tile_path": "entries/000.p/1" if epoch < 256 else "entries/000",
        "digest": str(version.body["digest"]),
        "file_name": "card.md",
        "environment_id": public("env", party.system.environment_id),
    }


def asked(ids: Mapping[str, str]) -> dict[str, Plain]:
    """What must be asked where an operation's example does not do."""
    epoch = {"epoch": int(ids["epoch"])}
    return {
        "getConsistencyProof": {"from_size": 1, "to_size": int(ids["size"])},
        "getCheckpoint": {"size": int(ids["size"])},
        "getLedgerAnchor": epoch,
        "getLedgerEpoch": epoch,
        "getLedgerBundle": epoch,
        "getEpochBundle": epoch,
    }
