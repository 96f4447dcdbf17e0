"""Packs as they ship: dated, sourced, sound beside any ruleset, and each of their cases comes true."""

import datetime as dt
from urllib.parse import urlsplit

import pytest

from inference import catalogue
from rules import shipped
from rules.checks.flow import check
from rules.document import read
from rules.evaluation import RuleResult, digest_of, prepare
from rules.facts import FactSchema, schema_of
from rules.language.kinds import Kind
from rules.packs import SHIPPED_PACKS, RulePack, installed_in, with_pack, without_pack
from rules.test_cases import facts_of, judge
from tests.rules.graphs import thresholds

PACKS = [pack for newest in SHIPPED_PACKS.newest() for pack in SHIPPED_PACKS.editions(newest.id)]
NAMES = [f"{pack.id} {pack.edition}" for pack in PACKS]
COLUMNS = {
    "kfs_given": Kind.FLAG,
    "cooling_off_days": Kind.NUMBER,
    "disbursed_to_borrower": Kind.FLAG,
}
LAKH = 10_000_000


def schema(pack: RulePack) -> FactSchema:
    return schema_of(transaction=pack.id != "digital-lending", inputs=COLUMNS)


def evaluated(graph: dict[str, object], pack: RulePack, facts: dict[str, object]) -> RuleResult:
    found = check(read(graph), schema(pack))
    return prepare(graph, "review", found.facts, version_id=None, digest=b"").evaluate(facts)


@pytest.mark.parametrize("pack", PACKS, ids=NAMES)
def test_a_pack_says_where_it_is_from(pack: RulePack) -> None:
    """Every limit names its source, every source its day and public address, and somebody must confirm something."""
    assert pack.sources
    for source in pack.sources:
        assert urlsplit(source.url).scheme in {"http", "https"}
        assert source.title
        assert source.date <= dt.date(2026, 11, 22)
    assert {limit.source for limit in pack.limits} <= set(range(1, len(pack.sources) + 1))
    assert pack.to_confirm
    assert set(pack.use_cases) <= set(catalogue.names())


@pytest.mark.parametrize("pack", PACKS, ids=NAMES)
def test_a_pack_decides_before_the_tenants_own_nodes(pack: RulePack) -> None:
    """Each case of a pack comes true whatever the tenant's rules say, and its row is in the trace."""
    graph = with_pack(thresholds(decline=">= 2", review=">= 2"), pack)
    results = [evaluated(graph, pack, facts) for facts in facts_of(pack.test_cases)]
    judged = judge(pack.test_cases, results)
    assert [each.name for each in judged if not each.passed] == []
    assert all(result.trace[0].node.startswith(pack.title) for result in results)


@pytest.mark.parametrize("pack", PACKS, ids=NAMES)
def test_within_the_limits_the_tenants_rules_decide(pack: RulePack) -> None:
    """A pack that does not hit leaves outcome and notes as they were."""
    within: dict[str, object] = {"probability": 0.95, "transaction": {"method": "card", "currency": "INR", "amount_minor": 1}}  # fmt: skip
    if pack.id == "digital-lending":
        within["inputs"] = {"kfs_given": True, "cooling_off_days": 1, "disbursed_to_borrower": True}
    bare = evaluated(thresholds(), pack, within)
    result = evaluated(with_pack(thresholds(), pack), pack, within)
    assert (result.outcome, result.notes) == (bare.outcome, bare.notes) == ("decline", ("high",))


@pytest.mark.parametrize("pack", PACKS, ids=NAMES)
def test_a_pack_goes_as_it_came(pack: RulePack) -> None:
    """Taking a pack out gives the very ruleset that was; putting it in twice is putting it in once."""
    for own in (thresholds(), dict(shipped.version("transaction-anomaly").graph)):
        before = digest_of(own, "review")
        once = with_pack(own, pack)
        assert installed_in(once) == {pack.id: pack.edition}
        assert digest_of(without_pack(once, pack.id), "review") == before
        assert digest_of(with_pack(once, pack), "review") == digest_of(once, "review")


def test_packs_stand_one_before_the_other() -> None:
    """All packs of payments fit into one ruleset, in any order of coming, and each still declines its own."""
    pays = [pack for pack in SHIPPED_PACKS.newest() if pack.id != "digital-lending"]
    graph: dict[str, object] = thresholds()
    for pack in pays:
        graph = with_pack(graph, pack)
    assert installed_in(graph) == {pack.id: pack.edition for pack in pays}
    for pack in pays:
        results = [evaluated(graph, pack, facts) for facts in facts_of(pack.test_cases)]
        assert all(each.passed for each in judge(pack.test_cases, results))
    for pack in pays:
        graph = without_pack(graph, pack.id)
    assert digest_of(graph, "review") == digest_of(thresholds(), "review")


def test_a_newer_edition_takes_the_place_of_the_older() -> None:
    """The limits of a merchant's UPI payment were raised from 1 to 5 lakh rupees on 15 September 2025."""
    old, new = SHIPPED_PACKS.editions("upi-limits")
    assert (old.edition, new.edition) == (dt.date(2024, 9, 15), dt.date(2025, 9, 15))
    facts: dict[str, object] = {"probability": 0.0, "transaction": {"method": "upi", "currency": "INR", "amount_minor": 3 * LAKH, "merchant_id": "m", "category": "insurance"}}  # fmt: skip
    before = with_pack(thresholds(), old)
    after = with_pack(before, new)
    assert evaluated(before, old, facts).outcome == "decline"
    assert evaluated(after, new, facts).outcome == "approve"
    assert installed_in(after) == {"upi-limits": new.edition}


def test_pan_is_asked_for_from_ten_lakh_since_april_2026() -> None:
    """Half of what it was for a year; cash of a day is no matter of PAN any more, and 50,000 are looked at by who paid them."""
    old, new = SHIPPED_PACKS.editions("kyc-thresholds")
    assert (old.edition, new.edition) == (dt.date(2024, 2, 23), dt.date(2026, 4, 1))
    for pack, lakhs, words in ((old, 15, "Form 60"), (new, 15, "10 lakh"), (new, 1, "no account")):
        facts: dict[str, object] = {"probability": 0.0, "transaction": {"method": "cash", "currency": "INR", "amount_minor": lakhs * LAKH}}  # fmt: skip
        result = evaluated(with_pack(thresholds(), pack), pack, facts)
        assert result.outcome == "review"
        assert words in result.notes[0]


@pytest.mark.parametrize(
    ("method", "limit", "more"),
    [("upi", LAKH, {}), ("imps", 5 * LAKH, {}), ("neft", 2 * LAKH, {"country": "NP"})],
)
def test_a_limit_is_what_may_still_be_paid(method: str, limit: int, more: dict[str, object]) -> None:
    """At the limit a payment passes, a paisa above it does not."""
    pack = SHIPPED_PACKS.get(f"{method}-limits")
    graph = with_pack(thresholds(), pack)
    for amount, outcome in ((limit, "approve"), (limit + 1, "decline")):
        payment = {"method": method, "currency": "INR", "amount_minor": amount, **more}
        assert evaluated(graph, pack, {"probability": 0.0, "transaction": payment}).outcome == outcome


def test_neft_within_india_has_no_limit() -> None:
    """RBI sets none, so the pack has none to enforce."""
    pack = SHIPPED_PACKS.get("neft-limits")
    payment = {"method": "neft", "currency": "INR", "amount_minor": 10_000 * LAKH, "country": "IN"}
    facts: dict[str, object] = {"probability": 0.0, "transaction": payment}
    assert evaluated(with_pack(thresholds(), pack), pack, facts).outcome == "approve"
