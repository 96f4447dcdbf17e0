"""SQL of signed roots. Private to `ledger`."""

import datetime as dt

import msgspec

from core.database import Transaction
from ledger.anchoring.states import Place

_FIELDS = "chain_id, contract, epoch, root, signer, signature"
_NEWEST = "SELECT coalesce(max(epoch), 0) FROM ledger_signed_root WHERE chain_id = $1 AND contract = $2"
_ADD = f"""
INSERT INTO ledger_signed_root ({_FIELDS}, signed_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
"""
_ENDS = """
SELECT chain_id, contract, max(epoch) FROM ledger_signed_root WHERE epoch <= $1
GROUP BY chain_id, contract ORDER BY chain_id, contract
"""
_AFTER = f"""
SELECT {_FIELDS} FROM ledger_signed_root
WHERE chain_id = $1 AND contract = $2 AND epoch > $3 AND epoch <= $4 ORDER BY epoch LIMIT $5
"""
_NEWEST_ROWS = f"SELECT {_FIELDS} FROM ledger_signed_root ORDER BY epoch DESC, chain_id, contract LIMIT $1"


class SignedRootRow(msgspec.Struct, frozen=True):
    """signature: 65 bytes over EIP-712 `EpochRoot`, as the contract takes it. signer: address of its key."""

    chain_id: int
    contract: bytes
    epoch: int
    root: bytes
    signer: bytes
    signature: bytes


class End(msgspec.Struct, frozen=True):
    """Up to which epoch the roots are signed for a contract."""

    place: Place
    epoch: int


async def newest_epoch(tx: Transaction, place: Place) -> int:
    """Return 0 before the first."""
    return int(str(await tx.fetchval(_NEWEST, place.chain_id, place.contract)))


async def add(tx: Transaction, row: SignedRootRow, at: dt.datetime) -> None:
    """Keep a signature; the first of an epoch stays."""
    await tx.execute(
        _ADD, row.chain_id, row.contract, row.epoch, row.root, row.signer, row.signature, at
    )  # fmt: skip


async def ends(tx: Transaction, epoch_max: int) -> list[End]:
    """Say of each contract what is signed, of epochs up to one."""
    return [End(Place(row[0], row[1]), row[2]) for row in await tx.fetch(_ENDS, epoch_max)]


async def signed_after(tx: Transaction, end: End, after: int, limit: int) -> list[SignedRootRow]:
    """Oldest first."""
    place = end.place
    rows = await tx.fetch(_AFTER, place.chain_id, place.contract, after, end.epoch, limit)
    return [SignedRootRow(*row) for row in rows]


async def newest(tx: Transaction, limit: int) -> list[SignedRootRow]:
    """Newest first, of every contract."""
    return [SignedRootRow(*row) for row in await tx.fetch(_NEWEST_ROWS, limit)]
