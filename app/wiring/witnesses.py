"""Who else holds the super-log: witnesses over the guarded way out, and the chain as the anchoring process last saw it."""

import asyncio

from app.background import Background
from app.wiring.foundation import Foundation, super_signer
from app.wiring.outbound import guard_of
from core.clock import Clock
from core.database import Database
from core.errors import ErrorKind, PlatformError
from ledger.anchoring import asking
from ledger.anchoring.anchors import hexed
from ledger.anchoring.asking import AnchoringState
from ledger.anchoring.states import REFUSING
from ledger.outside import HeadSource, OutsideGuard, OutsideHead
from ledger.super_log import SuperLog
from ledger.witnesses import WitnessAnswer, WitnessRounds, WitnessUnreachable
from resolution.outbound.exchange import Request, WayOut

_LOOK_WAIT_S = 8.0
_LOOK_EVERY_S = 0.2


class GuardedWay:
    """Calls to witnesses, by the way that all calls to the outside go."""

    def __init__(self, way_out: WayOut) -> None:
        self._way_out = way_out

    async def call(self, method: str, url: str, body: bytes, timeout_s: float) -> WitnessAnswer:
        """Raises: WitnessUnreachable."""
        try:
            reply = await self._way_out.send(Request(method=method, url=url, body=body, timeout_s=timeout_s))
        except PlatformError as error:
            why = [error.message, *(one.reason for one in error.fields), error.internal]
            raise WitnessUnreachable(
                "The witness cannot be reached.", internal=f"{error.code}: {' '.join(why)}"
            ) from error
        if reply.cut:
            raise WitnessUnreachable("The witness answers too much.")
        told = {name.lower(): value for name, value in reply.headers.items()}
        return WitnessAnswer(reply.status, told.get("content-type", ""), reply.body)


class ChainSilent(PlatformError):
    kind = ErrorKind.UNAVAILABLE
    code = "chain_silent"
    fix = "See that the process that anchors runs and that its nodes answer: countermark chain status"


class ChainHeads:
    """How many epochs the contract holds, as the anchoring process wrote down when it last asked the chain.

    What it wrote down rests in the database that is to be judged: a copy of it is as old as the rest. So only a look that was
    taken since this process began counts, and the first question waits for it, for a little less than signing waits.
    """

    name = "chain"

    def __init__(
        self,
        database: Database,
        clock: Clock,
        chain_id: int,
        contract: bytes,
        *,
        wait_s: float = _LOOK_WAIT_S,
    ) -> None:
        self._database = database
        self._place = chain_id, hexed(contract)
        self._since = clock.now()
        self._wait_s = wait_s

    async def newest(self) -> list[OutsideHead]:
        """What another contract held does not matter any more. Raises: ChainSilent before the first look at the one that is set."""
        deadline = asyncio.get_running_loop().time() + self._wait_s
        while True:
            for one in await asking.states(self._database):
                if (one.chain_id, one.contract) == self._place and one.looked_at >= self._since:
                    self._wait_s = 0.0
                    return [_head(one)]
            if asyncio.get_running_loop().time() >= deadline:
                self._wait_s = 0.0
                raise ChainSilent("Nobody has looked at the contract since this process began.")
            await asyncio.sleep(_LOOK_EVERY_S)


def _head(seen: AnchoringState) -> OutsideHead:
    against = seen.trouble if seen.trouble in REFUSING else None
    return OutsideHead(seen.latest_epoch, None, f"the contract on chain {seen.chain_id}", against)


async def outside_guard(base: Foundation, background: Background) -> OutsideGuard:
    """Start what asks witnesses, and the guard that compares what they and the chain hold."""
    rounds = WitnessRounds(
        SuperLog(base.database, base.true_clock),
        (await super_signer(base)).keys,
        base.settings.witnesses,
        GuardedWay(guard_of(base)),
    )
    chain = base.settings.chain
    sources: list[HeadSource] = []
    if chain.on:
        sources.append(ChainHeads(base.database, base.true_clock, chain.chain_id, chain.contract))
    if base.settings.witnesses:
        sources.append(rounds)
        background.start("witnesses", rounds.run)
    guard = OutsideGuard(base.database, sources, base.true_clock)
    background.start("restore guard", guard.run)
    return guard
