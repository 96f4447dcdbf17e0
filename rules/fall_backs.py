"""The last good version: what decides again where the present one fails on live facts. Only a person activates it again."""

import logging
from uuid import UUID

from core.clock import Clock, ahead
from core.database import Database
from core.errors import PlatformError
from core.ids import public
from core.moved_clocks import read_ahead
from rules import store
from rules.active import ActiveRulesets
from rules.switches import Switches

ACTOR = "system"
_log = logging.getLogger(__name__)


class FallBacks:
    def __init__(self, database: Database, clock: Clock, active: ActiveRulesets) -> None:
        self._database = database
        self._active = active
        self._switches = Switches(clock)

    async def fall_back(self, environment_id: UUID, use_case: str, version_id: UUID, why: str) -> bool:
        """Return from a version to what decided before it. Says whether it still decided.

        Several processes may find out at once: the first returns, and the others find nothing to return from.
        """
        async with self._database.transaction(environment_id) as tx:
            state = await store.lock_state(tx, environment_id, use_case)
            stands = state is not None and state.active_version == version_id
            if stands:
                facts = {"failed_version": public("rsv", version_id), "reason": "evaluation_failed"}
                await self._switches.return_from(
                    tx,
                    environment_id,
                    ACTOR,
                    why,
                    kind="fall_back",
                    use_case=use_case,
                    state=state,
                    facts=facts,
                )
        self._active.forget(environment_id, use_case)
        if stands:
            told = {"version": str(version_id), "use_case": use_case, "reason": why}
            _log.error("A ruleset failed, and the version before decides again.", extra=told)
        return stands

    async def try_to(self, environment_id: UUID, use_case: str, version_id: UUID, why: str) -> None:
        """The same, for who does not wait for it, in the environment's time: what fails is found out again by the decisions that follow."""
        try:
            with ahead(await read_ahead(self._database, environment_id)):
                await self.fall_back(environment_id, use_case, version_id, why)
        except PlatformError as error:
            _log.warning("A ruleset could not fall back.", extra={"code": error.code})
