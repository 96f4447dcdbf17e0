"""Thresholds: the numbers that a ruleset names, and the same graph with others."""

import math

import pytest

from rules.checks.flow import check
from rules.document import read
from rules.evaluation import digest_of, prepare
from rules.facts import schema_of
from rules.thresholds import ThresholdsRefused, thresholds_of, with_thresholds
from tests.inference.tenant_releases.desk import by_names
from tests.rules.graphs import expressions, graph, thresholds


def outcome(made: object, probability: float) -> str:
    facts = check(read(made), schema_of()).facts
    ready = prepare(made, "review", facts, version_id=None, digest=bytes(32))
    return ready.evaluate({"probability": probability}).outcome


def test_numbers_that_stand_alone_are_thresholds() -> None:
    """An expression whose whole value is one number names it; what computes, a text, and a name that is written twice do not."""
    made = graph(
        expressions("One", {"floor": "-5", "half": " 0.50 ", "sum": "1 + 1", "word": "'7'", "twice": "1"}),
        expressions("Two", {"twice": "2", "outcome": "'approve'"}),
    )
    assert thresholds_of(made) == {"floor": -5.0, "half": 0.5}
    assert thresholds_of(thresholds()) == {}


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.25, "0.25"), (1e-7, "0.0000001"), (3.0, "3"), (-1e15, "-1000000000000000"), (0.1 + 0.2, "0.3")],
)
def test_values_are_written_as_the_language_reads_them(value: float, text: str) -> None:
    """Without an exponent, to nine decimals, and read back as the same number."""
    made = with_thresholds(by_names(), {"review_at": value})
    assert f"'value': '{text}'" in str(made)
    assert thresholds_of(made)["review_at"] == pytest.approx(value, abs=1e-9)
    check(read(made), schema_of())


def test_another_value_decides_otherwise() -> None:
    """The outcome follows the number, and so does the digest; the graph that was given stays as it was."""
    given = by_names()
    before = digest_of(given, "review")
    changed = with_thresholds(given, {"review_at": 0.25})
    assert (outcome(given, 0.3), outcome(changed, 0.3)) == ("approve", "review")
    assert digest_of(given, "review") == before != digest_of(changed, "review")
    assert digest_of(with_thresholds(given, {"review_at": 0.5}), "review") == before


def test_what_is_not_named_is_refused() -> None:
    """Each name that the ruleset does not have is told, with those that it has; so is what is no number."""
    with pytest.raises(ThresholdsRefused) as refused:
        with_thresholds(by_names(), {"reviewat": 0.1, "decline_at": math.nan})
    assert [field.field for field in refused.value.fields] == ["thresholds.reviewat", "thresholds.decline_at"]
    assert "decline_at, review_at" in refused.value.fields[0].fix
