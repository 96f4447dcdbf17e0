"""Packs in rulesets on a real PostgreSQL: installed as drafts, and a new edition arrives as one, once."""

import datetime as dt
import shutil
from pathlib import Path
from uuid import uuid4

import pytest

from core.clock import ManualClock
from core.database import Database
from rules import packs
from rules.active import ActiveRulesets
from rules.assessment import Assessor
from rules.entities import Draft
from rules.pack_installs import RulePacks
from rules.packs import Packs, RulePackDoesNotFit, RulePackNotFound, installed_in
from rules.rulesets import Rulesets
from tenants.permissions import Permission
from tenants.principals import PermissionDenied, Principal
from tests.rules.graphs import thresholds
from tests.rules.test_rulesets import USE_CASE, KnownFacts, principal

OLD, NEW = dt.date(2024, 9, 15), dt.date(2025, 9, 15)
FOLDER = Path(packs.__file__).parent / "packs"


class Release:
    """A release that ships some editions."""

    def __init__(self, database: Database, clock: ManualClock, shipped: Packs) -> None:
        self.active = ActiveRulesets(database)
        self.rulesets = Rulesets(database, clock, KnownFacts(), self.active, Assessor())
        self.packs = RulePacks(database, clock, self.rulesets, shipped)


@pytest.fixture
def before(database: Database, clock: ManualClock, tmp_path: Path) -> Release:
    """A release of before September 2025."""
    shutil.copy(FOLDER / f"upi-limits.{OLD}.json", tmp_path)
    return Release(database, clock, Packs(tmp_path))


@pytest.fixture
def now(database: Database, clock: ManualClock) -> Release:
    return Release(database, clock, packs.SHIPPED_PACKS)


@pytest.fixture
def caller() -> Principal:
    return principal(uuid4(), (Permission.RULES_READ, Permission.RULES_WRITE, Permission.RULES_ACTIVATE))


async def test_a_pack_comes_as_a_draft_before_the_tenants_rules(now: Release, caller: Principal) -> None:
    """Installing keeps the newest version with the pack in front, decides nothing, and twice is once."""
    own = Draft(graph=thresholds(), fallback="review", reason="ours")
    await now.rulesets.push(caller, USE_CASE, own)
    version = await now.packs.install(caller, USE_CASE, "upi-limits", None, None)
    assert (version.number, version.author, version.reason) == (
        2,
        caller.id,
        f"Pack upi-limits, edition {NEW}.",
    )
    assert installed_in(version.graph) == {"upi-limits": NEW}
    assert (await now.active.get(caller.environment_id, USE_CASE)).version_id is None
    again = await now.packs.install(caller, USE_CASE, "upi-limits", None, "again")
    assert again.number == 2
    assert version.id is not None
    await now.rulesets.activate(caller, USE_CASE, version.id, "confirmed")
    decides = await now.active.get(caller.environment_id, USE_CASE)
    payment = {"method": "upi", "currency": "INR", "amount_minor": 10_000_001}
    assert decides.evaluate({"probability": 0.0, "transaction": payment}).outcome == "decline"
    assert decides.evaluate({"probability": 0.95, "transaction": {}}).outcome == "decline"
    assert decides.evaluate({"probability": 0.0, "transaction": {}}).outcome == "approve"


async def test_a_new_edition_arrives_as_a_draft_once(
    before: Release, now: Release, caller: Principal
) -> None:
    """The next release brings the newer edition as a version that says so, decides nothing, and does not come back when it is dropped."""
    held = await before.packs.install(caller, USE_CASE, "upi-limits", None, None)
    assert installed_in(held.graph) == {"upi-limits": OLD}
    assert await before.packs.arrive(caller.environment_id) == 0
    assert held.id is not None
    await before.rulesets.activate(caller, USE_CASE, held.id, "confirmed")

    assert await now.packs.arrive(caller.environment_id) == 1
    draft = (await now.rulesets.list(caller, USE_CASE, None, 1)).data[0]
    assert (draft.number, draft.author) == (2, "system")
    assert f"the edition of {NEW}" in draft.reason
    assert installed_in(draft.graph) == {"upi-limits": NEW}
    assert (await now.rulesets.get(caller, USE_CASE)).active.id == held.id

    await now.rulesets.push(caller, USE_CASE, Draft(graph=held.graph, fallback=held.fallback, reason="no"))
    assert await now.packs.arrive(caller.environment_id) == 0


async def test_nothing_arrives_where_no_pack_is(now: Release, caller: Principal) -> None:
    """A ruleset without packs is left alone, and so is one that took the pack out."""
    await now.rulesets.push(caller, USE_CASE, Draft(graph=thresholds(), fallback="review", reason="ours"))
    assert await now.packs.arrive(caller.environment_id) == 0


async def test_a_pack_that_does_not_fit_is_refused(now: Release, caller: Principal) -> None:
    """The refusal names the facts that are not there; an unknown pack or edition is not found; reading is not writing."""
    with pytest.raises(RulePackDoesNotFit, match=r"inputs\.kfs_given"):
        await now.packs.install(caller, USE_CASE, "digital-lending", None, None)
    with pytest.raises(RulePackNotFound):
        await now.packs.install(caller, USE_CASE, "gold-limits", None, None)
    with pytest.raises(RulePackNotFound):
        await now.packs.install(caller, USE_CASE, "upi-limits", dt.date(2020, 1, 1), None)
    reader = principal(caller.environment_id, [Permission.RULES_READ])
    assert [pack.edition for pack in now.packs.shipped(reader) if pack.id == "upi-limits"] == [NEW, OLD]
    with pytest.raises(PermissionDenied):
        await now.packs.install(reader, USE_CASE, "upi-limits", None, None)
