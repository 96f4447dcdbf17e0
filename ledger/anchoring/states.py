"""What becomes of an anchor: pure. It is submitted, then mined, then confirmed; a reorganisation takes it back to submitted.

One anchor is one nonce of our key. Its attempts are signed transactions with that nonce, so at most one of them is ever in
the chain: resending with higher fees can never anchor twice. The last of the open anchors may carry a later epoch in its
next attempt, so after an outage one transaction covers all that was missed.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

import msgspec

from ledger.anchoring.chain import Fees, Market, Receipt, Seen

State = Literal["submitted", "mined", "confirmed", "failed", "lost"]
OPEN: tuple[State, ...] = ("submitted", "mined")

REPLACE_AFTER = dt.timedelta(seconds=45)
"""Some three blocks of Ethereum: a transaction that pays enough is in by then."""
RESEND_AFTER = dt.timedelta(seconds=15)
"""Nodes forget transactions; handing the same bytes over again costs nothing."""
_BUMP = (9, 8)
"""Nodes take a replacement at one eighth more in both fees (go-ethereum asks a tenth, Erigon and Nethermind an eighth at most)."""


class Place(msgspec.Struct, frozen=True):
    """Whose anchors: one contract on one chain."""

    chain_id: int
    contract: bytes


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """A signed transaction of an anchor, as it was stored before it was sent. number: from 1."""

    number: int
    epoch: int
    root: bytes
    bundle_digest: bytes
    from_epoch: int
    gas: int
    fees: Fees
    raw: bytes
    tx_hash: bytes
    signed_at: dt.datetime


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    """One nonce. attempts: oldest first, at least one. receipt: of the attempt that is in a block."""

    id: int
    nonce: int
    state: State
    attempts: tuple[Attempt, ...]
    receipt: Receipt | None = None

    @property
    def newest(self) -> Attempt:
        return self.attempts[-1]

    @property
    def standing(self) -> Attempt:
        """The attempt that is in the chain, else the newest."""
        if self.receipt is None:
            return self.newest
        return next(one for one in self.attempts if one.tx_hash == self.receipt.tx_hash)


def settled(anchor: Anchor, seen: Seen, confirmations: int) -> Anchor:
    """Say how an anchor stands on the chain as it was seen.

    failed: it is in the chain, and the contract refused. lost: another transaction of our key took its nonce for good.
    """
    found = [seen.receipts[one.tx_hash] for one in anchor.attempts if one.tx_hash in seen.receipts]
    if found:
        receipt = found[0]
        deep = seen.head - receipt.block_number + 1 >= confirmations
        state: State = "confirmed" if deep else "mined"
        if not receipt.succeeded:
            state = "failed" if deep else "mined"
        return msgspec.structs.replace(anchor, state=state, receipt=receipt)
    if seen.settled_nonce > anchor.nonce:
        return msgspec.structs.replace(anchor, state="lost", receipt=None)
    return msgspec.structs.replace(anchor, state="submitted", receipt=None)


def unsettled(confirmed: Anchor, seen: Seen) -> bool:
    """Whether an anchor that was confirmed is in the chain no more: a reorganisation deeper than what confirms."""
    receipt = confirmed.receipt
    if receipt is None or seen.head < receipt.block_number:  # the node is behind: it tells nothing
        return False
    return seen.latest_epoch < confirmed.standing.epoch


REFUSING = frozenset({"chain_ahead", "chain_forked"})
"""Troubles that say that the database is not what was anchored."""


class Refusal(msgspec.Struct, frozen=True):
    """Why nothing may be signed."""

    trouble: Literal["chain_ahead", "chain_forked"]
    internal: str


def guard(seen: Seen, newest_epoch: int, root_of_latest: bytes | None) -> Refusal | None:
    """The restore guard: refuse where the chain holds an epoch that the super-log has not, or has otherwise.

    A database restored from a backup, or another installation with our key, would fork what Ethereum witnessed.
    root_of_latest: what the super-log has for `seen.latest_epoch`; None where it has none.
    """
    if seen.latest_epoch == 0:
        return None
    internal = f"chain={seen.latest_epoch} {seen.latest_root.hex()} super-log={newest_epoch}"
    if root_of_latest is None:
        return Refusal("chain_ahead", internal)
    if root_of_latest != seen.latest_root:
        return Refusal("chain_forked", internal)
    return None


class Wait(msgspec.Struct, frozen=True):
    """Nothing to do. why: shown by `countermark chain status`."""

    why: Literal["nothing_new", "not_due", "in_flight", "fee_above_ceiling"]


class Resend(msgspec.Struct, frozen=True):
    """Hand the same bytes over again."""

    anchor: Anchor


class Submit(msgspec.Struct, frozen=True):
    """Sign and send an anchor with a nonce of its own."""

    nonce: int
    epoch: int
    from_epoch: int
    fees: Fees


class Replace(msgspec.Struct, frozen=True):
    """Sign and send a further attempt of an anchor, which pays more."""

    anchor: Anchor
    epoch: int
    from_epoch: int
    fees: Fees


Step = Wait | Resend | Submit | Replace


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the next step depends on.

    open: anchors that are submitted or mined, by nonce. due: whether the period since the last one has passed.
    sent: when bytes were last handed over, by hash; missing after a start.
    """

    open: Sequence[Anchor]
    seen: Seen
    newest_epoch: int
    due: bool
    market: Market
    ceiling_wei: int
    now: dt.datetime
    sent: dict[bytes, dt.datetime]


