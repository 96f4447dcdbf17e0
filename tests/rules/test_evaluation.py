"""A prepared ruleset decides, fast, deterministically, and never raises."""

import datetime as dt
import math
import time
from collections.abc import Mapping

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference import catalogue
from inference.rule_facts import answer_kinds
from rules import shipped
from rules.canonical_json import digest
from rules.checks.flow import check
from rules.document import read
from rules.evaluation import Hit, PreparedRuleset, RuleResult, digest_of, prepare
from rules.facts import schema_of
from tests.rules.graphs import Json, expressions, graph, switch, table, thresholds

SCHEMA = schema_of(features=("velocity",))
AT = dt.datetime(2026, 11, 21, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30)))


def ruleset(document: Json, fallback: str = "review") -> PreparedRuleset:
    parsed = read(document)
    facts = check(parsed, SCHEMA).facts
    return PreparedRuleset(parsed, fallback, facts, version_id=None, digest=digest_of(document, fallback))


@pytest.mark.parametrize(
    ("probability", "outcome"), [(0.95, "decline"), (0.9, "decline"), (0.5, "review"), (0.1, "approve")]
)
def test_thresholds(probability: float, outcome: str) -> None:
    """The first row that holds decides; a threshold includes its own value."""
    result = ruleset(thresholds()).evaluate({"probability": probability})
    assert (result.outcome, result.degraded) == (outcome, False)


def test_the_trace_names_node_and_row() -> None:
    """Which node counted and which of its rows hit is in the result, and the notes of that row."""
    result = ruleset(thresholds()).evaluate({"probability": 0.95})
    assert result == RuleResult("decline", ("high",), (Hit("thresholds", "Thresholds", 1),), degraded=False)


@pytest.mark.parametrize("missing", [None, math.nan, math.inf, -math.inf, 1e30, np.float32("nan"), object()])
def test_what_is_missing_hits_no_threshold(missing: object) -> None:
    """NaN, infinities and what is no number reach rules as missing, and a missing value fails a test."""
    assert ruleset(thresholds()).evaluate({"probability": missing}).outcome == "approve"
    assert ruleset(thresholds()).evaluate({}).outcome == "approve"


def test_scores_reach_rules_rounded() -> None:
    """A probability one unit in the last place below a threshold counts as on it, on every machine."""
    assert ruleset(thresholds()).evaluate({"probability": 0.9 - 1e-9}).outcome == "decline"
    assert ruleset(thresholds()).evaluate({"probability": 0.9 - 1e-6}).outcome == "review"


class Payment(msgspec.Struct):
    amount_minor: int
    currency: str


def test_facts_come_as_structs_numpy_numbers_and_instants() -> None:
    """The decision path hands over what it has: structs, numpy floats, an aware instant."""
    decided = ruleset(
        graph(
            expressions(
                "Look",
                {
                    "late": "decided_hour == 18 and decided_weekday == 6 and decided_at == 1795284000",
                    "big": "(transaction.amount_minor ?? 0) > 1000 and transaction.currency == 'INR'",
                    "fast": "(features.velocity ?? 0) > 3",
                    "told": "'NEW_DEVICE' in reasons",
                },
            ),
            expressions("End", {"outcome": "late and big and fast and told ? 'yes' : 'no'"}),
        )
    )
    facts: Mapping[str, object] = {
        "decided_at": AT,
        "transaction": Payment(5_000, "INR"),
        "features": {"velocity": np.float32(4.5), "unused": object()},
        "reasons": ["NEW_DEVICE"],
    }
    assert decided.evaluate(facts).outcome == "yes"
    assert decided.evaluate({**facts, "transaction": None}).outcome == "no"
    assert decided.facts == (
        "decided_at",
        "decided_hour",
        "decided_weekday",
        "features.velocity",
        "reasons",
        "transaction.amount_minor",
        "transaction.currency",
    )


def test_switches_take_one_branch() -> None:
    """Only the nodes of the branch taken run, and are in the trace."""
    decided = ruleset(
        graph(
            switch("Size", big="transaction.amount_minor > 1000", rest=""),
            expressions("Strict", {"outcome": "'review'"}),
            expressions("Usual", {"outcome": "'approve'"}),
            edges=["in>size", "size:big>strict", "size:rest>usual", "strict>out", "usual>out"],
        )
    )
    big = decided.evaluate({"transaction": {"amount_minor": 5_000}})
    assert (big.outcome, [hit.node_id for hit in big.trace]) == ("review", ["strict"])
    assert decided.evaluate({"transaction": {}}).outcome == "approve"


