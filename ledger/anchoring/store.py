"""SQL of anchors. Private to `ledger`."""

import datetime as dt
from collections.abc import Sequence

import asyncpg
import msgspec

from core.database import Transaction
from ledger.anchoring.chain import Fees, Receipt
from ledger.anchoring.states import Anchor, Attempt, Place, State

# One process anchors for the whole installation: an arbitrary number, the beginning of SHA-256("countermark/anchor").
_LEADER_LOCK = 0x45FA_CBF7_FBC9_5B4D

_LEAD = "SELECT pg_try_advisory_lock($1)"
_ANCHOR = (
    "a.id, a.nonce, a.state, a.standing, a.block_number, a.block_hash, a.succeeded, a.gas_used, a.fee_wei"
)
_OPEN = f"""
SELECT {_ANCHOR} FROM ledger_anchor a
WHERE a.chain_id = $1 AND a.contract = $2 AND a.state IN ('submitted', 'mined') ORDER BY a.nonce
"""
_NEWEST_CONFIRMED = f"""
SELECT {_ANCHOR} FROM ledger_anchor a
WHERE a.chain_id = $1 AND a.contract = $2 AND a.state = 'confirmed' ORDER BY a.nonce DESC LIMIT 1
"""
_ATTEMPTS = """
SELECT anchor_id, number, epoch, root, bundle_digest, from_epoch, gas, fee_max_wei, fee_tip_wei, raw, tx_hash, signed_at
FROM ledger_anchor_attempt WHERE anchor_id = ANY ($1::bigint[]) ORDER BY anchor_id, number
"""
_ADD_ANCHOR = """
INSERT INTO ledger_anchor (chain_id, contract, sender, nonce, state, epoch, submitted_at)
VALUES ($1, $2, $3, $4, 'submitted', $5, $6) RETURNING id
"""
_ADD_ATTEMPT = """
INSERT INTO ledger_anchor_attempt
    (anchor_id, number, epoch, root, bundle_digest, from_epoch, gas, fee_max_wei, fee_tip_wei, raw, tx_hash, signed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""
_CARRIES = "UPDATE ledger_anchor SET epoch = $2 WHERE id = $1"
_STANDS = """
UPDATE ledger_anchor SET state = $2, epoch = $3, standing = $4, block_number = $5, block_hash = $6, succeeded = $7, gas_used = $8,
    fee_wei = $9,
    mined_at = CASE WHEN $5::bigint IS NULL THEN NULL ELSE coalesce(mined_at, $10) END,
    confirmed_at = CASE WHEN $2 = 'confirmed' THEN coalesce(confirmed_at, $10) END
WHERE id = $1
"""
_SUBMITTED_AT = """
SELECT max(submitted_at) FROM ledger_anchor WHERE chain_id = $1 AND contract = $2 AND state <> 'lost'
"""
_ASKED_AT = "SELECT asked_at FROM ledger_anchor_watch WHERE chain_id = $1 AND contract = $2"
_ASK = "UPDATE ledger_anchor_watch SET asked_at = $3 WHERE chain_id = $1 AND contract = $2 RETURNING chain_id"
_WATCH = """
INSERT INTO ledger_anchor_watch (chain_id, contract, sender, every_s, confirmations, newest_epoch, head, latest_epoch, balance_wei,
    doing, trouble, trouble_detail, trouble_since, looked_at, first_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::numeric, $10, $11, $12, CASE WHEN $11::text IS NOT NULL THEN $13::timestamptz END, $13, $13)
ON CONFLICT (chain_id, contract) DO UPDATE SET sender = excluded.sender, every_s = excluded.every_s,
    confirmations = excluded.confirmations, newest_epoch = excluded.newest_epoch, head = excluded.head,
    latest_epoch = excluded.latest_epoch, balance_wei = excluded.balance_wei, doing = excluded.doing,
    trouble = excluded.trouble, trouble_detail = excluded.trouble_detail,
    trouble_since = CASE WHEN excluded.trouble IS NULL THEN NULL
        WHEN excluded.trouble = ledger_anchor_watch.trouble THEN ledger_anchor_watch.trouble_since
        ELSE excluded.trouble_since END,
    looked_at = excluded.looked_at
