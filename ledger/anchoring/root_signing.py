"""Signing roots of the super-log with the log's key on Ethereum, in the process that anchors: that one alone holds the key.

Each root of a signed checkpoint of the super-log is signed once, and kept. The same guard as for anchors comes first: nothing is
signed while the chain holds an epoch that the super-log has not, or has otherwise.
"""

import logging

from core.clock import Clock
from core.database import Database
from ledger.anchoring import root_store
from ledger.anchoring.chain import Chain, Seen
from ledger.anchoring.epochs import Epochs
from ledger.anchoring.root_store import SignedRootRow
from ledger.anchoring.states import Place

_AT_ONCE = 200

_log = logging.getLogger(__name__)


class RootSigner:
    """`turn()` signs what is new, a few at once."""

    def __init__(self, database: Database, epochs: Epochs, chain: Chain, clock: Clock) -> None:
        self._database = database
        self._epochs = epochs
        self._chain = chain
        self._clock = clock
        self._place = Place(chain.chain_id, chain.contract)
        self._told = False

    async def turn(self, seen: Seen) -> int:
        """Sign the roots after the last that was signed. seen: the chain now, which the guard let pass. Returns: how many.

        Nothing where the contract has another signer: it would take no signature of ours for a proof.
        """
        if seen.signer != self._chain.sender:
            if not self._told:
                _log.warning("No root is signed: the contract has another signer.", extra={"internal": seen.signer.hex()})  # fmt: skip
            self._told = True
            return 0
        self._told = False
        async with self._database.unscoped() as tx:
            after = await root_store.newest_epoch(tx, self._place)
        fresh = await self._epochs.signed_roots(after, _AT_ONCE)
        rows = [
            SignedRootRow(
                self._place.chain_id,
                self._place.contract,
                epoch,
                root,
                self._chain.sender,
                self._chain.sign_root(epoch, root),
            )
            for epoch, root in fresh
        ]
        if rows:
            async with self._database.unscoped() as tx:
                for row in rows:
                    await root_store.add(tx, row, self._clock.now())
        return len(rows)
