"""Who else holds the super-log: witnesses over the guarded way out, and the chain as the anchoring process last saw it."""

from app.background import Background
from app.wiring.foundation import Foundation, super_signer
from app.wiring.outbound import guard_of
from core.database import Database
from core.errors import PlatformError
from ledger.anchoring import asking
from ledger.anchoring.anchors import hexed
from ledger.outside import HeadSource, OutsideGuard, OutsideHead
from ledger.super_log import SuperLog
from ledger.witnesses import WitnessAnswer, WitnessRounds, WitnessUnreachable
from resolution.outbound.exchange import Request, WayOut


class GuardedWay:
    """Calls to witnesses, by the way that all calls to the outside go."""

    def __init__(self, way_out: WayOut) -> None:
        self._way_out = way_out

    async def call(self, method: str, url: str, body: bytes, timeout_s: float) -> WitnessAnswer:
        """Raises: WitnessUnreachable."""
        try:
            reply = await self._way_out.send(Request(method=method, url=url, body=body, timeout_s=timeout_s))
        except PlatformError as error:
            raise WitnessUnreachable(
                "The witness cannot be reached.", internal=f"{error.code} {error.internal}"
            ) from error
        if reply.cut:
            raise WitnessUnreachable("The witness answers too much.")
        told = {name.lower(): value for name, value in reply.headers.items()}
        return WitnessAnswer(reply.status, told.get("content-type", ""), reply.body)


class ChainHeads:
    """How many epochs each contract holds, as the anchoring process wrote down when it last asked the chain."""

    name = "chain"

    def __init__(self, database: Database, chain_id: int, contract: bytes) -> None:
        self._database = database
        self._place = chain_id, hexed(contract)

    async def newest(self) -> list[OutsideHead]:
        """Nothing before the first look at the contract that is set; what another contract held does not matter any more."""
        found = await asking.states(self._database)
        here = [one for one in found if (one.chain_id, one.contract) == self._place]
        return [OutsideHead(one.latest_epoch, None, f"the contract on chain {one.chain_id}") for one in here]


async def outside_guard(base: Foundation, background: Background) -> OutsideGuard:
    """Start what asks witnesses, and the guard that compares what they and the chain hold."""
    rounds = WitnessRounds(
        SuperLog(base.database, base.clock),
        (await super_signer(base)).keys,
        base.settings.witnesses,
        GuardedWay(guard_of(base)),
    )
    chain = base.settings.chain
    sources: list[HeadSource] = []
    if chain.on:
        sources.append(ChainHeads(base.database, chain.chain_id, chain.contract))
    if base.settings.witnesses:
        sources.append(rounds)
        background.start("witnesses", rounds.run)
    guard = OutsideGuard(base.database, sources, base.clock)
    background.start("restore guard", guard.run)
    return guard