"""
_TROUBLED = """
INSERT INTO ledger_anchor_watch (chain_id, contract, sender, every_s, confirmations, newest_epoch, head, latest_epoch, balance_wei,
    doing, trouble, trouble_detail, trouble_since, looked_at, first_at)
VALUES ($1, $2, $3, $4, $5, $9, 0, 0, 0, 'refusing', $6, $7, $8, $8, $8)
ON CONFLICT (chain_id, contract) DO UPDATE SET newest_epoch = excluded.newest_epoch, doing = 'refusing', trouble = excluded.trouble,
    trouble_detail = excluded.trouble_detail,
    trouble_since = CASE WHEN excluded.trouble = ledger_anchor_watch.trouble THEN ledger_anchor_watch.trouble_since
        ELSE excluded.trouble_since END,
    looked_at = excluded.looked_at
"""
_WATCHED = """
SELECT chain_id, contract, sender, every_s, confirmations, newest_epoch, head, latest_epoch, balance_wei::text, doing, trouble,
    trouble_detail, trouble_since, looked_at, first_at, asked_at
FROM ledger_anchor_watch
"""
_WATCHES = f"{_WATCHED} ORDER BY looked_at DESC"
_ONE_WATCH = f"{_WATCHED} WHERE chain_id = $1 AND contract = $2"
_NEWEST_MINED = """
SELECT mined_at, fee_wei FROM ledger_anchor
WHERE chain_id = $1 AND contract = $2 AND state IN ('mined', 'confirmed') AND succeeded ORDER BY nonce DESC LIMIT 1
"""
_LISTED = """
SELECT a.id, a.chain_id, a.contract, t.epoch, t.root, t.bundle_digest, t.tx_hash, a.state, a.block_number, a.block_hash,
    w.head - a.block_number + 1 AS confirmations, a.fee_wei, a.gas_used, a.submitted_at, a.mined_at, a.confirmed_at
