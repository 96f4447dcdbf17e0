"""How anchoring stands, and asking for an anchor before the period ends: for commands, beside the process that anchors."""

import datetime as dt

import msgspec

from core.clock import Clock
from core.database import Database
from core.errors import ErrorKind, PlatformError
from ledger.anchoring import store
from ledger.anchoring.anchors import AnchorNotFound, hexed
from ledger.anchoring.epochs import Epochs
from ledger.anchoring.states import Place
from ledger.anchoring.store import WatchRow


class NobodyAnchors(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "anchor_nobody"
    fix = "Start the service with COUNTERMARK_CHAIN_RPC_URLS and COUNTERMARK_CHAIN_ANCHOR_CONTRACT: countermark serve"


class AnchoringState(msgspec.Struct, frozen=True, kw_only=True):
    """What the process that anchors saw last.

    behind: epochs that are closed and not on the chain. doing: the step it took. trouble: why it signs nothing, with its detail.
    """

    chain_id: int
    contract: str
    key: str
    newest_epoch: int
    latest_epoch: int
    behind: int
    head: int
    doing: str
    trouble: str | None
    trouble_detail: str | None
    trouble_since: dt.datetime | None
    looked_at: dt.datetime


class AnchorAsker:
    """Asks whoever anchors for one anchor of the newest epoch, and looks whether it is there."""

    def __init__(self, database: Database, clock: Clock, epochs: Epochs, place: Place) -> None:
        self._database = database
        self._clock = clock
        self._epochs = epochs
        self._place = place
        self._wanted = 0

    async def ask(self) -> None:
        """Raises: NobodyAnchors."""
        async with self._database.unscoped() as tx:
            asked = await store.ask(tx, self._place, self._clock.now())
        if not asked:
            raise NobodyAnchors("Nobody has anchored on this contract yet.")
        self._wanted = await self._epochs.newest_epoch()

    async def done(self) -> bool:
        """Whether the contract has the epoch that was newest when it was asked for."""
        return (await self.state()).latest_epoch >= self._wanted

    async def state(self) -> AnchoringState:
        """Raises: NobodyAnchors."""
        for one in await states(self._database):
            if one.chain_id == self._place.chain_id and one.contract == hexed(self._place.contract):
                return one
        raise NobodyAnchors("Nobody has anchored on this contract yet.")


async def states(database: Database) -> list[AnchoringState]:
    """Of every contract that anybody anchored on, the newest first."""
    async with database.unscoped() as tx:
        return [_state(row) for row in await store.watches(tx)]


def _state(row: WatchRow) -> AnchoringState:
    return AnchoringState(
        chain_id=row.chain_id,
        contract=hexed(row.contract),
        key=hexed(row.sender),
        newest_epoch=row.newest_epoch,
        latest_epoch=row.latest_epoch,
        behind=max(0, row.newest_epoch - row.latest_epoch),
        head=row.head,
        doing=row.doing,
        trouble=row.trouble,
        trouble_detail=row.trouble_detail,
        trouble_since=row.trouble_since,
        looked_at=row.looked_at,
    )


async def covering_epoch(database: Database, place: Place, epoch: int) -> int:
    """Return the first epoch in the contract that covers an epoch. Raises: AnchorNotFound."""
    async with database.unscoped() as tx:
        found = await store.covering_at(tx, place, epoch)
    if found is None:
        raise AnchorNotFound("No anchor of this contract covers this epoch.")
    return found
