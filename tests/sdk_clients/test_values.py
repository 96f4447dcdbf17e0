"""How the suite compares values: what a typed client may change on the way, and what it may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_clients.conformance.values import Json, differences, missing

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("answered", "found"),
    [
        ({"a": None}, {}),
        ({}, {"direction": "debit"}),
        ({"at": "2026-11-20T18:43:26+05:30"}, {"at": "2026-11-20T13:13:26Z"}),
        ({"at": "2026-11-20T13:13:26.120450Z"}, {"at": "2026-11-20T13:13:26.12045+00:00"}),
        ({"p": 0.25}, {"p": 0.25000000000000001}),
        ({"p": 1.0}, {"p": 1}),
        ([{"a": 1}], [{"a": 1, "b": 2}]),
    ],
)
def test_what_a_typed_client_may_change(answered: Json, found: Json) -> None:
    assert missing(answered, found) == []


@pytest.mark.parametrize(
    ("answered", "found"),
    [
        ({"a": 1}, {}),
        ({"a": 1}, {"a": None}),
        ({"a": 1}, {"a": "1"}),
        ({"a": 1}, {"a": True}),
        ({"a": 9007199254740993}, {"a": 9007199254740992}),
        ({"p": 0.25}, {"p": 0.2500001}),
        ({"at": "2026-11-20T18:43:26+05:30"}, {"at": "2026-11-20T18:43:26Z"}),
        ({"at": "2026-11-20T13:13:26.120450Z"}, {"at": "2026-11-20T13:13:26Z"}),
        ([1, 2], [2, 1]),
        ([1, 2], [1]),
        ([1], {"0": 1}),
        ({"text": "Zürich"}, {"text": "Zu\u0308rich"}),
    ],
)
def test_what_it_may_not(answered: Json, found: Json) -> None:
    assert missing(answered, found) != []


@given(JSON)
def test_a_value_is_itself(value: Json) -> None:
    assert missing(value, value) == []


@pytest.mark.parametrize(
    ("expected", "found", "fits"),
    [
        ({"id": {"$match": "^dec_"}}, {"id": "dec_1", "more": 1}, True),
        ({"id": {"$match": "^dec_"}}, {"id": "txn_1"}, False),
        ({"$len": 2}, [1, 2], True),
        ({"$len": 2}, [1], False),
        ({"$any": ["a", "b"]}, "b", True),
        ({"$any": ["a", "b"]}, "c", False),
        ({"$type": "number"}, 1.5, True),
        ({"$type": "number"}, True, False),
        ({"$last": {"event": "completed"}}, [{"event": "progress"}, {"event": "completed"}], True),
        ({"$last": {"event": "completed"}}, [], False),
        ({"$contains": "whk_1"}, [{"id": "whk_1"}], True),
        ({"$contains": "whk_1"}, [{"id": "whk_2"}], False),
        ({"verified": True}, {"verified": 1}, False),
    ],
)
def test_matchers(expected: Json, found: Json, fits: bool) -> None:
    assert (differences(expected, found) == []) is fits