def next_step(situation: Situation) -> Step:
    """Decide what to do now. One submitted anchor at a time: the next waits until it is mined, not until it is confirmed."""
    waiting = [anchor for anchor in situation.open if anchor.state == "submitted"]
    if waiting:
        return _of_submitted(waiting[0], situation)
    epochs = [
        one.standing.epoch for one in situation.open if one.receipt is not None and one.receipt.succeeded
    ]
    covered = max([situation.seen.latest_epoch, *epochs])
    if covered >= situation.newest_epoch:
        return Wait("nothing_new")
    if not situation.due:
        return Wait("not_due")
    fees = first_fees(situation.market, situation.ceiling_wei)
    if fees is None:
        return Wait("fee_above_ceiling")
    nonces = [anchor.nonce + 1 for anchor in situation.open]
    nonce = max([situation.seen.next_nonce, *nonces])
    return Submit(nonce, situation.newest_epoch, situation.seen.latest_epoch, fees)


def _of_submitted(anchor: Anchor, situation: Situation) -> Step:
    newest, now = anchor.newest, situation.now
    fees = higher_fees(newest.fees, situation.market, situation.ceiling_wei)
    priced_out = situation.market.base_wei > newest.fees.max_wei
    if priced_out and fees is None:  # nodes would not even keep it
        return Wait("fee_above_ceiling")
    if fees is not None and now - newest.signed_at >= (RESEND_AFTER if priced_out else REPLACE_AFTER):
        last = anchor.nonce == situation.open[-1].nonce
        epoch = situation.newest_epoch if last else newest.epoch
        from_epoch = situation.seen.latest_epoch if last else newest.from_epoch
        return Replace(anchor, epoch, from_epoch, fees)
    sent = situation.sent.get(newest.tx_hash)
    if sent is None or now - sent >= RESEND_AFTER:
        return Resend(anchor)
    if situation.market.base_wei + newest.fees.tip_wei > situation.ceiling_wei:
        return Wait("fee_above_ceiling")
    return Wait("in_flight")


def first_fees(market: Market, ceiling_wei: int) -> Fees | None:
    """Return fees that survive six full blocks in a row, under the ceiling; None where even the next block asks more."""
    return _fees(market, market.tip_wei, 0, ceiling_wei)


def higher_fees(before: Fees, market: Market, ceiling_wei: int) -> Fees | None:
    """Return fees that nodes take as a replacement and the market takes now; None where that is above the ceiling."""
    return _fees(market, max(_bumped(before.tip_wei), market.tip_wei), _bumped(before.max_wei), ceiling_wei)


def _fees(market: Market, tip_wei: int, at_least_wei: int, ceiling_wei: int) -> Fees | None:
    needed = max(market.base_wei + tip_wei, at_least_wei)
    # What is offered beyond need leaves room for two replacements: at the ceiling itself, none would be left.
    generous = min(2 * market.base_wei + tip_wei, ceiling_wei * _BUMP[1] ** 2 // _BUMP[0] ** 2)
    return None if needed > ceiling_wei else Fees(max(needed, generous), tip_wei)


def _bumped(wei: int) -> int:
    return max(-(-wei * _BUMP[0] // _BUMP[1]), wei + 1)
