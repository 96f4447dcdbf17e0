"""Packs of rules as both faces show them."""

import datetime as dt
from typing import Annotated

import msgspec
from msgspec import Meta

from api.views.rulesets import GraphDocument
from rules.entities import Reason as ChangeReason
from rules.packs import RulePack
from rules.test_cases import RuleTest

PackId = Annotated[str, Meta(min_length=1, max_length=64)]


class InstallRulePack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """pack: its id. edition: the day from which its limits hold; the newest when absent. reason: why, for the history."""

    pack: PackId
    edition: dt.date | None = None
    reason: ChangeReason | None = None


class RulePackSource(msgspec.Struct, frozen=True, kw_only=True):
    """Where a limit is from. reference: of the circular, empty where none was found. date: `YYYY-MM-DD`. url: public."""

    title: str
    issuer: str
    reference: str
    date: str
    url: str


class RulePackLimit(msgspec.Struct, frozen=True, kw_only=True):
    """source: which of the sources says so, from 1."""

    what: str
    limit: str
    source: int


class RulePackView(msgspec.Struct, frozen=True, kw_only=True):
    """One edition of a pack.

    edition: the day from which its limits hold, `YYYY-MM-DD`. to_confirm: what a compliance team must confirm.
    not_covered: what it leaves to others. table: its decision table, in JDM. test_cases: what must come of it.
    """

    id: str
    edition: str
    title: str
    summary: str
    use_cases: list[str]
    sources: list[RulePackSource]
    limits: list[RulePackLimit]
    to_confirm: list[str]
    not_covered: list[str]
    table: GraphDocument
    test_cases: list[RuleTest]


class RulePackList(msgspec.Struct, frozen=True, kw_only=True):
    """Every edition of every pack that ships, the newest of each first."""

    data: list[RulePackView]


def rule_pack_list(packs: list[RulePack]) -> RulePackList:
    return RulePackList(data=[_view(pack) for pack in packs])


def _view(pack: RulePack) -> RulePackView:
    return RulePackView(
        id=pack.id,
        edition=pack.edition.isoformat(),
        title=pack.title,
        summary=pack.summary,
        use_cases=list(pack.use_cases),
        sources=[
            RulePackSource(
                title=source.title,
                issuer=source.issuer,
                reference=source.reference,
                date=source.date.isoformat(),
                url=source.url,
            )
            for source in pack.sources
        ],
        limits=[
            RulePackLimit(what=limit.what, limit=limit.limit, source=limit.source) for limit in pack.limits
        ],
        to_confirm=list(pack.to_confirm),
        not_covered=list(pack.not_covered),
        table=pack.table,
        test_cases=list(pack.test_cases),
    )
