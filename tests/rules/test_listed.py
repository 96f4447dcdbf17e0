"""Who is on a list in memory: found exactly, by the moment of the decision."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.document import read
from rules.evaluation import PreparedRuleset
from rules.facts import Projection
from rules.listed import Members
from tests.rules.graphs import graph, table

FOREVER = (1 << 63) - 1


def digest(value: int) -> bytes:
    return sha256(value.to_bytes(8, "big")).digest()


@given(
    st.dictionaries(st.integers(0, 400), st.integers(1, 1_000), max_size=60),
    st.integers(0, 400),
    st.integers(0, 1_001),
)
def test_a_list_holds_what_was_put_on_it(ends: dict[int, int], asked: int, at: int) -> None:
    """Whatever is on it and whenever it is asked, it says what a dictionary would: on it, and not yet at its end."""
    members = Members.of((digest(value), end) for value, end in ends.items())
    assert len(members) == len(ends)
    assert members.holds(digest(asked), at) is (at < ends.get(asked, 0))


def test_an_entry_ends_at_its_moment() -> None:
    """The last microsecond before its end counts, the end itself does not; without an end it always counts."""
    members = Members.of([(digest(1), 1_000), (digest(2), FOREVER)])
    assert members.holds(digest(1), 999)
    assert not members.holds(digest(1), 1_000)
    assert members.holds(digest(2), FOREVER - 1)
    assert not Members(b"").holds(digest(1), 0)


@pytest.mark.parametrize(("on", "outcome"), [(True, "decline"), (False, "approve"), (None, "approve")])
def test_a_rule_reads_a_list(on: bool | None, outcome: str) -> None:
    """`lists.<name>.<attribute>` is a name of three parts; a list that nothing is known of has nobody on it."""
    rows = [{"l": "true", "o": "'decline'"}, {"o": "'approve'"}]
    made = graph(table(rows, inputs={"l": "lists.stolen.device_id"}, outputs={"o": "outcome"}))
    ruleset = PreparedRuleset(read(made), "review", ["lists.stolen.device_id"], version_id=None, digest=b"")
    assert (ruleset.lists, ruleset.list_names, ruleset.suppressed) == (
        ("stolen.device_id",),
        ("stolen",),
        False,
    )
    facts = {} if on is None else {"lists": {"stolen.device_id": on}}
    assert ruleset.evaluate(facts).outcome == outcome


def test_a_name_with_dots_reaches_the_engine_in_steps() -> None:
    """A feature that is called `lead.product` is read by that name, beside one without a dot."""
    taken = Projection(("features.lead.product", "features.plain", "lists.a.customer")).of(
        {"features": {"lead.product": 2.0, "plain": 1.0}}
    )
    assert taken == {
        "features": {"lead": {"product": 2.0}, "plain": 1.0},
        "lists": {"a": {"customer": False}},
    }