def test_notes_are_bounded() -> None:
    """Notes are collected from every row that hits, and cut to what a decision can carry."""
    rows = [{"n": f"'note {index} {'x' * 300}'", "o": "'a'"} for index in range(30)]
    result = ruleset(graph(table(rows, inputs={}, outputs={"o": "outcome", "n": "notes[]"}))).evaluate({})
    assert len(result.notes) == 20
    assert all(len(note) == 200 for note in result.notes)


def test_a_ruleset_that_fails_gives_its_fallback() -> None:
    """A multiplication that overflows at run time degrades the decision; nothing is raised."""
    document = graph(
        expressions("Overflow", {"x": "(points ?? 1) * (points ?? 1)"}),
        expressions("End", {"outcome": "'approve'"}),
    )
    result = ruleset(document).evaluate({"points": 1e18})
    assert result == RuleResult("review", (), (), degraded=True)
    assert ruleset(document).evaluate({"points": 10}).outcome == "approve"


def test_a_version_that_cannot_be_read_any_more_gives_its_fallback() -> None:
    """A stored version that a later release refuses keeps deciding, degraded, instead of failing every request."""
    broken = prepare({"nodes": "?"}, "decline", ("score",), version_id=None, digest=b"")
    assert broken.evaluate({"score": 1.0}) == RuleResult("decline", (), (), degraded=True)


def test_the_digest_is_of_graph_and_fallback() -> None:
    """Order of keys does not change a digest; a threshold, a name or the fallback does."""
    document = thresholds()
    assert digest_of(document, "review") == digest_of(dict(reversed(document.items())), "review")
    assert digest_of(document, "review") != digest_of(document, "decline")
    assert digest_of(document, "review") != digest_of(thresholds(decline=">= 0.8"), "review")
    assert digest_of(document, "review") == digest({"graph": document, "fallback": "review"})


values = (
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(max_size=20)
    | st.lists(st.text(max_size=5))
)


@given(
    st.dictionaries(
        st.sampled_from(["probability", "transaction", "features", "reasons", "decided_at"]), values
    )
)
def test_no_facts_make_it_raise(facts: dict[str, object]) -> None:
    """Whatever stands where facts are expected, a decision comes out."""
    for use_case in [*shipped.names(), "something-else"]:
        ready = shipped.prepared(use_case)
        assert ready.evaluate(facts).outcome in shipped.version(use_case).outcomes


@pytest.mark.parametrize("use_case", [*sorted(shipped.names()), "another"])
def test_shipped_rulesets_are_what_they_say(use_case: str) -> None:
    """Each default passes the same check as a tenant's own, and its file names the outcomes and facts that it has."""
    version = shipped.version(use_case)
    known = catalogue.get(use_case) if use_case in catalogue.names() else None
    answer = {} if known is None else answer_kinds(known.answer_type)
    features = () if known is None else tuple(feature.name for feature in known.features)
    found = check(read(version.graph), {**SCHEMA, **schema_of(answer=answer, features=features)})
    assert (found.outcomes, found.facts) == (version.outcomes, version.facts)
    assert version.fallback in version.outcomes
    assert shipped.prepared(use_case).digest == version.digest


@pytest.mark.parametrize(
    ("probability", "amount_minor", "outcome"),
    [
        (0.95, 1, "decline"),
        (0.7, 10_000_000, "decline"),
        (0.7, 9_999_999, "review"),
        (0.4, 1, "review"),
        (0.2, 5_000_000, "review"),
        (0.2, 4_999_999, "approve"),
        (0.01, 10**13, "approve"),
        (None, 1, "review"),
    ],
)
def test_the_default_for_payments(probability: float | None, amount_minor: int, outcome: str) -> None:
    """Approve, review and decline by threshold and amount; without a score, a person looks."""
    ready = shipped.prepared("transaction-anomaly")
    facts = {"probability": probability, "transaction": {"amount_minor": amount_minor}}
    assert ready.evaluate(facts).outcome == outcome


def test_the_default_is_fast() -> None:
    """The default costs the decision path some tens of microseconds at most, trace included (9 µs on the machine of record)."""
    ready = shipped.prepared("transaction-anomaly")
    facts = {
        "probability": 0.2,
        "transaction": {"amount_minor": 100},
        "features": dict.fromkeys(map(str, range(60)), 1.0),
    }
    best = math.inf
    for _ in range(20):
        began = time.thread_time()
        for _ in range(100):
            ready.evaluate(facts)
        best = min(best, time.thread_time() - began)
    assert best / 100 < 60e-6