FROM ledger_anchor a
CROSS JOIN LATERAL (
    SELECT * FROM ledger_anchor_attempt t WHERE t.anchor_id = a.id AND (a.standing IS NULL OR t.number = a.standing)
    ORDER BY t.number DESC LIMIT 1
) t
LEFT JOIN ledger_anchor_watch w ON w.chain_id = a.chain_id AND w.contract = a.contract
WHERE a.state IN ('submitted', 'mined', 'confirmed') AND a.succeeded IS NOT FALSE
"""
_PAGE = f"{_LISTED} AND a.id < $1 ORDER BY a.id DESC LIMIT $2"
_COVERING = f"{_LISTED} AND a.epoch >= $1 ORDER BY a.state = 'submitted', a.epoch, a.id LIMIT 1"
_COVERING_AT = """
SELECT epoch FROM ledger_anchor
WHERE chain_id = $1 AND contract = $2 AND epoch >= $3 AND state IN ('mined', 'confirmed') AND succeeded ORDER BY epoch LIMIT 1
"""
_CONFIRMED = f"{_LISTED} AND a.state = 'confirmed' AND a.epoch <= $1 AND a.id > $2 ORDER BY a.id LIMIT $3"


class WatchRow(msgspec.Struct, frozen=True):
    """What the process that anchors saw last."""

    chain_id: int
    contract: bytes
    sender: bytes
    every_s: int
    confirmations: int
    newest_epoch: int
    head: int
    latest_epoch: int
    balance_wei: int
    doing: str
    trouble: str | None
    trouble_detail: str | None
    trouble_since: dt.datetime | None
    looked_at: dt.datetime
    first_at: dt.datetime
    asked_at: dt.datetime | None


class Mined(msgspec.Struct, frozen=True):
    """When an anchor was seen in a block, and what it cost."""

    mined_at: dt.datetime
    fee_wei: int


class ListedRow(msgspec.Struct, frozen=True):
    """An anchor as it is shown. confirmations: None while it is in no block."""

    id: int
    chain_id: int
    contract: bytes
    epoch: int
    root: bytes
    bundle_digest: bytes
    tx_hash: bytes
    state: State
    block_number: int | None
    block_hash: bytes | None
    confirmations: int | None
    fee_wei: int | None
    gas_used: int | None
    submitted_at: dt.datetime
    mined_at: dt.datetime | None
    confirmed_at: dt.datetime | None


async def try_lead(connection: asyncpg.Connection) -> bool:
    """Try to become the one process that anchors, for as long as this connection lives."""
    return bool(await connection.fetchval(_LEAD, _LEADER_LOCK))


async def open_anchors(tx: Transaction, place: Place) -> list[Anchor]:
    """Those that are submitted or mined, by nonce."""
    return await _anchors(tx, await tx.fetch(_OPEN, place.chain_id, place.contract))


async def newest_confirmed(tx: Transaction, place: Place) -> Anchor | None:
    found = await _anchors(tx, await tx.fetch(_NEWEST_CONFIRMED, place.chain_id, place.contract))
    return found[0] if found else None


async def add_anchor(tx: Transaction, place: Place, sender: bytes, nonce: int, attempt: Attempt) -> Anchor:
    """Keep a signed transaction with a nonce of its own."""
    made = await tx.fetchval(
        _ADD_ANCHOR, place.chain_id, place.contract, sender, nonce, attempt.epoch, attempt.signed_at
    )
    anchor = Anchor(id=int(str(made)), nonce=nonce, state="submitted", attempts=(attempt,))
    await _add_attempt(tx, anchor.id, attempt)
    return anchor


async def add_attempt(tx: Transaction, anchor: Anchor, attempt: Attempt) -> Anchor:
    """Keep a further signed transaction of an anchor."""
    await _add_attempt(tx, anchor.id, attempt)
    await tx.execute(_CARRIES, anchor.id, attempt.epoch)
    return msgspec.structs.replace(anchor, attempts=(*anchor.attempts, attempt))


async def keep_state(tx: Transaction, anchor: Anchor, at: dt.datetime) -> None:
    """Write down how an anchor stands."""
    receipt = anchor.receipt
    await tx.execute(
        _STANDS,
        anchor.id,
        anchor.state,
        anchor.standing.epoch,
        None if receipt is None else anchor.standing.number,
        None if receipt is None else receipt.block_number,
        None if receipt is None else receipt.block_hash,
        None if receipt is None else receipt.succeeded,
        None if receipt is None else receipt.gas_used,
        None if receipt is None else receipt.fee_wei,
        at,
    )


async def last_submitted_at(tx: Transaction, place: Place) -> dt.datetime | None:
    found = await tx.fetchval(_SUBMITTED_AT, place.chain_id, place.contract)
    return found if isinstance(found, dt.datetime) else None


async def asked_at(tx: Transaction, place: Place) -> dt.datetime | None:
    found = await tx.fetchval(_ASKED_AT, place.chain_id, place.contract)
    return found if isinstance(found, dt.datetime) else None


async def ask(tx: Transaction, place: Place, at: dt.datetime) -> bool:
    """Ask for an anchor now. Returns: whether anybody has looked at this contract yet."""
    return await tx.fetchval(_ASK, place.chain_id, place.contract, at) is not None


async def keep_watch(tx: Transaction, row: WatchRow) -> None:
    await tx.execute(
        _WATCH, row.chain_id, row.contract, row.sender, row.every_s, row.confirmations, row.newest_epoch, row.head,
        row.latest_epoch, str(row.balance_wei), row.doing, row.trouble, row.trouble_detail, row.looked_at,
    )  # fmt: skip


async def keep_trouble(tx: Transaction, row: WatchRow) -> None:
    """Keep why nothing is signed, beside what was seen before."""
    await tx.execute(
        _TROUBLED, row.chain_id, row.contract, row.sender, row.every_s, row.confirmations, row.trouble,
        row.trouble_detail, row.looked_at, row.newest_epoch,
    )  # fmt: skip


async def watches(tx: Transaction) -> list[WatchRow]:
    """The newest first."""
    rows = await tx.fetch(_WATCHES)
    return [_watch(row) for row in rows]


async def find_watch(tx: Transaction, place: Place) -> WatchRow | None:
    row = await tx.fetchrow(_ONE_WATCH, place.chain_id, place.contract)
    return None if row is None else _watch(row)


async def newest_mined(tx: Transaction, place: Place) -> Mined | None:
    row = await tx.fetchrow(_NEWEST_MINED, place.chain_id, place.contract)
    return None if row is None else Mined(*row)


async def page(tx: Transaction, before: int, limit: int) -> list[ListedRow]:
    """Anchors newest first, of every contract there ever was. before: an id."""
    return [ListedRow(*row) for row in await tx.fetch(_PAGE, before, limit)]


async def covering(tx: Transaction, epoch: int) -> ListedRow | None:
    """The first anchor that covers an epoch: of those in the chain, else one that is submitted."""
    row = await tx.fetchrow(_COVERING, epoch)
    return None if row is None else ListedRow(*row)


async def covering_at(tx: Transaction, place: Place, epoch: int) -> int | None:
    """The first epoch in that contract that covers an epoch."""
    found = await tx.fetchval(_COVERING_AT, place.chain_id, place.contract, epoch)
    return None if found is None else int(str(found))


async def confirmed_after(tx: Transaction, epoch_max: int, after: int, limit: int) -> list[ListedRow]:
    """Confirmed anchors of epochs up to one, oldest first. after: an id."""
    return [ListedRow(*row) for row in await tx.fetch(_CONFIRMED, epoch_max, after, limit)]


async def _add_attempt(tx: Transaction, anchor_id: int, one: Attempt) -> None:
    await tx.execute(
        _ADD_ATTEMPT, anchor_id, one.number, one.epoch, one.root, one.bundle_digest, one.from_epoch, one.gas,
        one.fees.max_wei, one.fees.tip_wei, one.raw, one.tx_hash, one.signed_at,
    )  # fmt: skip


async def _anchors(tx: Transaction, rows: Sequence[asyncpg.Record]) -> list[Anchor]:
    attempts: dict[int, list[Attempt]] = {row["id"]: [] for row in rows}
    for one in await tx.fetch(_ATTEMPTS, list(attempts)):
        attempts[one["anchor_id"]].append(_attempt(one))
    return [_anchor(row, tuple(attempts[row["id"]])) for row in rows]


def _watch(row: asyncpg.Record) -> WatchRow:
    fields = dict(row)
    fields["balance_wei"] = int(fields["balance_wei"])
    return WatchRow(**fields)


def _attempt(row: asyncpg.Record) -> Attempt:
    return Attempt(
        number=row["number"],
        epoch=row["epoch"],
        root=row["root"],
        bundle_digest=row["bundle_digest"],
        from_epoch=row["from_epoch"],
        gas=row["gas"],
        fees=Fees(row["fee_max_wei"], row["fee_tip_wei"]),
        raw=row["raw"],
        tx_hash=row["tx_hash"],
        signed_at=row["signed_at"],
    )


def _anchor(row: asyncpg.Record, attempts: tuple[Attempt, ...]) -> Anchor:
    receipt = None
    if row["standing"] is not None:
        receipt = Receipt(
            attempts[row["standing"] - 1].tx_hash,
            row["block_number"],
            row["block_hash"],
            row["succeeded"],
            row["gas_used"],
            row["fee_wei"],
        )
    return Anchor(id=row["id"], nonce=row["nonce"], state=row["state"], attempts=attempts, receipt=receipt)
