"""A case as an auditor takes it away: with its history, and with proofs that history and evidence are in the ledger."""

from collections.abc import Mapping
from uuid import UUID

import click
import msgspec

from api.views.cases import CaseStepView, CaseView, case_step_page
from app.wiring.cases import case_work
from app.wiring.foundation import Foundation
from app.wiring.ledger import ledger
from core.ids import parse
from core.pages import LIMIT_MAX
from ledger.entities import EntryProof
from ledger.errors import EntryNotFound
from ledger.log import Ledger
from resolution.case_entities import PRIORITIES
from rules.spreadsheets.habits import guarded
from tenants.principals import Principal

_ENTERED = ("dec", "ent")
"""Evidence whose id is an entry's."""


class WholeCase(msgspec.Struct, frozen=True, kw_only=True):
    """history: oldest first. proofs: of the lines of the history, then of decisions and entries among the evidence, as
    `countermark-verify proof` takes each.
    """

    case: CaseView
    history: list[CaseStepView]
    proofs: list[EntryProof]


class CaseFiles:
    def __init__(self, base: Foundation, log: Ledger) -> None:
        self._cases = case_work(base).cases
        self._log = log

    @classmethod
    async def opened(cls, base: Foundation) -> "CaseFiles":
        return cls(base, await ledger(base))

    async def whole(self, caller: Principal, case: CaseView) -> WholeCase:
        """Raises: PermissionDenied."""
        history = await self._history(caller, parse("cas", case.id))
        entries = [parse("cst", line.id) for line in history]
        entries += [
            parse(kind, one) for one in case.evidence for kind in _ENTERED if one.startswith(f"{kind}_")
        ]
        proofs = [await self._proof(caller, entry_id) for entry_id in entries]
        return WholeCase(case=case, history=history, proofs=[each for each in proofs if each is not None])

    async def _history(self, caller: Principal, case_id: UUID) -> list[CaseStepView]:
        lines: list[CaseStepView] = []
        after: UUID | None = None
        while True:
            page = case_step_page(await self._cases.steps(caller, case_id, after, LIMIT_MAX))
            lines += page.data
            if page.next_after is None:
                return lines
            after = parse("cst", page.next_after)

    async def _proof(self, caller: Principal, entry_id: UUID) -> EntryProof | None:
        """None where evidence names what is not there: whoever opened the case wrote it."""
        try:
            return await self._log.proof(caller, entry_id)
        except EntryNotFound:
            return None


def minutes_of(_context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> dict[str, int]:
    """Read `urgent=30`."""
    found: dict[str, int] = {}
    for text in given:
        priority, _, minutes = text.partition("=")
        if priority not in PRIORITIES or not minutes.isdecimal():
            known = ", ".join(PRIORITIES)
            raise click.BadParameter(
                f"{text!r} is not PRIORITY=MINUTES; the priorities are {known}.", param=option
            )
        found[priority] = int(minutes)
    return found


def row_of(case: CaseView) -> Mapping[str, object]:
    """A line of a table; a text that a spreadsheet would compute is marked as a text."""
    fields = {name: getattr(case, name) for name in CaseView.__struct_fields__}
    proposed = None if case.proposed is None else case.proposed.result
    fields |= {"evidence": " ".join(case.evidence), "proposed": proposed}
    return {name: guarded(each) if isinstance(each, str) else each for name, each in fields.items()}
