"""The use cases of packs: list and show them, install one into a ruleset as a draft, and let a new edition arrive as one.

Nothing of this decides: a draft waits for its test cases, its approval and its activation like any other.
"""

import asyncio
import datetime as dt
import logging
import re
from uuid import UUID

import msgspec

from core.clock import Clock, ahead
from core.database import Database
from core.errors import PlatformError
from core.rounds import in_turn
from rules import pack_store
from rules.entities import Draft, RulesetVersion
from rules.pack_store import EditionRow, NewestRow
from rules.packs import SHIPPED_PACKS, Packs, RulePack, RulePackDoesNotFit, installed_in, with_pack
from rules.rulesets import Rulesets
from rules.test_cases import judge, require
from tenants.installation import caller_in
from tenants.permissions import Permission
from tenants.principals import Principal

EVERY_S = 6 * 3600.0
_FACT = re.compile(r"[a-z_]+\.[a-z_]+")
_log = logging.getLogger(__name__)


class RulePacks:
    def __init__(
        self, database: Database, clock: Clock, rulesets: Rulesets, packs: Packs = SHIPPED_PACKS
    ) -> None:
        self._database = database
        self._clock = clock
        self._rulesets = rulesets
        self._packs = packs

    def shipped(self, caller: Principal) -> list[RulePack]:
        """Every edition of every pack of this release, the newest of each pack first. Raises: PermissionDenied."""
        caller.require(Permission.RULES_READ)
        return [pack for newest in self._packs.newest() for pack in reversed(self._packs.editions(newest.id))]

    async def install(
        self, caller: Principal, use_case: str, pack_id: str, edition: dt.date | None, reason: str | None
    ) -> RulesetVersion:
        """Put a pack before the newest version of a ruleset, and keep that as a draft. The same again changes nothing.

        Raises: PermissionDenied, UseCaseUnknown, RulePackNotFound, RulePackDoesNotFit, RuleTestsFailing, RulesetRefused,
        RulesetTooSlow, Overloaded.
        """
        caller.require(Permission.RULES_WRITE)
        pack = self._packs.get(pack_id, edition)
        schema = await self._rulesets.facts(caller, use_case)
        lost = sorted(needed(pack) - schema.keys())
        if lost:
            raise RulePackDoesNotFit(f"The use case has no {', '.join(lost)}, which the pack asks for.")
        page = await self._rulesets.list(caller, use_case, None, 1)
        base = page.data[0] if page.data else (await self._rulesets.get(caller, use_case)).active
        said = reason or f"Pack {pack.id}, edition {pack.edition}."
        draft = Draft(graph=with_pack(base.graph, pack), fallback=base.fallback, reason=said)
        return await self._keep(caller, use_case, pack, draft)

    async def _keep(self, caller: Principal, use_case: str, pack: RulePack, draft: Draft) -> RulesetVersion:
        trial = await self._rulesets.check(caller, use_case, draft, [case.facts for case in pack.test_cases])
        require(judge(pack.test_cases, trial.results))
        version = await self._rulesets.push(caller, use_case, draft)
        if version.id is None:
            raise AssertionError("what is pushed has an id")
        row = EditionRow(
            use_case=use_case,
            pack=pack.id,
            edition=pack.edition,
            version_id=version.id,
            actor=caller.id,
            came_at=self._clock.now(),
        )
        async with self._database.transaction(caller.environment_id) as tx:
            await pack_store.add_edition(tx, caller.environment_id, row)
        return version

    async def arrive(self, environment_id: UUID) -> int:
        """Keep a draft for each ruleset that holds an older edition of a pack than this release ships, once for each edition.

        Returns: how many drafts came.
        """
        async with self._database.transaction(environment_id) as tx:
            newest = await pack_store.newest_with_packs(tx, environment_id)
            came = await pack_store.came(tx, environment_id) if newest else set()
        caller = await caller_in(self._database, environment_id)
        arrived = 0
        for row in newest:
            for pack in self._due(row):
                if (row.use_case, pack.id, pack.edition) not in came:
                    arrived += await self._arrive(caller, row, pack)
        return arrived

    def _due(self, row: NewestRow) -> list[RulePack]:
        held = installed_in(msgspec.json.decode(row.graph, type=dict[str, object]))
        return [pack for pack in self._packs.newest() if held.get(pack.id, pack.edition) < pack.edition]

    async def _arrive(self, caller: Principal, row: NewestRow, pack: RulePack) -> int:
        """A ruleset that does not take the edition keeps the one it has; the next release may try again."""
        said = f"Pack {pack.id}: the edition of {pack.edition} came with this release. Confirm it before it decides."
        try:
            page = await self._rulesets.list(caller, row.use_case, None, 1)
            base = page.data[0]
            draft = Draft(graph=with_pack(base.graph, pack), fallback=base.fallback, reason=said)
            await self._keep(caller, row.use_case, pack, draft)
        except PlatformError as error:
            _log.warning("An edition of a pack did not fit.", extra={"pack": pack.id, "code": error.code})
            return 0
        return 1


class PackArrivals:
    """The worker's round: at its start, which is when a release comes, and some times a day."""

    def __init__(self, database: Database, packs: RulePacks) -> None:
        self._database = database
        self._packs = packs

    async def run(self) -> None:
        """Go round until cancelled."""
        while True:
            for environment_id, by in await in_turn(self._database):
                with ahead(by):
                    await self._packs.arrive(environment_id)
            await asyncio.sleep(EVERY_S)


def needed(pack: RulePack) -> set[str]:
    """The facts that a pack's table asks for."""
    columns = pack.table.get("inputs")
    fields = [str(column.get("field")) for column in columns] if isinstance(columns, list) else []
    return {name for field in fields for name in _FACT.findall(field)}
